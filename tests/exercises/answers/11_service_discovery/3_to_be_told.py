# task: 3
# expect: refused, because this does not hold: they are five positive intervals
intervals = {"heartbeat": 2, "lease": 6, "sweep": 1, "cache": 1, "fetch": 0}
