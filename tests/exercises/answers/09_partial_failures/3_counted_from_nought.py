# task: 3
# expect: refused, because this does not hold: after the first try it is from 0 to 50 ms
def wait(failed, random):
    return min(1_000, 50 * 2**failed) * random.random()
