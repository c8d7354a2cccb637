# task: 1
# expect: accepted
smallest_pause = 1.125  # T (capacity + load) / (2 load)
