"""Figures from a trace: counted by hand on a small story."""

from math import isnan, nan

import pytest

from sim import (
    Retry,
    World,
    attempt_rate,
    attempts,
    availability,
    constant,
    fixed,
    goodput,
    latencies,
    mean_latency,
    outcomes,
    percentile,
)
from sim.metrics import busy_workers, queue_length
from sim.trace import OUTCOMES


@pytest.fixture(scope="module")
def story():
    """Ten requests a second, at 100, 200, … ms, each 20 ms of work in a stock that the shop asks (up to twice).

    From 450 to 750 ms the stock is down: the requests of 500, 600 and 700 fail; that of 700 is tried again at 760.
    """
    world = World()
    stock = world.service("stock", workers=1, work=constant(20))
    shop = world.service("shop", workers=9, work=constant(0))
    shop.calls(stock, retry=Retry(attempts=2, backoff=fixed(60)))
    world.users(shop, rate=10, arrivals="constant")
    world.fault(stock, start=450, end=750, down=True)
    return world.run(1_010)


def counts(**known):
    return dict.fromkeys(OUTCOMES, 0) | known


def test_outcomes_count_whole_requests(story):
    assert outcomes(story, "shop") == {**counts(ok=7, error=2), "in flight": 1}
    assert outcomes(story, "stock") == {**counts(ok=7, error=2), "in flight": 1}


def test_outcomes_have_a_count_for_every_outcome(story):
    assert list(outcomes(story, "shop")) == list(OUTCOMES)


@pytest.mark.parametrize(
    "window, expected",
    [
        ({"end": 500}, {"ok": 4}),
        ({"end": 501}, {"ok": 4, "in flight": 1}),
        ({"start": 500, "end": 721}, {"error": 2, "in flight": 1}),
        ({"start": 120, "end": 220}, {"ok": 1, "in flight": 1}),
        ({"start": 120, "end": 220.001}, {"ok": 2}),
        ({"start": 780, "end": 781}, {"ok": 1}),
    ],
)
def test_request_belongs_to_the_window_in_which_it_ended(story, window, expected):
    assert outcomes(story, "shop", **window) == counts() | expected


def test_availability_is_the_good_share_of_the_ended(story):
    assert availability(story, "shop") == 7 / 9
    assert availability(story, "shop", start=450, end=700) == 0
    assert isnan(availability(story, "shop", end=110))


def test_latency_runs_from_the_first_try_to_the_answer(story):
    assert latencies(story, "stock") == [20, 20, 20, 20, 80, 20, 20]
    assert latencies(story, "stock", start=700, end=800) == [80]


def test_percentile_is_the_nearest_rank(story):
    assert [percentile(story, "stock", q) for q in (0, 50, 85.7, 86, 100)] == [20, 20, 20, 80, 80]
    assert isnan(percentile(story, "stock", 50, end=100))


@pytest.mark.parametrize("q", [-1, 100.1, nan])
def test_percentile_is_of_a_hundred(story, q):
    with pytest.raises(ValueError, match="q must be"):
        percentile(story, "stock", q)


def test_mean_latency_is_over_those_who_were_answered(story):
    assert mean_latency(story, "stock") == 200 / 7
    assert isnan(mean_latency(story, "stock", end=100))


def test_attempts_are_tries_per_request(story):
    assert attempts(story, "stock") == 13 / 10
    assert attempts(story, "stock", end=450) == 1.0
    assert isnan(attempts(story, "stock", end=50))


def test_rates_are_per_second_of_the_window(story):
    assert attempt_rate(story, "stock", start=450, end=750) == 5 / 0.3
    assert goodput(story, "shop", start=450, end=950) == 3 / 0.5
    assert goodput(story, "shop", start=0, end=1_000) == 7
    assert isnan(goodput(story, "shop", start=500, end=500))


def test_rate_without_an_end_goes_to_the_last_try(story):
    assert attempt_rate(story, "stock") == 13 / 1.0


def test_figures_can_be_narrowed_to_one_caller():
    world = World()
    stock = world.service("stock", workers=1, work=constant(1))
    for name, failing in (("a", False), ("b", True)):
        shop = world.service(name, workers=1, work=constant(0))
        shop.calls(stock)
        shop.down = failing
        world.users(shop, rate=10, arrivals="constant")
    world.users(stock, rate=20, arrivals="constant")
    trace = world.run(1_010)
    assert sum(outcomes(trace, "stock").values()) == 30
    assert sum(outcomes(trace, "stock", caller="a").values()) == 10
    assert sum(outcomes(trace, "stock", caller="users").values()) == 20
    assert availability(trace, "b", caller="users") == 0


def test_figures_of_an_unknown_service_are_refused(story):
    for figure in (outcomes, availability, latencies, attempts, goodput):
        with pytest.raises(ValueError, match=r"service must be one of \['shop', 'stock'\], got 'stok'"):
            figure(story, "stok")
    with pytest.raises(ValueError, match="caller must be one of"):
        outcomes(story, "stock", caller="stock")


def overloaded(**settings):
    """A stock of two workers, 100 ms of work, asked at 10, 20, … ms."""
    world = World()
    stock = world.service("stock", workers=2, work=constant(100), **settings)
    world.users(stock, rate=100, arrivals="constant")
    return world, stock


def test_queue_and_workers_are_as_seen_just_before_each_time():
    world, _ = overloaded()
    trace = world.run(200)
    times = [10, 15, 20, 25, 30, 31, 110, 115, 200]
    assert busy_workers(trace, "stock", times) == [0, 1, 1, 2, 2, 2, 2, 2, 2]
    assert queue_length(trace, "stock", times) == [0, 0, 0, 0, 0, 1, 8, 8, 15]


def test_gauges_of_the_trace_are_those_of_the_running_world():
    world, stock = overloaded(queue=7)
    stock.hang = 0.3
    times, waiting, busy = [], [], []
    for _ in range(200):
        world.advance(3.7)
        times.append(world.now)
        waiting.append(len(stock.waiting))
        busy.append(stock.busy)
    assert queue_length(world.trace, "stock", times) == waiting
    assert busy_workers(world.trace, "stock", times) == busy


def test_call_that_was_turned_away_never_waited_though_its_caller_never_heard_of_it():
    world = World()
    stock = world.service("stock", workers=1, work=constant(1_000), queue=0)
    world.users(stock, rate=10, arrivals="constant", timeout=15, network=constant(10))  # the answer would take 20 ms
    world.run(1_000)
    assert outcomes(world.trace, "stock")["timeout"] == 9
    assert queue_length(world.trace, "stock", [500, 1_000]) == [0, 0]


def test_call_turned_away_whose_answer_is_still_on_its_way_does_not_wait():
    world = World()
    stock = world.service("stock", workers=1, work=constant(1_000))
    stock.down = True
    world.users(stock, rate=10, arrivals="constant", network=constant(60))
    world.run(190)
    assert queue_length(world.trace, "stock", [190]) == [0]


def test_call_dropped_for_its_deadline_stops_waiting_then():
    world = World(propagate_deadlines=True)
    stock = world.service("stock", workers=1, work=constant(95))
    world.users(stock, rate=100, arrivals="constant", timeout=20)
    world.run(104)
    assert len(stock.waiting) == 9 == queue_length(world.trace, "stock", [104])[0]
    world.run(106)
    assert len(stock.waiting) == 1 == queue_length(world.trace, "stock", [106])[0]
