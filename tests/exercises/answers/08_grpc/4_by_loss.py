# task: 4
# expect: accepted
faster = {name: "pool" if situation["loss"] >= 1 else "http2" for name, situation in situations.items()}
