# task: 2
# expect: refused, because this does not hold: users are served again
setting = {"timeout": 2_000}
