# task: 2
# expect: refused, because this does not hold: with a goal of no wait at all
def smallest_pool(rate, held, goal):
    return next((n for n in range(1, 100) if mmc_wait_percentile(rate, held, n, 95) <= goal), 100)
