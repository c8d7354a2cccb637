# task: 2
# expect: accepted
def bytes_needed(rate, outage, size):
    return size * buffer_for(rate, 1_000 * outage, 0.001)
