# task: 1
# expect: refused, because this does not hold: deliveries a message
useful = 4
deliveries = 1.25
dead = 0.001
cancelled_first = 0.25
