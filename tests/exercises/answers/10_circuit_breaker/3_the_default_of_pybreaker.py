# task: 3
# expect: refused, because this does not hold: real answers are back
settings = {"kind": "in a row", "failures": 5, "open_for": 60}
