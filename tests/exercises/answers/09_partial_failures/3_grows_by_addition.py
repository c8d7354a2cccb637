# task: 3
# expect: refused, because this does not hold: it doubles
def wait(failed, random):
    return min(1_000, 50 * failed) * random.random()
