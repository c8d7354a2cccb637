"""Callers whose patience ends after a fixed time: what is done for nothing, and what it helps to drop it.

All for fifo queues of `workers` workers, Poisson arrivals and exponential work (M/M/c, M/M/c+D).
"""

from math import exp

from sim.arguments import number
from sim.theory.loss import lost_at
from sim.theory.queues import mmc_tail, utilisation
from sim.theory.tails import discounted


def late_share(rate, service_time, timeout, workers=1):
    """Return the share of calls that time out where nothing is cancelled: P(time in the queue > timeout).

    The server works for those who have left as for all others, so it is the tail of the plain M/M/c queue, with one
    worker exp(-timeout (1 - rho) / S) (Kleinrock, Queueing Systems I, 1975, section 5.6); 1.0 when it is overloaded.
    """
    number("timeout", timeout, above=0)
    return mmc_tail(rate, service_time, workers, timeout)


def patience_loss(rate, service_time, timeout, workers=1):
    """Return the share of calls whose work is never begun, where work is dropped once its caller has left the queue.

    Patience counts until work begins; work that has begun is finished. With one worker
    rho (1 - rho) e / (1 - rho² e), e = exp(-(1 - rho) timeout / S). Barrer, Operations Research 5, 1957; Baccelli and
    Hebuterne, On queues with impatient customers, Performance '81. It exists at any load.
    """
    free, soon, never, _, _ = _weights(rate, service_time, timeout, workers)
    return never / (free + soon + never)


def patience_late(rate, service_time, timeout, workers=1):
    """Return the share of calls that time out there: never begun, or begun in time and ended too late.

    From the distribution of the wait that Baccelli and Hebuterne give, and exponential work after it (ours). With one
    worker 1 - (1 - e) / (1 - rho² e), with e as above.
    """
    free, soon, never, begun_and_late, _ = _weights(rate, service_time, timeout, workers)
    return (never + begun_and_late) / (free + soon + never)


def patience_wait(rate, service_time, timeout, workers=1):
    """Return the mean wait (ms) of the calls whose work is begun there. Baccelli and Hebuterne, as above."""
    free, soon, _, _, waits = _weights(rate, service_time, timeout, workers)
    return waits / (free + soon)


def _weights(rate, service_time, timeout, workers):
    """Return the weights, to one common measure, of what an arriving call can meet, and of the waits.

    A worker is free; or all are busy and one will be free within the timeout, or later. Then: how many of the first two
    kinds end late, and the integral over their waits. While work that is still wanted is below the timeout, its density
    is as in the M/M/c queue, exp(-v (c / S - lambda)); above, nobody joins and it falls by exp(-v c / S).
    """
    number("timeout", timeout, above=0)
    load = utilisation(rate, service_time, workers) * workers
    working = 1 / service_time
    arriving, leaving = load * working, workers * working
    falling = leaving - arriving
    # the measure is the density at v = 0 or, where it grows (overload), at v = timeout: so exp() never overflows
    free = exp(min(0.0, falling) * timeout)
    edge = exp(-max(0.0, falling) * timeout)
    busy = arriving * lost_at(load, workers - 1)  # on arrivals that find one worker free, the last becomes busy
    soon = busy * discounted(abs(falling), timeout)
    never = busy * edge / leaving
    rest = falling - working
    reached = exp(-working * timeout) if rest >= 0 else edge
    late = free * exp(-working * timeout) + busy * reached * discounted(abs(rest), timeout)
    waits = _first_moment(abs(falling), timeout)
    if falling < 0:
        waits = timeout * discounted(-falling, timeout) - waits
    return free, soon, never, late, busy * waits


def _first_moment(rate, time):
    """Return the integral of x exp(-rate x) over x from 0 to `time`, rate >= 0."""
    if rate * time < 1e-4:  # the closed form would lose its digits
        return time * time / 2 * (1 - 2 / 3 * rate * time)
    return (discounted(rate, time) - time * exp(-rate * time)) / rate
