# task: 2
# expect: accepted
setting = {"queue": 150}
