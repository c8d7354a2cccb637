# task: 3
# expect: refused, because this does not hold: in the simulation nobody is believed in
intervals = {"heartbeat": 2, "lease": 6, "sweep": 2, "cache": 2, "fetch": 6}
