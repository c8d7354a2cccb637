# task: 3
# expect: refused, because this does not hold: it stands a payment that is slow
plan = {
    "restaurant": {"style": "call", "timeout": 200, "retries": 2},
    "recommendation": {"style": "call", "timeout": 150, "fallback": True},
    "payment": {"style": "call", "timeout": 1_500, "retries": 2, "at_most": 6},
    "kitchen": {"style": "message"},
    "mail": {"style": "message"},
    "delivery": {"style": "message"},
    "order placed": {"strategy": "polling", "every": 500},
}
