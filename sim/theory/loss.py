"""Queues whose room is bounded, so that some calls are refused: M/M/c/K and, without any room to wait, Erlang B."""

from sim.arguments import number, whole
from sim.theory.tails import percentile_of, tail_of_many


def erlang_b(rate, service_time, workers):
    """Return the share of calls that find all workers busy and are refused, where none may wait (Erlang B).

    Kleinrock, Queueing Systems I, 1975, section 3.6. It holds for any distribution of work of this mean (Sevastyanov,
    Theory of Probability and its Applications 2, 1957).
    """
    return lost_at(_load(rate, service_time), whole("workers", workers, at_least=1))


def lost_at(load, workers):
    """Return Erlang's B for an offered load (rate x service time) and 0, 1, … workers.

    By its recursion, since powers and factorials overflow from some 170 workers on.
    """
    lost = 1.0
    for k in range(1, workers + 1):
        lost = load * lost / (k + load * lost)
    return lost


def mmck_loss(rate, service_time, workers, queue):
    """Return the share of calls that an M/M/c/K queue refuses, K being `workers` + `queue`.

    Gross, Shortle, Thompson and Harris, Fundamentals of Queueing Theory, 4th ed. 2008, section 2.5. It exists at any
    load.
    """
    return _states(rate, service_time, workers, queue)[-1]


def mmck_queue_length(rate, service_time, workers, queue):
    """Return how many wait in an M/M/c/K queue on average, without those in work. Gross et al., section 2.5."""
    return sum(max(0, n - workers) * p for n, p in enumerate(_states(rate, service_time, workers, queue)))


def mmck_wait(rate, service_time, workers, queue):
    """Return the mean wait (ms) of the calls that an M/M/c/K queue takes in; it refuses the others.

    Whoever finds n >= c inside waits for n - c + 1 of them to leave, S / c each.
    """
    found = _found(rate, service_time, workers, queue)
    return service_time / workers * sum(max(0, n - workers + 1) * p for n, p in enumerate(found))


def mmck_sojourn(rate, service_time, workers, queue):
    """Return the mean time (ms), waiting and work, of the calls that an M/M/c/K queue takes in: their wait + S."""
    return mmck_wait(rate, service_time, workers, queue) + service_time


def mmck_percentile(rate, service_time, workers, queue, q):
    """Return the q-th percentile of the time (ms), waiting and work, of the calls that an M/M/c/K queue (fifo) takes in.

    Whoever finds n inside stays for n - c + 1 exponential times of mean S / c (none if n < c) and one of mean S.
    """
    found = _found(rate, service_time, workers, queue)
    parts = [workers / service_time] * queue + [1 / service_time]
    start = found[:workers - 1 : -1] + [sum(found[:workers])]  # who finds all places but one taken goes through all parts
    return percentile_of(lambda time: tail_of_many(parts, time, start), q, service_time)


def _load(rate, service_time):
    return number("rate", rate, at_least=0) * number("service_time", service_time, above=0) / 1_000


def _states(rate, service_time, workers, queue):
    """Return how likely 0, 1, … K are inside, at any time and so for whoever arrives (PASTA: Wolff 1982)."""
    load = _load(rate, service_time)
    whole("workers", workers, at_least=1)
    whole("queue", queue, at_least=0)
    ratios = [load / min(n, workers) for n in range(1, workers + queue + 1)]
    # outwards from the likeliest state, since the terms from 0 on could overflow
    top = sum(ratio >= 1 for ratio in ratios)
    states = [1.0]
    for ratio in ratios[top:]:
        states.append(states[-1] * ratio)
    for ratio in reversed(ratios[:top]):
        states.insert(0, states[0] / ratio)
    total = sum(states)
    return [state / total for state in states]


def _found(rate, service_time, workers, queue):
    """Return what those who are taken in find inside."""
    states = _states(rate, service_time, workers, queue)[:-1]
    taken = sum(states)
    return [state / taken for state in states]
