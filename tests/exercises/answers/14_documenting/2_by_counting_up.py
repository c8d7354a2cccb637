# task: 2
# expect: accepted
payments_looked_at = next(n for n in range(1, 1_000) if 1 - (1 - 1 / 40) ** n >= 0.99)
