# task: 2
# expect: refused, because this does not hold: all six calls must go well for a good answer
answered = 0.98
waiting = 600
behind = 30
