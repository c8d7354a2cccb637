# task: 3
# expect: refused, because this does not hold: the old major is gone in the end
plan = {"strategy": "side by side", "clients_from": 140, "sunset": 0}
