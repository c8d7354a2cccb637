# task: 1
# expect: accepted
from fractions import Fraction

useful = 4
deliveries = Fraction(4, 3)
dead = Fraction(1, 1_000)
cancelled_first = Fraction(1, 4)
