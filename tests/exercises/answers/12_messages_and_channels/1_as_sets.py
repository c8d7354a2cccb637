# task: 1
# expect: accepted
kind_of = dict.fromkeys("AEH", "command") | dict.fromkeys("BDG", "event") | dict.fromkeys("CFIJ", "document")
