# task: 1
# expect: refused, because this does not hold: cancelled before placed
useful = 4
deliveries = 4 / 3
dead = 0.001
cancelled_first = 0.5
