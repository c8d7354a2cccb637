"""Users: an open loop that comes whatever happens, and a closed one that waits."""

from math import sqrt
from statistics import fmean

import pytest

from sim import World, constant, exponential, goodput, mean_latency
from tests.laws import check_all, rows


def starts(rate, arrivals="poisson", until=10_000, seed=1, **service):
    world = World(seed=seed)
    stock = world.service("stock", **{"workers": 8, "work": exponential(10)} | service)
    world.users(stock, rate=rate, arrivals=arrivals)
    return [span.started for span in rows(world.run(until), "stock")]


def test_constant_arrivals_come_after_equal_gaps_the_first_after_one():
    assert starts(4, "constant", until=1_001) == [250, 500, 750, 1_000]


def test_poisson_arrivals_come_at_their_rate():
    times = starts(100, until=100_000)
    assert abs(len(times) - 10_000) <= 4 * sqrt(10_000)


def test_gaps_of_poisson_arrivals_are_exponential_and_independent():
    times = [0.0, *starts(100, until=100_000)]
    gaps = [b - a for a, b in zip(times, times[1:])]
    mean = fmean(gaps)
    for share, beyond in ((1, 0.36788), (2, 0.13534), (0.1, 0.90484)):
        part = sum(gap > share * mean for gap in gaps) / len(gaps)
        assert abs(part - beyond) <= 4 * sqrt(beyond * (1 - beyond) / len(gaps))
    together = fmean((a - mean) * (b - mean) for a, b in zip(gaps, gaps[1:])) / mean**2
    assert abs(together) <= 4 / sqrt(len(gaps))


def test_open_loop_comes_whatever_happens_to_the_service():
    assert starts(50) == starts(50, workers=1, work=constant(5_000)) == starts(50, queue=0)


def test_arrivals_at_twice_the_rate_are_the_same_luck_in_half_the_time():
    slow, fast = starts(50), starts(100)
    assert fast[: len(slow)] == pytest.approx([time / 2 for time in slow])


def test_another_rate_holds_from_the_next_gap_on():
    world = World()
    load = world.users(world.service("stock", workers=1, work=constant(1)), rate=10, arrivals="constant")
    world.run(250)
    load.rate = 100
    assert [span.started for span in rows(world.run(321), "stock")] == [100, 200, 300, 310, 320]
    assert load.rate == 100


def test_two_loads_on_one_service_have_luck_of_their_own():
    world = World()
    stock = world.service("stock", workers=1, work=constant(1))
    world.users(stock, rate=10)
    alone = starts(10)
    world.users(stock, rate=10)
    times = [span.started for span in rows(world.run(10_000), "stock")]
    assert set(alone) < set(times) and len(times) == len(set(times)) > 1.5 * len(alone)


def test_load_can_be_started_later():
    world = World()
    stock = world.service("stock", workers=1, work=constant(1))
    world.run(5_000)
    world.users(stock, rate=1, arrivals="constant")
    assert [span.started for span in rows(world.run(7_500), "stock")] == [6_000, 7_000]


def test_session_asks_waits_thinks_and_asks_again():
    world = World()
    stock = world.service("stock", workers=1, work=constant(50))
    world.sessions(stock, n=1, think=constant(200))
    assert [(span.started, span.ended) for span in rows(world.run(800), "stock")] == [(200, 250), (450, 500), (700, 750)]


def test_session_whose_patience_ends_thinks_and_asks_again():
    world = World()
    stock = world.service("stock", workers=1, work=constant(5_000))
    world.sessions(stock, n=1, think=constant(200), timeout=100)
    spans = rows(world.run(1_000), "stock")
    assert [(span.started, span.ended, span.outcome) for span in spans[:2]] == [(200, 300, "timeout"), (500, 600, "timeout")]


def test_closed_loop_never_has_more_requests_out_than_users():
    world = World()
    stock = world.service("stock", workers=2, work=exponential(50))
    load = world.sessions(stock, n=7, think=exponential(10))
    for _ in range(200):
        world.advance(25)
        assert load.call.begun - sum(load.call.counts) <= 7
        assert stock.busy + len(stock.waiting) <= 7


@pytest.mark.parametrize("n, workers, think", [(1, 1, 100), (10, 1, 1_000), (60, 1, 1_000), (25, 4, 300)])
def test_response_time_law_of_the_closed_loop(n, workers, think):
    world = World(seed=n)
    stock = world.service("stock", workers=workers, work=exponential(40))
    world.sessions(stock, n=n, think=constant(think))
    trace = world.run(300_000)
    throughput = goodput(trace, "stock", start=10_000, end=300_000) / 1_000
    response = mean_latency(trace, "stock", start=10_000, end=300_000)
    assert throughput == pytest.approx(n / (response + think), rel=0.01)


def test_closed_loop_gives_way_where_an_open_one_would_pile_up():
    world = World()
    stock = world.service("stock", workers=1, work=constant(100))
    world.sessions(stock, n=5, think=constant(100))
    trace = world.run(20_000)
    assert goodput(trace, "stock", start=5_000, end=20_000) == pytest.approx(10, rel=0.01)
    assert max(span.ended - span.started for span in rows(trace, "stock") if span.outcome == "ok") <= 500


def test_users_of_a_closed_loop_do_not_think_in_step():
    world = World()
    world.sessions(world.service("stock", workers=9, work=constant(1)), n=9, think=exponential(100))
    first = [span.started for span in rows(world.run(50), "stock")]
    assert len(set(first)) == len(first) > 1


def test_every_law_holds_in_a_closed_loop():
    world = World()
    stock = world.service("stock", workers=2, work=exponential(50), queue=3)
    world.sessions(stock, n=9, think=exponential(60), timeout=120)
    check_all(world, 10_000)
