# task: 1
# expect: accepted
def longest_chain(available):
    count, product = 0, available
    while product >= 0.99 - 1e-12:
        count, product = count + 1, product * available
    return count
