"""Services that are up and down in turn, for exponential times, and who waits for them."""

from itertools import combinations
from math import exp, prod, sqrt

from sim.arguments import number, share, whole


def availability_spread(availabilities, lasts, span):
    """Return the standard deviation of the share of a span of time in which all services are up at once.

    `availabilities` are those of independent services whose outages last `lasts` on average; times in one unit. Up and down
    for exponential times, a service's state has the covariance a (1 − a) e^{−t/(a·lasts)} at distance t (Trivedi,
    Probability and Statistics, 2nd ed. 2002, two-state availability model); the product's is integrated twice.
    """
    number("lasts", lasts, above=0)
    number("span", span, above=0)
    parts = [share("availabilities", part) for part in availabilities]
    if 0 in parts:
        return 0.0
    parts = [part for part in parts if part < 1]
    total = 0.0
    for count in range(1, len(parts) + 1):
        for moving in combinations(range(len(parts)), count):
            weight = prod(part * (1 - part) if place in moving else part * part for place, part in enumerate(parts))
            decay = span * sum(1 / (parts[place] * lasts) for place in moving)
            total += weight * 2 / decay * (1 + (exp(-decay) - 1) / decay)
    return sqrt(total)


def still_pending(available, lasts, services, time):
    """Return the share of orders that are not decided `time` after they were placed, if all `services` must be heard.

    A service is up with probability a; else the rest of its outage is exponential too, with mean `lasts`. Work and network
    count as nothing: 1 − (1 − (1 − a) e^{−t/lasts})^n, the law of the largest of n waits.
    """
    missing = (1 - share("available", available)) * exp(-number("time", time, at_least=0) / number("lasts", lasts, above=0))
    return 1 - (1 - missing) ** whole("services", services, at_least=1)


def mean_pending(available, lasts, services):
    """Return the mean time that an order waits until all `services` have been heard, in the unit of `lasts`.

    The integral of `still_pending`: lasts · Σ_k C(n, k) (−1)^{k+1} (1 − a)^k / k, summed here as lasts · Σ_k (1 − a^k) / k.
    """
    share("available", available)
    number("lasts", lasts, above=0)
    return lasts * sum((1 - available**k) / k for k in range(1, whole("services", services, at_least=1) + 1))


def replica_behind(rate, lag):
    """Return the share of the time in which a copy is behind, if `rate` changes a second each take `lag` ms to reach it.

    It is up to date if there was no change for `lag`; changes come at random (Poisson): 1 − e^{−rate·lag}.
    """
    return 1 - exp(-number("rate", rate, at_least=0) / 1_000 * number("lag", lag, at_least=0))
