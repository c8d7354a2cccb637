# task: 4
# expect: refused, because this does not hold: a little loss, a tiny pool
faster = {name: "pool" if situation["loss"] > 0 else "http2" for name, situation in situations.items()}
