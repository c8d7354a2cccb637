# task: 4
# expect: refused, because this does not hold: it is within 15
orders_made = 1_000 * 0.8 * (1 + 0.2 + 0.2**2 + 0.2**3)
