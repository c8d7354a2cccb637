# task: 4
# expect: refused, because this does not hold: between data centres
faster = {name: "pool" if situation["round_trip"] >= 100 else "http2" for name, situation in situations.items()}
