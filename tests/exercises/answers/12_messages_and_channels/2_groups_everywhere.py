# task: 2
# expect: accepted
channel_for = dict.fromkeys((1, 2, 4, 7), services) | dict.fromkeys((3, 6, 8), instances) | {5: one}
