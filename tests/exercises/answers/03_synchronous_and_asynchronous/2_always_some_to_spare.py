# task: 2
# expect: refused, because this does not hold: however patient the goal, there are more threads than are in use
from math import ceil


def smallest_pool(rate, held, goal):
    return ceil(1.3 * rate * held / 1_000)
