# task: 1
# expect: accepted
useful = min(6, 4)
deliveries = 1.33
dead = 0.1**3
cancelled_first = 0.5 * 0.5
