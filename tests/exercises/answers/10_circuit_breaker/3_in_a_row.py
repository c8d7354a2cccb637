# task: 3
# expect: accepted
settings = {"kind": "in a row", "failures": 3, "open_for": 4}
