# task: 3
# expect: refused, because who holds them loses them
lost_of_forty = {
    "directly, the shop crashes": 0,
    "directly, the broker of another team crashes": 0,
    "through a broker in memory, the shop crashes": 0,
    "through a broker in memory, the broker crashes": 40,
    "through a broker on disk, the broker crashes": 0,
}
