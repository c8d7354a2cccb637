# task: 3
# expect: refused, because this does not hold: the registry can take it
intervals = {"heartbeat": 1, "lease": 3, "sweep": 1, "cache": 1, "fetch": 1}
