# task: 2
# expect: refused, because twice the size
def bytes_needed(rate, outage, size):
    return buffer_for(rate, outage * 1_000, risk=0.001) * 1_000
