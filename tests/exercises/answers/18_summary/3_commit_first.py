# task: 3
# expect: refused, because this does not hold: it stands an outage of the mail service and crashes of its own
plan = {
    "restaurant": {"style": "call", "timeout": 200, "retries": 2},
    "recommendation": {"style": "call", "timeout": 150, "fallback": True},
    "payment": {"style": "call", "timeout": 1_500, "retries": 2, "budget": 0.1},
    "kitchen": {"style": "message"},
    "mail": {"style": "message"},
    "delivery": {"style": "message"},
    "order placed": {"strategy": "commit first"},
}
