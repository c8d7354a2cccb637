# task: 2
# expect: accepted
setting = {"deadlines": True}
