"""The example of Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021, on the plain engine.

One server of 300/s, a load of 280/s, a patience of 1 s and one retry. A pause of 10 s tips it over for good.
"""

from functools import cache

import pytest

from sim import Retry, World, attempt_rate, exponential, goodput, theory

CAPACITY, LOAD, PATIENCE, START = 300, 280, 1_000, 5_000
SEEDS = range(1, 6)
ONE_RETRY = Retry(attempts=2)


@cache
def storm(seed, until, pause=10_000, retry=ONE_RETRY, deadlines=False, lighter=None, lighter_at=30_000, **server):
    """Return the trace of the example (s: `until`) and when its pause was over (ms)."""
    world = World(seed=seed, propagate_deadlines=deadlines)
    service = world.service("server", workers=1, work=exponential(1_000 / CAPACITY), **server)
    load = world.users(service, rate=LOAD, timeout=PATIENCE, retry=retry)
    world.fault(service, start=START, end=START + pause, pause=True)
    if lighter:
        world.run(lighter_at)
        load.rate = lighter
    return world.run(until), START + pause


def good(trace, start, end):
    return goodput(trace, "server", start=start, end=end)


def asked(trace, start, end):
    return attempt_rate(trace, "server", start=start, end=end)


def test_before_the_pause_all_is_well():
    trace, _ = storm(1, 265_000)
    assert good(trace, 0, START) == pytest.approx(LOAD, rel=0.1)
    assert asked(trace, 0, START) == pytest.approx(LOAD, rel=0.1)


@pytest.mark.parametrize("seed", SEEDS)
def test_ten_seconds_of_pause_leave_a_storm_that_feeds_itself(seed):
    trace, over = storm(seed, 265_000)
    start, end = over + 50_000, 265_000  # 200 s, so that the noise of the arrivals is some 2.4/s (one standard deviation)
    assert asked(trace, start, end) >= 550
    assert good(trace, start, end) < 0.01 * LOAD
    minute = over + 60_000
    assert good(trace, minute, minute + 20_000) < 0.01 * LOAD


@pytest.mark.parametrize("seed", SEEDS)
def test_half_a_second_of_pause_heals(seed):
    trace, over = storm(seed, 65_000, pause=500)
    assert good(trace, over + 10_000, 65_000) == pytest.approx(LOAD, rel=0.05)
    assert asked(trace, over + 10_000, 65_000) == pytest.approx(LOAD, rel=0.05)


@pytest.mark.parametrize("server", [{"order": "lifo"}, {"queue": 150}], ids=str)
@pytest.mark.parametrize("seed", SEEDS)
def test_newest_first_or_a_bounded_queue_is_back_at_the_load_within_seconds(server, seed):
    trace, over = storm(seed, 60_000, **server)
    assert good(trace, over + 3_000, over + 8_000) > 0.9 * LOAD
    assert good(trace, over + 8_000, 60_000) == pytest.approx(LOAD, rel=0.07)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_retry_budget_of_a_tenth_alone_does_not_help(seed):
    trace, over = storm(seed, 300_000, retry=Retry(attempts=2, budget=0.1))
    assert good(trace, over + 60_000, 300_000) < 0.01 * LOAD
    assert asked(trace, over + 60_000, 300_000) == pytest.approx(1.1 * LOAD, rel=0.03)
    assert 1.1 * LOAD > CAPACITY


@pytest.mark.parametrize("seed", SEEDS)
def test_work_for_the_living_only_comes_back_within_half_a_minute(seed):
    trace, over = storm(seed, 120_000, deadlines=True)
    assert good(trace, over, over + 3_000) < 0.85 * LOAD  # at first everybody is served at the last moment, or just too late
    assert asked(trace, over, over + 3_000) > CAPACITY
    assert good(trace, over + 30_000, 120_000) == pytest.approx(LOAD, rel=0.05)
    assert asked(trace, over + 30_000, 120_000) == pytest.approx(LOAD, rel=0.05)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_retries_goodput_is_nothing_until_the_backlog_has_drained(seed):
    trace, over = storm(seed, 300_000, retry=None)
    drained = over + theory.drain_time(LOAD, CAPACITY, 10_000)
    assert drained - over == pytest.approx(140_000)
    assert good(trace, over + 2_000, drained - 60_000) < 0.01 * LOAD
    assert good(trace, drained + 60_000, 300_000) == pytest.approx(LOAD, rel=0.05)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_load_cut_to_more_than_half_the_capacity_never_comes_back(seed):
    trace, _ = storm(seed, 400_000, lighter=160)
    assert good(trace, 60_000, 400_000) < 0.01 * 160
    assert asked(trace, 60_000, 400_000) == pytest.approx(320, rel=0.03)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_load_cut_to_less_than_half_the_capacity_comes_back_after_minutes(seed):
    trace, _ = storm(seed, 900_000, lighter=140)
    assert good(trace, 60_000, 180_000) < 0.01 * 140
    assert good(trace, 840_000, 900_000) == pytest.approx(140, rel=0.07)


def test_storm_begins_near_the_pause_that_the_estimate_gives():
    tipping = theory.tipping_pause(LOAD, CAPACITY, PATIENCE)
    after = {}
    for share in (0.7, 1.3):
        after[share] = [good(storm(seed, 90_000, pause=share * tipping)[0], 60_000, 90_000) / LOAD for seed in SEEDS]
    assert min(after[0.7]) > 0.9 and max(after[1.3]) < 0.1


def test_below_the_vulnerable_band_the_same_pause_heals():
    low, _ = theory.vulnerable_band(CAPACITY, 2)
    world = World()
    server = world.service("server", workers=1, work=exponential(1_000 / CAPACITY))
    world.users(server, rate=0.5 * low, timeout=PATIENCE, retry=Retry(attempts=2))
    world.fault(server, start=START, end=START + 10_000, pause=True)
    assert good(world.run(60_000), 40_000, 60_000) == pytest.approx(0.5 * low, rel=0.1)
