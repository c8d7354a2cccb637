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
    so near full load the true one is a little shorter. inf below the vulnerable band, 0 above it. `storm_border` also
    follows what becomes of the retries.
    """
    if tries != 2:
        raise ValueError(f"tries must be 2, got {tries!r}: the estimate is for one retry")
    low, high = vulnerable_band(capacity, tries)
    number("timeout", timeout, above=0)
    number("rate", rate, at_least=0)
    if rate <= low:
        return inf
    return timeout * (capacity + rate) / (2 * rate) if rate < high else 0.0


def storm_border(rate, capacity, timeout, tries=2):
    """Return the pause (ms) above which a fifo server with impatient users does not come back, for any number of tries.

    Ours: requests as a fluid, from an empty queue. Let w(s) be the wait of who arrives at s, the pause being from 0 to P:
    w(0) = P, and w'(s) = c(s) rate / capacity - 1 while w > 0. Who waits longer than the timeout T tries again T later, so
    c(s), the tries that each request makes at s, is 1 + c(s - T), at most `tries`, where w(s - T) > T, and 1 elsewhere.
    If it stays at `tries` for a whole T it does so for ever; if w <= T for a whole T, that was the last of it.

    For two tries, with r = rate / capacity: if first tries fail for a time L, their second ones lift the wait above T by
    r L - (1 - r) T, and it is above T for L' = (r L - (1 - r) T) r / ((2 r - 1) (1 - r)). L' > L, and so on for ever, once L
    is more than r (1 - r) T / (3 r^2 - 3 r + 1). The pause itself makes L = (P - T) / (1 - r). So the border is
    P = T (1 + r (1 - r)^2 / (3 r^2 - 3 r + 1)): from 1.5 T at half the capacity to T at full load. For other numbers of
    tries the same is followed step by step, to 1 % of T. It begins at (tries + 1) T / 2 above capacity / tries; inf at and
    below that load, 0 from the capacity on.
    """
    low, high = vulnerable_band(capacity, tries)
    number("timeout", timeout, above=0)
    number("rate", rate, at_least=0)
    if rate >= high or rate <= low:
        return 0.0 if rate >= high else inf
    r = rate / capacity
    if tries == 2:
        return timeout * (1 + r * (1 - r) ** 2 / (3 * r * r - 3 * r + 1))
    heals, stays = 1.0, 1 + (1 - r) * tries  # in timeouts; after the longer one all tries of a request fail at once
    while stays - heals > 0.002:
        middle = (heals + stays) / 2
        heals, stays = (heals, middle) if _storm_lasts(r, middle, tries) else (middle, stays)
    return timeout * (heals + stays) / 2


def _storm_lasts(load, pause, tries, steps=400):
    """Follow the wait (in timeouts, `steps` of time to each) after a pause; return whether everybody tries for ever."""
    wait, full, calm = pause, 0, 0
    before = [(1, False)] * steps  # of the last timeout's arrivals: their tries, and whether these fail
    for step in range(100 * steps):  # on the border itself it goes on and on
        if full == steps or calm == steps:
            break
        now = step % steps
        then, failed = before[now]
        made = min(tries, then + 1) if failed else 1
        fails = wait > 1
        before[now] = made, fails
        full = full + 1 if fails and made == tries else 0
        calm = 0 if fails else calm + 1
        wait = max(0.0, wait + (load * made - 1) / steps)
    return calm < steps
