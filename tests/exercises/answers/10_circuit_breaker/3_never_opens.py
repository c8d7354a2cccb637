# task: 3
# expect: refused, because this does not hold: users are served
settings = {"kind": "in a row", "failures": 5_000, "open_for": 4}
