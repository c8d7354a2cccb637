# task: 2
# expect: refused, because for 10 s at 15/s
def bytes_needed(rate, outage, size):
    return rate * outage * size
