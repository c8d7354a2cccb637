# task: 1
# expect: refused, because this does not hold: with 99 % one, with 98 % none
from math import log


def longest_chain(available):
    return max(1, int(log(0.99) / log(available) + 1e-9))
