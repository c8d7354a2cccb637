# task: 1
# expect: accepted
situations = [
    "a sensor's temperature, a new one every second; a gap does not matter",
    "a resize job; a restart of the broker may lose none, after a power cut all pictures are looked through again",
    "a payment that the user was told is accepted; nothing may ever lose it",
    "a wake-up call for a cache; while the broker is away the sender must know, to clear the cache itself",
]
keeps = ["in memory", "on disk", "disk waited for", "in memory"]
asks = [False, True, True, True]
chosen = dict(zip(situations, zip(keeps, asks)))
