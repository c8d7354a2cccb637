# task: 2
# expect: accepted
thin = {"format": "Avro", "gzip": True}
wide = {"format": "Protocol Buffers", "gzip": False}
