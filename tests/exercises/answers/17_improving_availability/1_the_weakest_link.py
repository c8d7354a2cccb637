# task: 1
# expect: refused, because this does not hold: six services must be up for an order
with_five = 0.999
with_two = 0.999
each_of_five = 0.998
