# task: 2
# expect: accepted
setting = {"order": "lifo"}
