# task: 3
# expect: refused, because this does not hold: it runs in the simulation
def wait(failed, random):
    return min(1_000, 50 * 2 ** (failed - 1)) * round(random.random())
