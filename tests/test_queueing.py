"""The simulation against queueing theory: within 4 standard errors over independent replications, the warm-up dropped."""

from math import sqrt
from statistics import fmean, stdev

import pytest

from sim import Retry, World, attempts, availability, constant, exponential, latencies, lognormal, percentile, theory
from tests.laws import check_little, rows, watch_every_instant

REPLICATIONS = 20


def replications(figure, rate, until, warm_up, seeds=REPLICATIONS, **service):
    """Return `figure(trace, warm_up)` of so many independent worlds of one service with Poisson users."""
    values = []
    for seed in range(seeds):
        world = World(seed=seed)
        world.users(world.service("stock", **service), rate=rate)
        values.append(figure(world.run(until), warm_up))
    return values


def assert_within(values, expected, precision):
    """The mean is within 4 standard errors of what is expected, and these are small enough for that to say something."""
    error = stdev(values) / sqrt(len(values))
    assert 4 * error < precision * expected, "the runs are too short for this precision"
    assert abs(fmean(values) - expected) <= 4 * error


def mean_sojourn(trace, warm_up):
    times = latencies(trace, "stock", start=warm_up)
    return sum(times) / len(times)


def mean_wait(trace, warm_up):
    waits = [served - arrived for served, arrived in zip(trace.served, trace.arrived) if arrived >= warm_up and served == served]
    return sum(waits) / len(waits)


@pytest.mark.parametrize("load, until", [(0.5, 150_000), (0.7, 400_000)])
def test_mean_sojourn_of_mm1(load, until):
    values = replications(mean_sojourn, rate=load * 100, until=until, warm_up=5_000, workers=1, work=exponential(10))
    assert_within(values, theory.mm1_sojourn(load * 100, 10), precision=0.05)


def test_95th_percentile_of_mm1():
    values = replications(
        lambda trace, warm_up: percentile(trace, "stock", 95, start=warm_up), rate=60, until=250_000, warm_up=5_000,
        workers=1, work=exponential(10),
    )  # fmt: skip
    assert_within(values, theory.mm1_percentile(60, 10, 95), precision=0.06)


@pytest.mark.parametrize("workers, load", [(2, 0.7), (8, 0.8)])
def test_mean_wait_of_mmc(workers, load):
    rate = load * workers * 100
    values = replications(mean_wait, rate=rate, until=20_000_000 / rate, warm_up=3_000, workers=workers, work=exponential(10))
    assert_within(values, theory.mmc_wait(rate, 10, workers), precision=0.2)


def test_mean_wait_of_mg1_grows_with_the_variation_of_work():
    rate, mean, cv = 60, 10, 1.5
    expected = rate / 1_000 * mean**2 * (1 + cv**2) / (2 * (1 - rate * mean / 1_000))  # Pollaczek and Khinchine
    values = replications(mean_wait, rate=rate, until=150_000, warm_up=5_000, workers=1, work=lognormal(mean, cv))
    assert_within(values, expected, precision=0.25)


def test_mean_wait_of_md1_is_half_that_of_mm1():
    values = replications(mean_wait, rate=70, until=60_000, warm_up=5_000, workers=1, work=constant(10))
    assert_within(values, (theory.mm1_sojourn(70, 10) - 10) / 2, precision=0.1)


def test_share_lost_without_a_queue_is_erlangs_b():
    lost = replications(
        lambda trace, warm_up: 1 - availability(trace, "stock", start=warm_up), rate=300, until=40_000, warm_up=1_000,
        workers=4, work=exponential(10), queue=0,
    )  # fmt: skip
    offered = 3.0
    terms = [1.0]
    for k in range(1, 5):
        terms.append(terms[-1] * offered / k)
    assert_within(lost, terms[-1] / sum(terms), precision=0.05)


def test_tandem_of_two_queues_takes_as_long_as_both():
    values = []
    for seed in range(REPLICATIONS):
        world = World(seed=seed)
        second = world.service("second", workers=1, work=exponential(6))
        first = world.service("stock", workers=1_000, work=exponential(10))
        first.calls(second)
        world.users(first, rate=80)
        values.append(mean_sojourn(world.run(60_000), 5_000))
    assert_within(values, 10 + theory.mm1_sojourn(80, 6), precision=0.05)


def test_request_that_needs_three_parts_is_as_available_as_their_product():
    values = []
    for seed in range(REPLICATIONS):
        world = World(seed=seed)
        shop = world.service("shop", workers=100, work=constant(0))
        for name, fail in (("a", 0.1), ("b", 0.05), ("c", 0.02)):
            part = world.service(name, workers=100, work=constant(0.1))
            part.fail = fail
            shop.calls(part)
        world.users(shop, rate=200)
        values.append(availability(world.run(20_000), "shop"))
    assert_within(values, theory.serial_availability([0.9, 0.95, 0.98]), precision=0.01)


@pytest.mark.parametrize("tries", [2, 4])
def test_retries_amplify_and_help_as_the_formulas_say(tries):
    made, good = [], []
    for seed in range(REPLICATIONS):
        world = World(seed=seed)
        stock = world.service("stock", workers=1_000, work=constant(0.1))
        stock.fail = 0.4
        world.users(stock, rate=200, retry=Retry(attempts=tries))
        trace = world.run(20_000)
        made.append(attempts(trace, "stock"))
        good.append(availability(trace, "stock"))
    assert_within(made, theory.tries_per_call(0.4, tries), precision=0.02)
    assert_within(good, theory.success_with_tries(0.4, tries), precision=0.02)


def test_three_layers_of_four_attempts_make_64():
    world = World()
    bottom, c, b, a = (world.service(name, workers=1_000, work=constant(0)) for name in ("bottom", "c", "b", "a"))
    bottom.down = True
    for caller, callee in ((c, bottom), (b, c), (a, b)):
        caller.calls(callee, retry=Retry(attempts=4))
    world.users(a, rate=1, arrivals="constant")
    assert len(rows(world.run(1_500), "bottom")) == theory.worst_amplification(4, 3) == 64


@pytest.mark.parametrize("order", ["fifo", "lifo"])
def test_littles_law_holds_to_the_last_digit(order):
    world = World(seed=3)
    stock = world.service("stock", workers=2, work=exponential(15), order=order, queue=40)
    world.users(stock, rate=120, timeout=100)
    waiting, busy = watch_every_instant(world, 20_000)
    check_little(world, waiting, busy)
    assert waiting["stock"] > 1_000


def test_work_done_is_the_same_in_either_order():
    done = {}
    for order in ("fifo", "lifo"):
        world = World(seed=3)
        world.users(world.service("stock", workers=1, work=exponential(10), order=order), rate=70)
        waiting, busy = watch_every_instant(world, 20_000)
        done[order] = (waiting["stock"], busy["stock"])
    assert done["fifo"] == pytest.approx(done["lifo"])
