"""Overload that outlasts its cause: backlogs, and the retries that keep them alive."""

from math import inf

from sim.arguments import number, whole
from sim.theory.queues import little


def vulnerable_band(capacity, tries):
    """Return (low, high): the loads per second at which a server of this capacity can stay overloaded by its own retries.

    capacity / tries < load < capacity. Below, even all retries fit; above, it is overloaded anyway. After Bronson et
    al., Metastable Failures in Distributed Systems, HotOS 2021.
    """
    return number("capacity", capacity, above=0) / whole("tries", tries, at_least=1), capacity


def backlog_after_pause(rate, pause):
    """Return how many requests wait after a pause (ms) of the server: rate x pause."""
    return little(rate, number("pause", pause, at_least=0))


def drain_time(rate, capacity, pause):
    """Return the ms that it takes to work off the backlog of a pause: pause x rate / (capacity - rate); inf if it never is.

    Without retries; requests keep coming while it drains.
    """
    number("capacity", capacity, above=0)
    number("rate", rate, at_least=0)
    number("pause", pause, at_least=0)
    return pause * rate / (capacity - rate) if rate < capacity else inf


def tipping_pause(rate, capacity, timeout, tries=2):
    """Return the pause (ms) above which a fifo server with impatient users does not come back, for two tries a call.

    Those who arrive at the end of a pause P > T wait for the backlog: rate x P first tries and rate x (P - T) second
    ones. Once that takes longer than the timeout T, everybody's work is done for nothing and everybody tries again:
    P = T (capacity + rate) / (2 rate). A fluid estimate of our own, without the backlog that chance has already made;
    so near full load the true one is a little shorter. inf below the vulnerable band, 0 above it.
    """
    if tries != 2:
        raise ValueError(f"tries must be 2, got {tries!r}: the estimate is for one retry")
    low, high = vulnerable_band(capacity, tries)
    number("timeout", timeout, above=0)
    number("rate", rate, at_least=0)
    if rate <= low:
        return inf
    return timeout * (capacity + rate) / (2 * rate) if rate < high else 0.0
