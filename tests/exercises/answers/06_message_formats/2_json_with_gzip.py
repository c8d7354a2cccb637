# task: 2
# expect: refused, because this does not hold: over the thin link
thin = {"format": "JSON", "gzip": True}
wide = {"format": "MessagePack", "gzip": False}
