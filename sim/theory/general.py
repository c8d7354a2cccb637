"""One worker, Poisson arrivals and work of any distribution (M/G/1): the formula of Pollaczek and Khinchine."""

from math import inf

from sim.arguments import number
from sim.theory.queues import little, utilisation


def mg1_wait(rate, service_time, cv):
    """Return the mean wait (ms) in an M/G/1 queue whose work has this mean and coefficient of variation (sd / mean).

    rho S (1 + cv²) / (2 (1 - rho)), inf from rho = 1 on: Pollaczek 1930, Khinchine 1932; Kleinrock, Queueing Systems I,
    1975, section 5.6. cv = 1 makes it an M/M/1, cv = 0 (constant work) halves that.
    """
    rho = utilisation(rate, service_time)
    number("cv", cv, at_least=0)
    return rho * service_time * (1 + cv * cv) / (2 * (1 - rho)) if rho < 1 else inf


def mg1_sojourn(rate, service_time, cv):
    """Return the mean time (ms) in an M/G/1 queue, waiting and work: the wait + S."""
    return mg1_wait(rate, service_time, cv) + service_time


def mg1_queue_length(rate, service_time, cv):
    """Return how many wait in an M/G/1 queue on average, without the one in work: lambda x wait (Little)."""
    wait = mg1_wait(rate, service_time, cv)
    return little(rate, wait) if wait < inf else inf
