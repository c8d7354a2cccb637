# task: 1
# expect: accepted
fates = dict.fromkeys("ae", "lost") | dict.fromkeys("cf", "fine")
fates["b"] = "phantom"
fates["d"] = "twice"
