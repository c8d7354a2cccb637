# task: 1
# expect: refused, because this does not hold: six services must be up for an order
with_five = 0.999**5
with_two = 0.999**3
each_of_five = (0.998 / 0.999) ** (1 / 5)
