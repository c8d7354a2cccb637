# task: 3
# expect: refused, because this does not hold: all of that range is used
def wait(failed, random):
    most = min(1_000, 50 * 2 ** (failed - 1))
    return most / 2 + most / 2 * random.random()
