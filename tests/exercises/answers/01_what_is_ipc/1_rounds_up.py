# task: 1
# expect: refused, because this does not hold: with 99.5 % each, two
from math import ceil, log


def longest_chain(available):
    return ceil(log(0.99) / log(available))
