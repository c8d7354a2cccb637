# task: 3
# expect: refused, because this does not hold: the plan makes sense
plan = {
    "restaurant": {"style": "call", "timeout": 200, "retries": 2},
    "recommendation": {"style": "call", "breaker": (5, 5_000), "fallback": True},
    "payment": {"style": "call", "timeout": 1_500, "retries": 2, "budget": 0.1},
    "kitchen": {"style": "message"},
    "mail": {"style": "message"},
    "delivery": {"style": "message"},
    "order placed": {"strategy": "polling", "every": 500},
}
