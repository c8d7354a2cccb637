# task: 3
# expect: refused, because this does not hold: in calm it meets the objective
plan = {
    "restaurant": {"style": "call", "timeout": 200, "retries": 2},
    "recommendation": {"style": "call", "timeout": 150, "fallback": True},
    "payment": {"style": "call", "timeout": 1_500, "retries": 2, "budget": 0.1},
    "kitchen": {"style": "message"},
    "mail": {"style": "message", "ack": "before"},
    "delivery": {"style": "message"},
    "order placed": {"strategy": "polling", "every": 500},
}
