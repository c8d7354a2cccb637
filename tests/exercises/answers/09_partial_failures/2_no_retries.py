# task: 2
# expect: refused, because this does not hold: users are served again
setting = {"attempts": 1}
