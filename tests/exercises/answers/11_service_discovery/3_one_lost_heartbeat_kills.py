# task: 3
# expect: refused, because this does not hold: the lease holds three heartbeats
intervals = {"heartbeat": 5, "lease": 6, "sweep": 1, "cache": 1, "fetch": 6}
