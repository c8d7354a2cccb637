# task: 2
# expect: refused, because this does not hold: one try fewer would not do
smallest_tries = 6
