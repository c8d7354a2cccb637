# task: 3
# expect: accepted
def wait(failed, random):
    return random.uniform(0, min(1_000, 25 * 2**failed))
