# task: 4
# expect: refused, because no order is missing although the broker crashes
broker_away = {"copies": "three, all acknowledge", "confirm": False}
power_cut = {"keeps": "disk waited for", "confirm": True}
