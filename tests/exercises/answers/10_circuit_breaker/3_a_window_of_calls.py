# task: 3
# expect: accepted
settings = {"kind": "count window", "window": 20, "minimum": 10, "failure_rate": 0.5, "open_for": 4, "trials": 3}
