# task: 3
# expect: refused, because this does not hold: the old major is gone in the end
plan = {"strategy": "both in each", "clients_from": 10, "sunset": 1_000}
