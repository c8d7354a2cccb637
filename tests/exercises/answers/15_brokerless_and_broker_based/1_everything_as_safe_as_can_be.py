# task: 1
# expect: refused, because nobody pays for a temperature
chosen = {
    "a sensor's temperature, a new one every second; a gap does not matter": ("disk waited for", True),
    "a resize job; a restart of the broker may lose none, after a power cut all pictures are looked through again": ("disk waited for", True),
    "a payment that the user was told is accepted; nothing may ever lose it": ("disk waited for", True),
    "a wake-up call for a cache; while the broker is away the sender must know, to clear the cache itself": ("disk waited for", True),
}
