# task: 3
# expect: accepted
plan = {"strategy": "both in each", "clients_from": 15, "sunset": 0}
