"""Lag and capacity of a relay that publishes what an outbox holds."""

from math import exp

from sim.arguments import number, share, whole
from sim.theory.handing_out import deliveries_per_message


def polling_lag(rate, every, read=0.0, send=0.0):
    """Return the mean ms from commit to message when a relay looks every `every` ms and `rate` orders a second come at random.

    `read` (ms) is what a look takes, `send` (ms) what a message takes. An order waits half a period on average: the residual
    life of a constant (Kleinrock, Queueing Systems 1, 1975, ch. 5.2); then for the messages that stand before it in its batch,
    half of the others of its period. It holds below capacity, while a batch takes all that waits.
    """
    number("rate", rate, at_least=0)
    number("every", every, above=0)
    number("read", read, at_least=0)
    number("send", send, at_least=0)
    return every / 2 + read + send * (1 + rate * every / 2_000)


def longest_polling_lag(every, batch, read=0.0, send=0.0):
    """Return the ms that no message lags more behind its commit: a whole period, a look, and a whole batch.

    It holds while a batch takes all that waits and is out within the period (Richardson, Microservices Patterns, 2018, ch. 3,
    describes the polling publisher; the bound follows from the period).
    """
    number("every", every, above=0)
    whole("batch", batch, at_least=1)
    number("read", read, at_least=0)
    number("send", send, at_least=0)
    return every + read + batch * send


def polling_capacity(every, batch, read=0.0, send=0.0):
    """Return how many messages a second a polling relay can publish at most: a batch a period, or as fast as it can.

    It is the maximal throughput of a server of batches (Bailey, On queueing processes with bulk service, 1954). Times in ms.
    """
    number("every", every, above=0)
    whole("batch", batch, at_least=1)
    number("read", read, at_least=0)
    number("send", send, at_least=0)
    return 1_000 * batch / max(every, read + batch * send)


def tailing_lag(rate, read):
    """Return the mean ms from commit to message when the database's log wakes the relay, which then reads for `read` ms.

    `rate` orders a second come at random; those that are committed during a read are found by the next one. A share b of time
    is spent on reading, and who comes then waits half a read more: read (1 + b/2) with b/(1 − b) = x eˣ, x = rate × read, since a
    row of reads is e^x long on average (the busy period of a gated server; Takagi, Queueing Analysis 1, 1991).
    """
    number("rate", rate, at_least=0)
    number("read", read, at_least=0)
    offered = rate * read / 1_000
    if offered > 700:
        return 1.5 * read  # e^x is no number any more: it reads all the time
    weight = offered * exp(offered)
    return read * (1 + weight / (1 + weight) / 2)


def copies_per_message(failure):
    """Return how often a message is published on average when a relay crashes before marking with probability `failure`.

    Each try is one more copy until one is marked: a geometric number, 1 / (1 − failure); inf if none ever is.
    """
    return deliveries_per_message(share("failure", failure))
