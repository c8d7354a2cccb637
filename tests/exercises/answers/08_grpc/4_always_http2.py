# task: 4
# expect: refused, because this does not hold: a bad mobile link
faster = dict.fromkeys(situations, "http2")
