# task: 4
# expect: refused, because this does not hold: the limit is a whole number of seconds
limit = 5.99
