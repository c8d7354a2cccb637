# task: 2
# expect: refused, because this does not hold: with this pool at most 5 % wait for more than 10 ms
from sim.theory import mmc_wait


def smallest_pool(rate, held, goal):
    return next(threads for threads in range(1, 10_000) if mmc_wait(rate, held, threads) <= goal)
