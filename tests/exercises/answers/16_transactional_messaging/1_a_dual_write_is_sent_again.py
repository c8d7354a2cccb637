# task: 1
# expect: refused, because this does not hold: what becomes of a dual write
fates = {"a": "fine", "b": "twice", "c": "fine", "d": "twice", "e": "lost", "f": "fine"}
