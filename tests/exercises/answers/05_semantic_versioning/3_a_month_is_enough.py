# task: 3
# expect: refused, because this does not hold: no call fails at all
plan = {"strategy": "both in each", "clients_from": 10, "sunset": 40}
