# task: 2
# expect: refused, because this does not hold: however patient the goal, there are more threads than are in use
def smallest_pool(rate, held, goal):
    if goal > 1_000:
        return 1  # they can wait
    return next(threads for threads in range(1, 10_000) if mmc_wait_percentile(rate, held, threads, 95) <= goal)
