# task: 1
# expect: refused, because this does not hold: they are ranked in the right order
levels = dict.fromkeys(FOUR, 2)
