# task: 3
# expect: accepted
cases = [
    "directly, the shop crashes",
    "directly, the broker of another team crashes",
    "through a broker in memory, the shop crashes",
    "through a broker in memory, the broker crashes",
    "through a broker on disk, the broker crashes",
]
holder = {"directly": "the shop crashes", "through a broker in memory": "the broker crashes", "through a broker on disk": "nobody"}
lost_of_forty = {case: 40 if case.split(", ")[1] == holder[case.split(", ")[0]] else 0 for case in cases}
