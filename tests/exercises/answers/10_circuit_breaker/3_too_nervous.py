# task: 3
# expect: refused, because this does not hold: it opens at most three times
settings = {"kind": "in a row", "failures": 5, "open_for": 1}
