# task: 3
# expect: accepted
plan = {"strategy": "side by side", "clients_from": 0, "sunset": 90}
