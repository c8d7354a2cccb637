# task: 1
# expect: refused, because a wake-up call is only heard of
chosen = {
    "a sensor's temperature, a new one every second; a gap does not matter": ("in memory", False),
    "a resize job; a restart of the broker may lose none, after a power cut all pictures are looked through again": ("on disk", True),
    "a payment that the user was told is accepted; nothing may ever lose it": ("disk waited for", True),
    "a wake-up call for a cache; while the broker is away the sender must know, to clear the cache itself": ("on disk", True),
}
