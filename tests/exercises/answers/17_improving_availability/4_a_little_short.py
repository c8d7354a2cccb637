# task: 4
# expect: refused, because this does not hold: on average over many runs at most 1 % of the orders are
limit = 5
