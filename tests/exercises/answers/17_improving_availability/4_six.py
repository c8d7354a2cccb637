# task: 4
# expect: accepted
limit = 6
