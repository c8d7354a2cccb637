# task: 3
# expect: refused, because this does not hold: no call fails before the old major goes
plan = {"strategy": "both in each", "clients_from": 0, "sunset": 0}
