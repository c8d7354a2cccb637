# task: 1
# expect: accepted
with_five = serial_availability([0.999] * 6)
with_two = serial_availability([0.999] * 3)
each_of_five = 1 - (1 - 0.998 / 0.999) / 5
