# task: 4
# expect: accepted
capacity = next(c for c in range(65, 150, 5) if seconds(c) < 6.3)
