# task: 3
# expect: refused, because this does not hold: it is never more than 1,000 ms
def wait(failed, random):
    drawn = 50 * 2 ** (failed - 1) * random.random()
    return drawn if drawn < 1_000 else 1_000 + random.random()
