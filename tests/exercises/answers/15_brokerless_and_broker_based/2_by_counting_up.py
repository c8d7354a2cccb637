# task: 2
# expect: accepted
from math import exp, log


def bytes_needed(rate, outage, size):
    mean, room = rate * outage, 0
    if not mean:
        return 0
    term, within = -mean, exp(-mean)
    while within < 0.999:
        room += 1
        term += log(mean / room)
        within += exp(term)
    return room * size
