# task: 1
# expect: accepted
fates = dict(zip("abcdef", ["lost", "phantom", "fine", "twice", "lost", "fine"]))
