"""Services in a row: passing on what is done (a tandem), or waiting for the answer with a worker blocked (a chain).

The same work makes two different systems. A tandem takes what its slowest stage can take; in a chain of synchronous
calls the first service's worker is gone for the work of all.
"""

from math import inf, sqrt

from sim.arguments import number, whole
from sim.theory.general import mg1_sojourn
from sim.theory.queues import mm1_sojourn, utilisation
from sim.theory.tails import percentile_of, tail_of_many, tail_of_two


def tandem_sojourn(rate, service_times):
    """Return the mean time (ms) through queues of one worker each that pass on what is done: the sum over the queues.

    Work is exponential with the means `service_times` (ms). What leaves an M/M/1 queue is Poisson again (Burke,
    Operations Research 4, 1956), so each is an M/M/1 queue (Jackson, Operations Research 5, 1957). inf if one is full.
    """
    return sum(mm1_sojourn(rate, service_time) for service_time in _listed(service_times))


def tandem_percentile(rate, service_times, q):
    """Return the q-th percentile of the time (ms) through such a tandem of queues (fifo).

    The times spent in its queues are independent and exponential (Reich, Annals of Mathematical Statistics 28, 1957).
    """
    times = [mm1_sojourn(rate, service_time) for service_time in _listed(service_times)]
    if inf in times:
        number("q", q, at_least=0, at_most=100)
        return inf
    return percentile_of(lambda time: tail_of_many([1 / mean for mean in times], time), q, sum(times))


def chain_sojourn(rate, service_times):
    """Return the mean time (ms) in a chain of synchronous services of one worker each, exponential work, no network.

    Nobody waits but in front of the first, whose worker is held for the sum of all work: an M/G/1 queue, by Pollaczek
    and Khinchine (Kleinrock, Queueing Systems I, 1975, section 5.6). inf as soon as rate x sum reaches 1.
    """
    times = _listed(service_times)
    total = sum(times)
    return mg1_sojourn(rate, total, sqrt(sum(time * time for time in times)) / total)


def chain_percentile(rate, first, second, q):
    """Return the q-th percentile of the time (ms) in such a chain of two services of mean work `first` and `second`.

    From the Pollaczek-Khinchine transform (Kleinrock, 5.6) with work of a s + b s form, ours: it comes out as that of a
    sum of two exponential times whose rates have the sum m + n - lambda and the product m n (1 - rho), m and n being
    the rates of the two works.
    """
    number("first", first, above=0)
    number("second", second, above=0)
    rho = utilisation(rate, first + second)
    if rho >= 1:
        number("q", q, at_least=0, at_most=100)
        return inf
    middle = (1 / first + 1 / second - rate / 1_000) / 2
    product = (1 - rho) / (first * second)
    fast = middle + sqrt(max(0.0, middle * middle - product))
    slow = product / fast  # not middle - root, where digits would cancel
    return percentile_of(lambda time: tail_of_two(slow, fast, time), q, 1 / slow)


def chain_bound(workers, service_times):
    """Return the calls per second that a chain of synchronous services cannot exceed, whatever the distributions.

    The smallest of workers_i / (S_i + S_(i+1) + …): a worker is held for its own work and that of all below it, and by
    Little's law no more workers can be held than there are. `workers` and `service_times` are lists from the caller
    down. After Denning and Buzen, The Operational Analysis of Queueing Network Models, ACM Computing Surveys 10, 1978.
    """
    times = _listed(service_times)
    counts = [whole("workers", count, at_least=1) for count in workers]
    if len(counts) != len(times):
        raise ValueError(f"workers must be as many as service_times ({len(times)}), got {len(counts)}")
    return min(count * 1_000 / sum(times[place:]) for place, count in enumerate(counts))


def pool_throughput(workers, own_time, callee_workers, service_time):
    """Return the calls per second that a service with always somebody waiting gets through to a synchronous callee.

    Its `workers` each do their own work (mean `own_time` ms, 0 or more), then wait blocked in the queue of a callee of
    `callee_workers` and exponential work of mean `service_time`: Palm's machine repair model, with workers for
    machines. Gross, Shortle, Thompson and Harris, Fundamentals of Queueing Theory, 4th ed. 2008, section 2.8.
    """
    whole("workers", workers, at_least=1)
    whole("callee_workers", callee_workers, at_least=1)
    number("own_time", own_time, at_least=0)
    number("service_time", service_time, above=0)
    # by the number of workers that are still at their own work, from none on: terms with few of them are the likeliest
    # when the callee is the bottleneck, and with own_time = 0 there is no other
    total = done = 0.0
    term = 1.0
    for away in range(workers + 1):
        answering = min(workers - away, callee_workers) / service_time
        total += term
        done += term * answering
        term *= answering * own_time / (away + 1)
    return 1_000 * done / total


def _listed(service_times):
    times = [number("service_times", time, above=0) for time in service_times]
    if not times:
        raise ValueError("service_times must hold at least one time in ms, got none")
    return times
