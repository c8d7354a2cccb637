# task: 3
# expect: refused, because this does not hold: it stands a payment that is slow
plan = {
    "restaurant": {"style": "call", "timeout": 200, "retries": 2},
    "recommendation": {"style": "call", "timeout": 150, "fallback": True},
    "payment": {"style": "call", "timeout": 500, "retries": 3, "budget": 0.1},
    "kitchen": {"style": "message"},
    "mail": {"style": "message"},
    "delivery": {"style": "message"},
    "order placed": {"strategy": "polling", "every": 500},
}
