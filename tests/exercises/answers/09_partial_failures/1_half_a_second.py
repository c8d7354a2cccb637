# task: 1
# expect: refused, because this does not hold: with this pause the system tips
smallest_pause = 0.5
