# task: 3
# expect: refused, because this does not hold: all of that range is used
def wait(failed, random):
    return min(1_000, 50 * 2 ** (failed - 1))
