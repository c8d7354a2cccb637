# task: 2
# expect: accepted
from math import exp, floor

from sim.theory import erlang_c


def smallest_pool(rate, held, goal):
    threads = floor(rate * held / 1_000) + 1
    while erlang_c(rate, held, threads) * exp(-(threads / held - rate / 1_000) * goal) > 0.05:
        threads += 1
    return threads
