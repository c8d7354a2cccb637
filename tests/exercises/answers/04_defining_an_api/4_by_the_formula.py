# task: 4
# expect: accepted
from math import ceil, log

weeks_ahead = ceil(6 * log(10))
