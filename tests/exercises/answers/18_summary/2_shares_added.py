# task: 2
# expect: refused, because this does not hold: all six calls must go well for a good answer
answered = 1 - 0.02 - 0.02 - 0.01 - 0.01 - 0.01 - 0.01
waiting = 600
behind = 30
