# task: 3
# expect: refused, because this does not hold: no call fails at all
plan = {"strategy": "side by side", "clients_from": 0, "sunset": 30}
