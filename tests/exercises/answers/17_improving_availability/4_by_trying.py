# task: 4
# expect: accepted
limit = 1
while still_pending(0.9, 2, 2, limit) > 0.01:
    limit += 1
