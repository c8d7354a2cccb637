# task: 3
# expect: refused, because this does not hold: in the simulation nobody is believed in
intervals = {"heartbeat": 3, "lease": 9, "sweep": 5, "cache": 5, "fetch": 5}
