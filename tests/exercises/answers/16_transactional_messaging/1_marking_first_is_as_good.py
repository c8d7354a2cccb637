# task: 1
# expect: refused, because this does not hold: what becomes of a relay's message
fates = {"a": "lost", "b": "phantom", "c": "fine", "d": "twice", "e": "twice", "f": "fine"}
