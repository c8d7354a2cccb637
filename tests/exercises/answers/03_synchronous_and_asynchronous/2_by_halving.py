# task: 2
# expect: accepted
def smallest_pool(rate, held, goal):
    few, enough = 0, 10_000
    while enough - few > 1:
        middle = (few + enough) // 2
        if mmc_wait_percentile(rate, held, middle, 95) <= goal:
            enough = middle
        else:
            few = middle
    return enough
