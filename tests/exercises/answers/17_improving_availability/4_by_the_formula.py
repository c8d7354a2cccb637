# task: 4
# expect: accepted
from math import ceil, log, sqrt

limit = ceil(-2 * log((1 - sqrt(0.99)) / 0.1))
