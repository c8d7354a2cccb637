"""With a broker in the middle and without: how many connections there are, and what a buffer is good for."""

from math import exp, lgamma, log

from sim.arguments import flag, number, share, whole
from sim.theory.queues import little


def connections(senders, consumers, broker=False):
    """Return how many connections there are if every one of the senders sends to every one of the consumers.

    Directly n x m, each of which a sender has to find and keep; through a broker n + m. Hohpe and Woolf, Enterprise
    Integration Patterns (2003), chapter 7, Message Broker.
    """
    n, m = whole("senders", senders, at_least=1), whole("consumers", consumers, at_least=1)
    return n + m if flag("broker", broker) else n * m


def buffer_for(rate, outage, risk=0.001):
    """Return the least room (messages) that an outage (ms) of the consumer fills up with at most this risk.

    So many messages as come meanwhile have to wait. They come at random (Poisson), rate x outage on average: the smallest n
    with P(N > n) <= risk, summed term by term. Raises ValueError unless risk is from 0.000001 to 1.
    """
    mean = little(rate, number("outage", outage, at_least=0))
    number("risk", risk, at_least=1e-6, at_most=1)
    if mean == 0:
        return 0
    room, within = 0, exp(-mean)
    while within < 1 - risk:
        room += 1
        within += exp(room * log(mean) - mean - lgamma(room + 1))
    return room


def handed_over(available, rate, lasts, buffer):
    """Return the share of messages that a sender gets rid of, with room for `buffer` while the receiver is down.

    The receiver is up for the share `available` of the time, in outages of `lasts` ms on average. 0: both must be up, and
    it is the receiver's availability. Else 1 - (1 - a) p^B with p = r / (1 + r), r = rate x lasts: of the messages
    that come during one outage (geometric for Poisson arrivals and exponential outages) all but the first B are
    refused. Ours, by the mean of min(N, B); after the outage the buffer is empty at once.
    """
    down, come = 1 - share("available", available), little(rate, number("lasts", lasts, above=0))
    return 1 - down * (come / (1 + come)) ** whole("buffer", buffer, at_least=0)
