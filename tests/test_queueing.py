"""The simulation against queueing theory, one worker: M/M/1 at three loads, and what holds exactly in any order."""

import pytest

from sim import World, exponential, theory
from tests.laws import check_little, watch_every_instant
from tests.replications import assert_percentile, assert_within, one_queue

PRECISION = {  # by load: requests, and to what share of each figure they are enough
    0.5: (200_000, {"wait": 0.08, "sojourn": 0.05, 95: 0.07, 99: 0.1}),
    0.8: (600_000, {"wait": 0.08, "sojourn": 0.07, 95: 0.12, 99: 0.16}),
    0.9: (1_000_000, {"wait": 0.13, "sojourn": 0.12, 95: 0.2, 99: 0.3}),
}


@pytest.fixture(scope="module", params=PRECISION)
def mm1(request):
    requests, precision = PRECISION[request.param]
    return *one_queue(request.param, requests), precision


def test_mean_wait_of_mm1(mm1):
    rate, figures, precision = mm1
    assert_within(figures["wait"], theory.mm1_wait(rate, 10), precision["wait"])


def test_mean_sojourn_of_mm1(mm1):
    rate, figures, precision = mm1
    assert_within(figures["sojourn"], theory.mm1_sojourn(rate, 10), precision["sojourn"])


@pytest.mark.parametrize("q", [95, 99])
def test_percentile_of_mm1(mm1, q):
    rate, figures, precision = mm1
    assert_percentile(figures["times"], q, theory.mm1_percentile(rate, 10, q), precision[q])


@pytest.mark.soak
def test_mean_wait_and_percentiles_of_a_busy_mm1_to_a_twentieth():
    rate, figures = one_queue(0.9, 6_000_000)
    assert_within(figures["wait"], theory.mm1_wait(rate, 10), 0.05)
    assert_within(figures["sojourn"], theory.mm1_sojourn(rate, 10), 0.05)
    assert_percentile(figures["times"], 95, theory.mm1_percentile(rate, 10, 95), 0.08)
    assert_percentile(figures["times"], 99, theory.mm1_percentile(rate, 10, 99), 0.1)


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
