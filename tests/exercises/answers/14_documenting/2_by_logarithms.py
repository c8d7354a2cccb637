# task: 2
# expect: accepted
from math import ceil, log

payments_looked_at = ceil(log(0.01) / log(39 / 40))
