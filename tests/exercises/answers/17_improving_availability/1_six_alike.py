# task: 1
# expect: refused, because this does not hold: with five such services, orders reach 99.8 %
with_five = 0.999**6
with_two = 0.999**3
each_of_five = 0.998 ** (1 / 6)
