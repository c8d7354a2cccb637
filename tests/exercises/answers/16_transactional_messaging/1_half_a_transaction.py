# task: 1
# expect: refused, because this does not hold: what becomes of a transaction that is not committed
fates = {"a": "lost", "b": "phantom", "c": "lost", "d": "twice", "e": "lost", "f": "fine"}
