# task: 3
# expect: accepted
intervals = {"heartbeat": 2.1, "lease": 6.3, "sweep": 2, "cache": 1.7, "fetch": 5}
