# task: 1
# expect: refused, because this does not hold: the mean number of calls
calls_on_average = 5 / 0.5
