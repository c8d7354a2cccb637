# task: 2
# expect: refused, because this does not hold: over the wide link
thin = {"format": "Avro", "gzip": True}
wide = {"format": "JSON", "gzip": False}
