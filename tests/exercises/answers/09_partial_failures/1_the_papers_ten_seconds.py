# task: 1
# expect: refused, because this does not hold: a pause 0.25 s shorter heals
smallest_pause = 10
