# task: 2
# expect: accepted
payments_looked_at = 190
