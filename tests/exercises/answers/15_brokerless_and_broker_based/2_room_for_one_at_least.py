# task: 2
# expect: refused, because no outage, no bytes
def bytes_needed(rate, outage, size):
    return max(1, buffer_for(rate, outage * 1_000, risk=0.001)) * size
