# task: 4
# expect: refused, because this does not hold: in one rack
faster = dict.fromkeys(situations, "pool")
