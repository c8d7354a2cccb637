# task: 2
# expect: refused, because this does not hold: fewer would not do
payments_looked_at = 1_000
