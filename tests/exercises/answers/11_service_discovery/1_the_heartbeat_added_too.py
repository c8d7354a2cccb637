# task: 1
# expect: refused, because this does not hold: how long a wrong belief lasts at most
at_most, on_average = 20 + 60 + 30 + 10 + 40, 90
