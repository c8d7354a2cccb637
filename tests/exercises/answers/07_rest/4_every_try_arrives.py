# task: 4
# expect: refused, because this does not hold: it is within 15
orders_made = 1_000 * (1 + 0.36 + 0.36**2 + 0.36**3)
