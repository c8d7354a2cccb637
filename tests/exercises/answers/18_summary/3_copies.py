# task: 3
# expect: accepted
plan = {
    "restaurant": {"style": "copy"},
    "recommendation": {"style": "copy"},
    "payment": {"style": "call", "timeout": 1_500, "retries": 2, "budget": 0.1},
    "kitchen": {"style": "message"},
    "mail": {"style": "message"},
    "delivery": {"style": "message"},
    "order placed": {"strategy": "log tailing"},
}
