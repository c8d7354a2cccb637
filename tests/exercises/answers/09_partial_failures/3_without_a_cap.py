# task: 3
# expect: refused, because this does not hold: it is never more than 1,000 ms
def wait(failed, random):
    return 50 * 2 ** (failed - 1) * random.random()
