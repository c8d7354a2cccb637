# task: 3
# expect: accepted
none = [
    "directly, the broker of another team crashes", "through a broker in memory, the shop crashes", "through a broker on disk, the broker crashes",
]  # fmt: skip
lost_of_forty = dict.fromkeys(none, 0) | dict.fromkeys(["directly, the shop crashes", "through a broker in memory, the broker crashes"], 40)
