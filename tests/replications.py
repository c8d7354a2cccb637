"""Independent replications of a world, and how they are held to a formula."""

from array import array
from bisect import bisect_left, bisect_right
from math import sqrt
from statistics import fmean, stdev

from sim import World, exponential
from sim.trace import ERROR

FIRST_SEED = 0
REPLICATIONS = 30


def replicate(measure, count=REPLICATIONS):
    """Return, for each name in the dict that `measure(seed)` gives, its values over so many independent worlds."""
    worlds = [measure(FIRST_SEED + number) for number in range(count)]
    return {name: [world[name] for world in worlds] for name in worlds[0]}


def assert_within(values, expected, precision):
    """The mean is within 4 standard errors of what is expected, and these are small enough for that to say something."""
    error = stdev(values) / sqrt(len(values))
    assert 4 * error < precision * expected, "the runs are too short for this precision"
    assert abs(fmean(values) - expected) <= 4 * error


def assert_percentile(samples, q, expected, precision):
    """The q-th percentile of these sorted times, a list a world, is what is expected, to within this share of it.

    Held by the share of times beyond it, since that has no bias; the percentile of a sample has one where times hang
    together. The share beyond `expected` must be right within 4 standard errors, and those beyond a little less and a
    little more, by `precision`, must be wrong by more than 4.
    """
    beyond = 1 - q / 100
    shares = [[1 - bisect_right(times, ms) / len(times) for times in samples] for ms in (
        expected, expected * (1 - precision), expected * (1 + precision)
    )]  # fmt: skip
    (right, low, high) = ((fmean(share), 4 * stdev(share) / sqrt(len(share))) for share in shares)
    assert low[0] - low[1] > beyond > high[0] + high[1], "it is elsewhere, or the runs are too short for this precision"
    assert abs(right[0] - beyond) <= right[1]


def settling(load, service_time):
    """Return (warm-up, rest) in ms: until a queue has forgotten that it was empty, and until those inside have left.

    The warm-up is five relaxation times of the M/M/1 queue, S / (1 - sqrt(rho))² (Cohen, The Single Server Queue, 1969).
    """
    load = min(load, 0.9)
    return 5 * service_time / (1 - sqrt(load)) ** 2, 40 * service_time / (1 - load)


def spell(load, service_time, rate, requests):
    """Return (warm-up, end of what is measured, end of the run) in ms, for so many requests in all replications."""
    warm_up, rest = settling(load, service_time)
    end = warm_up + requests / REPLICATIONS / rate * 1_000
    return warm_up, end, end + rest


def rows_between(trace, start, end, caller="users"):
    """Return the rows of the calls by `caller` that started in that time."""
    first, last = bisect_left(trace.started, start), bisect_left(trace.started, end)
    if len(trace.links) == 1:
        return range(first, last)
    wanted = {number for number, link in enumerate(trace.links) if link[0] == caller}
    return [row for row, link in enumerate(trace.link[first:last], first) if link in wanted]


def queue_figures(trace, rows):
    """Return waits and times in a queue (means, and all in order) of calls that it took in, and shares refused and failed."""
    arrived, served, released, code = trace.arrived, trace.served, trace.released, trace.code
    taken = [row for row in rows if served[row] == served[row]]
    waits = sorted([served[row] - arrived[row] for row in taken])
    return {
        "wait": fmean(waits),
        "waits": array("d", waits),
        "lost": 1 - len(taken) / len(rows),
        "failed": sum(code[row] >= ERROR for row in rows) / len(rows),
        **time_figures([released[row] - arrived[row] for row in taken]),
    }


def time_figures(times):
    """Return the mean of these times and the times in order."""
    return {"sojourn": fmean(times), "times": array("d", sorted(times))}


def one_queue(load, requests, workers=1, work=None, timeout=None, propagate_deadlines=False, **service):
    """Return (rate, figures) of replications of one service with Poisson users, `requests` of them in all."""
    work = exponential(10) if work is None else work
    rate = load * workers * 1_000 / work.mean
    warm_up, end, until = spell(load, work.mean, rate, requests)

    def measure(seed):
        world = World(seed=seed, propagate_deadlines=propagate_deadlines)
        world.users(world.service("stock", workers=workers, work=work, **service), rate=rate, timeout=timeout)
        trace = world.run(until)
        return queue_figures(trace, rows_between(trace, warm_up, end))

    return rate, replicate(measure)
