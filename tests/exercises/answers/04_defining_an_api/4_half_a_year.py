# task: 4
# expect: refused, because this does not hold: two weeks less would not do
weeks_ahead = 26
