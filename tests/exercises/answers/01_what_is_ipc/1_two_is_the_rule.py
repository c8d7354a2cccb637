# task: 1
# expect: refused, because this does not hold: with 99.9 % each, ten
def longest_chain(available):
    return 2 if available >= 0.995 else 1 if available >= 0.99 else 0
