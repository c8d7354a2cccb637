# task: 4
# expect: refused, because no order is missing after a power cut
broker_away = {"copies": "three, all acknowledge", "confirm": True}
power_cut = {"keeps": "on disk", "confirm": True}
