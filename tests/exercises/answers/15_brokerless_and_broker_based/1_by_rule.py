# task: 1
# expect: accepted
situations = [
    "a sensor's temperature, a new one every second; a gap does not matter",
    "a resize job; a restart of the broker may lose none, after a power cut all pictures are looked through again",
    "a payment that the user was told is accepted; nothing may ever lose it",
    "a wake-up call for a cache; while the broker is away the sender must know, to clear the cache itself",
]
words = {"temperature": ("in memory", False), "resize": ("on disk", True), "payment": ("disk waited for", True), "wake-up": ("in memory", True)}
chosen = {situation: next(answer for word, answer in words.items() if word in situation) for situation in situations}
