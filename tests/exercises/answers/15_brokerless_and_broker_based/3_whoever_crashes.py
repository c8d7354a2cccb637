# task: 3
# expect: refused, because who does not hold them cannot lose them
lost_of_forty = {
    "directly, the shop crashes": 40,
    "directly, the broker of another team crashes": 0,
    "through a broker in memory, the shop crashes": 40,
    "through a broker in memory, the broker crashes": 40,
    "through a broker on disk, the broker crashes": 0,
}
