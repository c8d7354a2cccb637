# task: 4
# expect: accepted
capacity = 40 * (1 + 6 / 6)
