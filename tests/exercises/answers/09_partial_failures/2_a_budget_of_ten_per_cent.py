# task: 2
# expect: refused, because this does not hold: users are served again
setting = {"budget": 0.1}
