# task: 4
# expect: accepted
broker_away = {"copies": "three, all acknowledge", "confirm": True, "keeps": "disk waited for", "buffer": 500}
power_cut = {"keeps": "disk waited for", "confirm": True, "buffer": 300}
