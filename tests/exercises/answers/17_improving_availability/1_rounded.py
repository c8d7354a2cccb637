# task: 1
# expect: accepted
with_five = 0.994
with_two = 0.997
each_of_five = 0.9998
