# task: 3
# expect: refused, because this does not hold: the old major is gone in the end
plan = {"strategy": "side by side", "clients_from": 114, "sunset": 0}
