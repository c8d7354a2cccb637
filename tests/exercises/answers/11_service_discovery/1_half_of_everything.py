# task: 1
# expect: refused, because this does not hold: how long it lasts on average
at_most, on_average = 140, 70
