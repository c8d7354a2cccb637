# task: 2
# expect: refused, because for a long night chance hardly matters
def bytes_needed(rate, outage, size):
    rooms = {0: 0, 150: buffer_for(15, 10_000, 0.001)}
    return rooms.get(rate * outage, round(1.25 * rate * outage)) * size
