# task: 2
# expect: accepted
from math import prod

from sim.scenarios.plans import FAILS

answered = prod(1 - share for share in FAILS.values())
waiting = 600
behind = waiting / (40 - 20)
