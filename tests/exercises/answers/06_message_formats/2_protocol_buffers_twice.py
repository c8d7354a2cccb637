# task: 2
# expect: accepted
thin = {"format": "Protocol Buffers", "gzip": True}
wide = {"format": "Protocol Buffers", "gzip": False}
