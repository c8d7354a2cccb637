# task: 2
# expect: refused, because this does not hold: with so many tries
smallest_tries = 3
