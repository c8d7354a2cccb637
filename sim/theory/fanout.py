"""Asking several at once and waiting for the last (fork-join, fan-out)."""

from math import inf, log1p

from sim.arguments import number, share, whole
from sim.theory.queues import mm1_sojourn, utilisation


def harmonic(n):
    """Return 1 + 1/2 + … + 1/n, the n-th harmonic number."""
    return sum(1 / k for k in range(whole("n", n, at_least=1), 0, -1))


def slowest_mean(service_time, parts):
    """Return the mean time (ms) until the last of `parts` independent exponential times is over: S x harmonic(parts).

    Without queueing: every part has a free worker. The first of n ends after S/n, the next after S/(n-1) more, …: Feller,
    An Introduction to Probability Theory and Its Applications II, 2nd ed. 1971, section I.6.
    """
    return number("service_time", service_time, above=0) * harmonic(whole("parts", parts, at_least=1))


def slowest_percentile(service_time, parts, q):
    """Return the q-th percentile of that time (ms): P(all n are over by t) = (1 - exp(-t / S))^n. Without queueing."""
    number("service_time", service_time, above=0)
    each = part_percentile(q, parts) / 100
    return -service_time * log1p(-each) if each < 1 else inf


def fork_join_sojourn(rate, service_time, parts):
    """Return the mean time (ms) until all `parts` have answered, each an M/M/1 queue that gets a piece of every request.

    With queueing. Exact for one part and two, (12 - rho) / 8 times the time in one queue (Flatto and Hahn, SIAM Journal
    on Applied Mathematics 44, 1984); for 3 to 32 the approximation of Nelson and Tantawi, within 5 % of their
    simulations (IEEE Transactions on Computers 37, 1988). Raises ValueError beyond 32.
    """
    whole("parts", parts, at_least=1, at_most=32)
    rho = utilisation(rate, service_time)
    if parts == 1 or rho >= 1:
        return mm1_sojourn(rate, service_time)
    growth = harmonic(parts) / harmonic(2)
    return (growth + 4 / 11 * (1 - growth) * rho) * (12 - rho) / 8 * mm1_sojourn(rate, service_time)


def part_percentile(q, parts):
    """Return which percentile each of `parts` independent parts must meet, so that the slowest meets the q-th.

    100 (q / 100)^(1/n): for a median that is met by all of 100 parts, the 99.3rd. After Dean and Barroso, The Tail at
    Scale, Communications of the ACM 56, 2013.
    """
    number("q", q, at_least=0, at_most=100)
    return 100 * (q / 100) ** (1 / whole("parts", parts, at_least=1))


def share_with_slow_part(slow, parts):
    """Return the share of requests that meet at least one slow part, a share `slow` of each part's answers being slow.

    1 - (1 - p)^n: with one answer in a hundred slow and 100 parts, 63 % (Dean and Barroso, 2013).
    """
    return 1 - (1 - share("slow", slow)) ** whole("parts", parts, at_least=1)
