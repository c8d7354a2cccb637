# task: 3
# expect: accepted
intervals = {"heartbeat": 2.5, "lease": 7.5, "sweep": 0, "cache": 0, "fetch": 7}
