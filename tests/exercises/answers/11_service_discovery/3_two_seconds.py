# task: 3
# expect: accepted
intervals = {"heartbeat": 2.2, "lease": 8, "sweep": 0.2, "cache": 0.2, "fetch": 5.5}
