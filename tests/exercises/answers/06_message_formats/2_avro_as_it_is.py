# task: 2
# expect: refused, because this does not hold: over the thin link
thin = {"format": "Avro", "gzip": False}
wide = {"format": "MessagePack", "gzip": False}
