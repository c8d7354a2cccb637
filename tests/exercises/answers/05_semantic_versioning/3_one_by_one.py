# task: 3
# expect: refused, because this does not hold: no call fails before the old major goes
plan = {"strategy": "one by one", "clients_from": 10, "sunset": 0}
