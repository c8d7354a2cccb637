"""The simulation against theory, asking several at once: fork-join without queueing and with it, fan-out percentiles."""

from itertools import chain
from math import ceil, log
from statistics import fmean, stdev

import pytest

from sim import World, constant, exponential, lognormal, theory
from tests.replications import (
    REPLICATIONS,
    assert_percentile,
    assert_within,
    replicate,
    rows_between,
    spell,
    time_figures,
)

FORKS = {  # two queues, exact; by load: requests, and to what share of the mean they are enough
    0.5: (50_000, 0.06),
    0.8: (150_000, 0.12),
    0.9: (150_000, 0.27),
}


def fan(seed, parts, workers, work, rate):
    """Return a world whose shop asks so many parts at once for every request, and has no work and no bound of its own."""
    world = World(seed=seed)
    shop = world.service("shop", workers=100_000, work=constant(0))
    shop.calls_together(*(world.service(f"part {number}", workers, work) for number in range(parts)))
    world.users(shop, rate=rate)
    return world


def times_of(trace, rows):
    return [trace.ended[row] - trace.started[row] for row in rows]


@pytest.fixture(scope="module", params=[2, 10, 40])
def unqueued(request):
    """Exponential parts with a worker for everybody: there is no queueing, so that no load matters."""
    parts = request.param
    end = {2: 4_000, 10: 1_500, 40: 600}[parts]

    def measure(seed):
        trace = fan(seed, parts, 10_000, exponential(10), rate=400).run(end + 500)
        return time_figures(times_of(trace, rows_between(trace, 0, end)))

    return parts, replicate(measure)


def test_slowest_of_n_takes_a_harmonic_number_of_times(unqueued):
    parts, figures = unqueued
    assert_within(figures["sojourn"], theory.slowest_mean(10, parts), 0.02)


@pytest.mark.parametrize("q", [95, 99])
def test_percentile_of_the_slowest_of_n(unqueued, q):
    parts, figures = unqueued
    assert_percentile(figures["times"], q, theory.slowest_percentile(10, parts, q), 0.06 if q == 95 else 0.1)


def test_share_of_requests_that_meet_a_slow_part(unqueued):
    parts, figures = unqueued
    slow = 10 * log(100)  # one answer in a hundred takes longer
    shares = [sum(time > slow for time in times) / len(times) for times in figures["times"]]
    assert_within(shares, theory.share_with_slow_part(0.01, parts), 0.25)


@pytest.mark.parametrize("parts", [2, 10, 40])
def test_parts_must_meet_a_higher_percentile_than_the_whole_whatever_their_distribution(parts):
    end = {2: 2_500, 10: 1_000, 40: 400}[parts]

    def measure(seed):
        trace = fan(seed, parts, 10_000, lognormal(10, 1), rate=400).run(end + 2_000)
        return {caller: times_of(trace, rows_between(trace, 0, end, caller)) for caller in ("users", "shop")}

    figures = replicate(measure)
    times = sorted(chain.from_iterable(figures["shop"]))
    needed = times[ceil(len(times) * theory.part_percentile(95, parts) / 100) - 1]
    assert_within([sum(time <= needed for time in whole) / len(whole) for whole in figures["users"]], 0.95, 0.03)


@pytest.mark.parametrize("load", FORKS)
def test_mean_time_of_two_queues_that_must_both_answer(load):
    requests, precision = FORKS[load]
    rate = load * 100
    assert_within(fork_times(2, load, requests), theory.fork_join_sojourn(rate, 10, 2), precision)


@pytest.mark.parametrize("parts, load", [(4, 0.5), (8, 0.5)])
def test_mean_time_of_more_queues_is_within_5_percent_of_the_approximation(parts, load):
    times = fork_times(parts, load, 30_000)
    expected = theory.fork_join_sojourn(load * 100, 10, parts)
    allowed = 4 * stdev(times) / REPLICATIONS**0.5
    assert allowed < 0.1 * expected
    assert abs(fmean(times) - expected) < 0.05 * expected + allowed


def fork_times(parts, load, requests):
    """Return the mean times of requests of which each of `parts` single workers gets a piece."""
    rate = load * 100
    warm_up, end, until = spell(load, 10, rate, requests)

    def measure(seed):
        trace = fan(seed, parts, 1, exponential(10), rate).run(until)
        return {"time": fmean(times_of(trace, rows_between(trace, warm_up, end)))}

    return replicate(measure)["time"]
