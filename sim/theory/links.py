"""Messages over a link: how long one is on the wire, how many get through, and what constant times in a row add up to."""

from math import inf

from sim.arguments import number
from sim.theory.general import mg1_wait


def wire_time(size, bandwidth):
    """Return the ms that a message of `size` bytes keeps a link of `bandwidth` Mbit/s busy: 8 size / bandwidth."""
    return number("size", size, at_least=0) * 8 / (number("bandwidth", bandwidth, above=0) * 1_000)


def constant_capacity(service_times):
    """Return how many jobs a second get through single workers in a row whose work is constant: what the slowest can do."""
    return 1_000 / _slowest(service_times)


def constant_sojourn(rate, service_times):
    """Return the mean time (ms) of Poisson jobs through single workers in a row whose work is constant; inf if overloaded.

    All wait as long in total as they would at the slowest alone, an M/D/1 queue, wherever in the row it stands: behind it
    jobs come too far apart to wait, and the order of the workers does not matter (Friedman, Reduction Methods for Tandem
    Queuing Systems, Operations Research 13, 1965).
    """
    slowest = _slowest(service_times)
    wait = mg1_wait(rate, slowest, 0)
    return wait + sum(service_times) if wait < inf else inf


def _slowest(service_times):
    if not isinstance(service_times, (list, tuple)):
        raise TypeError(f"service_times must be a list of times in ms, got {service_times!r}")
    if not service_times:
        raise ValueError("service_times must hold at least one time in ms, got none")
    return max(number("service_times", time, above=0) for time in service_times)
