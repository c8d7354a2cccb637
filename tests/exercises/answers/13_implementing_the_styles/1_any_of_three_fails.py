# task: 1
# expect: refused, because this does not hold: share of dead letters
useful = 4
deliveries = 4 / 3
dead = 0.3
cancelled_first = 0.25
