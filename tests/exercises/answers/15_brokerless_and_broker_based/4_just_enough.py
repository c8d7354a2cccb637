# task: 4
# expect: accepted
broker_away = {"copies": "three, one acknowledges", "confirm": True, "keeps": "in memory"}
power_cut = {"keeps": "disk waited for", "confirm": True}
