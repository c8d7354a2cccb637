"""Queues with Poisson arrivals, exponential work and endless room: one worker (M/M/1) and several (M/M/c)."""

from math import exp, inf, log

from sim.arguments import number, whole
from sim.theory.loss import erlang_b
from sim.theory.tails import percentile_of, tail_of_two


def utilisation(rate, service_time, workers=1):
    """Return the share of time that each worker is in use: rate x service time / workers (utilisation law)."""
    number("rate", rate, at_least=0)
    number("service_time", service_time, above=0)
    return rate * service_time / 1_000 / whole("workers", workers, at_least=1)


def little(rate, time):
    """Return the mean number inside: L = lambda W (Little, Operations Research 9, 1961)."""
    return number("rate", rate, at_least=0) * number("time", time, at_least=0) / 1_000


def mm1_sojourn(rate, service_time):
    """Return the mean time in an M/M/1 queue, waiting and work: S / (1 - rho); inf from rho = 1 on.

    Kleinrock, Queueing Systems I, 1975, section 3.2.
    """
    rho = utilisation(rate, service_time)
    return service_time / (1 - rho) if rho < 1 else inf


def mm1_wait(rate, service_time):
    """Return the mean wait (ms) before work begins in an M/M/1 queue: rho S / (1 - rho). Kleinrock, section 3.2."""
    return utilisation(rate, service_time) * mm1_sojourn(rate, service_time)


def mm1_queue_length(rate, service_time):
    """Return how many wait in an M/M/1 queue on average, without the one in work: rho² / (1 - rho). Kleinrock, 3.2."""
    rho = utilisation(rate, service_time)
    return rho * rho / (1 - rho) if rho < 1 else inf


def mm1_percentile(rate, service_time, q):
    """Return the q-th percentile of the time in an M/M/1 queue (fifo): S ln(100 / (100 - q)) / (1 - rho). Kleinrock, 5.6."""
    number("q", q, at_least=0, at_most=100)
    return mm1_sojourn(rate, service_time) * (log(100 / (100 - q)) if q < 100 else inf)


def erlang_c(rate, service_time, workers):
    """Return the share of calls that have to wait in an M/M/c queue (Erlang C); 1.0 when it is overloaded.

    Kleinrock, Queueing Systems I, 1975, section 3.5. By way of Erlang B: C = c B / (c - load (1 - B)).
    """
    load = utilisation(rate, service_time, workers) * workers
    if load >= workers:
        return 1.0
    lost = erlang_b(rate, service_time, workers)
    return workers * lost / (workers - load * (1 - lost))


def mmc_wait(rate, service_time, workers):
    """Return the mean wait in an M/M/c queue: C S / (c - load); inf when it is overloaded."""
    load = utilisation(rate, service_time, workers) * workers
    return erlang_c(rate, service_time, workers) * service_time / (workers - load) if load < workers else inf


def mmc_sojourn(rate, service_time, workers):
    """Return the mean time in an M/M/c queue, waiting and work: the wait + S. Kleinrock, section 3.5."""
    return mmc_wait(rate, service_time, workers) + service_time


def mmc_queue_length(rate, service_time, workers):
    """Return how many wait in an M/M/c queue on average, without those in work: C rho / (1 - rho). Kleinrock, 3.5."""
    rho = utilisation(rate, service_time, workers)
    return erlang_c(rate, service_time, workers) * rho / (1 - rho) if rho < 1 else inf


def mmc_wait_percentile(rate, service_time, workers, q):
    """Return the q-th percentile of the wait (ms) in an M/M/c queue (fifo); 0 if q percent or more need not wait.

    P(wait > t) = C exp(-(c / S - lambda) t): Gross, Shortle, Thompson and Harris, Fundamentals of Queueing Theory,
    4th ed. 2008, section 2.3.
    """
    number("q", q, at_least=0, at_most=100)
    load = utilisation(rate, service_time, workers) * workers
    waiting = erlang_c(rate, service_time, workers)
    if load >= workers or (q == 100 and waiting > 0):
        return inf
    return service_time / (workers - load) * log(waiting / (1 - q / 100)) if waiting > 1 - q / 100 else 0.0


def mmc_tail(rate, service_time, workers, time):
    """Return the share of calls whose time in an M/M/c queue (fifo) exceeds `time` (ms); 1.0 when it is overloaded.

    Work alone for those who need not wait, for the others the sum of two exponential times: Gross et al., 2.3.
    """
    load = utilisation(rate, service_time, workers) * workers
    if load >= workers:
        return 1.0
    waiting = erlang_c(rate, service_time, workers)
    working = 1 / service_time
    return (1 - waiting) * exp(-working * time) + waiting * tail_of_two(working, (workers - load) * working, time)


def mmc_percentile(rate, service_time, workers, q):
    """Return the q-th percentile of the time in an M/M/c queue (fifo), waiting and work. Gross et al., section 2.3."""
    scale = mmc_sojourn(rate, service_time, workers)
    return percentile_of(lambda time: mmc_tail(rate, service_time, workers, time), q, scale)
