# task: 1
# expect: refused, because this does not hold: three must be when two calls are left
with_five = 0.999**6
with_two = 0.999**6
each_of_five = (0.998 / 0.999) ** (1 / 5)
