# task: 4
# expect: refused, because this does not hold: a second less would not do
limit = 30
