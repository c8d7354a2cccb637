# task: 3
# expect: accepted
plan = {
    "restaurant": {"style": "call", "timeout": 200, "retries": 2},
    "recommendation": {"style": "call", "timeout": 1_000, "breaker": (5, 5_000), "fallback": True},
    "payment": {"style": "call", "timeout": 1_000, "retries": 1},
    "kitchen": {"style": "message"},
    "mail": {"style": "message"},
    "delivery": {"style": "message"},
    "order placed": {"strategy": "log tailing"},
}
