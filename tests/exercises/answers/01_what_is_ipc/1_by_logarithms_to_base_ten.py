# task: 1
# expect: accepted
from math import floor, log10


def longest_chain(available):
    return floor(round(log10(0.99) / log10(available), 9))
