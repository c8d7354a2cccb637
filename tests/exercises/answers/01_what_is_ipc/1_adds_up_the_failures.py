# task: 1
# expect: refused, because this does not hold: with 99.999 % each, 1,005
def longest_chain(available):
    return int(round(0.01 / (1 - available), 6))
