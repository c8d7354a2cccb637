# task: 3
# expect: refused, because this does not hold: it says only what may be chosen
plan = {"strategy": "one by one", "clients_from": 10, "sunset": 0, "change": "minor"}
