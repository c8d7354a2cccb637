# task: 3
# expect: accepted
def wait(failed, random):
    most = 50
    for _ in range(failed - 1):
        most = min(1_000, 2 * most)
    return most * random.random()
