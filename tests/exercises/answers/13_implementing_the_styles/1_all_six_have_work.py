# task: 1
# expect: refused, because this does not hold: consumers that have something to do
useful = 6
deliveries = 4 / 3
dead = 0.001
cancelled_first = 0.25
