# task: 3
# expect: accepted
plan = {
    "restaurant": {"style": "call", "timeout": 200, "retries": 2},
    "recommendation": {"style": "call", "timeout": 2_000, "at_most": 8, "fallback": True},
    "payment": {"style": "call", "timeout": 1_800, "retries": 1, "at_most": 30, "breaker": (5, 2_000)},
    "kitchen": {"style": "message"},
    "mail": {"style": "message"},
    "delivery": {"style": "call", "timeout": 500, "retries": 3},
    "order placed": {"strategy": "polling", "every": 500},
}
