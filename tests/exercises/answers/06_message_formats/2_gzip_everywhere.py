# task: 2
# expect: refused, because this does not hold: over the wide link
thin = {"format": "Protocol Buffers", "gzip": True}
wide = {"format": "Protocol Buffers", "gzip": True}
