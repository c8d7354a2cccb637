# task: 2
# expect: refused, because this does not hold: it is one of the parameters that may change
setting = {"pause": 1}
