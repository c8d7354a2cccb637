"""Services that are up and down in turn, by chance."""

from math import inf
from statistics import mean, stdev

import pytest

from sim import World, availability, constant, outcomes, theory
from sim.outages import Outages, mean_up


def one(seed=1, available=0.9, lasts=1_000, **settings):
    world = World(seed=seed)
    service = world.service("stock", workers=4, work=constant(1))
    return world, service, Outages(world, service, available, lasts, **settings)


def test_mean_time_up_makes_the_share_that_is_wanted():
    assert mean_up(0.75, 10) == pytest.approx(30) and mean_up(0, 10) == 0 and mean_up(1, 10) == inf
    assert mean_up(0.9, 10) / (mean_up(0.9, 10) + 10) == pytest.approx(0.9)


@pytest.mark.parametrize("available", [0.5, 0.9])
def test_share_of_time_up_and_its_spread_are_those_of_theory(available):
    shares = []
    for seed in range(60):
        world, _, outages = one(seed, available)
        world.run(100_000)
        shares.append(outages.share_up(100_000))
    assert abs(mean(shares) - available) < 4 * stdev(shares) / 60**0.5
    spread = theory.availability_spread([available], 1_000, 100_000)
    assert 0.63 < stdev(shares) / spread < 1.37  # a standard deviation of 60 runs is known to 9 %, four times that


def test_first_instant_is_like_any_other():
    out = sum(bool(one(seed, 0.7)[2].log) for seed in range(400))
    assert abs(out / 400 - 0.3) < 4 * (0.3 * 0.7 / 400) ** 0.5


def test_outages_last_as_long_as_wanted_on_average_and_half_of_them_much_shorter():
    world, _, outages = one(available=0.5, lasts=200)
    world.run(400_000)
    lengths = [end - start for start, end in outages.log[1:-1]]
    assert len(lengths) > 800 and abs(mean(lengths) - 200) < 4 * stdev(lengths) / len(lengths) ** 0.5
    assert sum(length < 200 for length in lengths) / len(lengths) == pytest.approx(0.632, abs=0.07)  # 1 - 1/e


def test_service_refuses_in_an_outage_and_works_outside_of_it():
    world, stock, outages = one(available=0.8)
    world.users(stock, rate=50)
    trace = world.run(60_000)
    for span in trace.spans():
        out = any(start <= span.arrived < end for start, end in outages.log)
        assert span.outcome in (("error",) if out else ("ok", "in flight"))
    assert availability(trace, "stock") == pytest.approx(outages.share_up(60_000), abs=0.03)


def test_pause_keeps_what_comes_until_the_outage_is_over():
    world, stock, outages = one(available=0.8, how="pause")
    world.users(stock, rate=50)
    counts = outcomes(world.run(60_000), "stock")
    assert outages.log and counts["error"] == 0 and counts["ok"] > 2_500


def test_services_with_the_same_stream_are_out_together_and_others_are_not():
    world = World(seed=1)
    logs = []
    for name, stream in (("a", "rack"), ("b", "rack"), ("c", None)):
        logs.append(Outages(world, world.service(name, workers=1, work=constant(1)), 0.5, 500, stream=stream).log)
    world.run(20_000)
    assert logs[0] == logs[1] != logs[2]


def test_always_up_and_never_up():
    for available in (1, 0):
        world, _, outages = one(available=available)
        world.run(50_000)
        assert outages.share_up(50_000) == available and len(outages.log) == 1 - available


def test_both_numbers_may_be_changed_while_the_world_runs():
    world, stock, outages = one(available=1)
    world.run(10_000)
    outages.available = 0
    world.run(11_000)
    assert outages.log == [(10_000, inf)] and outages.share_up(11_000) == pytest.approx(10 / 11)
    outages.available, outages.lasts = 1, 0.001
    world.run(12_000)
    assert outages.log[0][1] < 11_001 and len(outages.log) == 1 and not stock._down


def test_the_end_of_an_outage_that_lasts_is_not_known_yet():
    world, _, outages = one(available=0)
    world.run(5_000)
    assert outages.log == [(0, inf)] and outages.share_up(5_000) == 0 and "1 outages" in repr(outages)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"available": 1.1}, "available must be at least 0 and at most 1, got 1.1"),
        ({"available": True}, "available must be a number, got True"),
        ({"lasts": 0}, "lasts must be positive, got 0"),
        ({"how": "slow"}, "how must be one of 'down', 'pause', got 'slow'"),
    ],
)
def test_bad_outages_are_refused(settings, said):
    with pytest.raises((ValueError, TypeError), match=said):
        one(**settings)


def test_bad_changes_are_refused_and_the_share_is_of_time_that_was():
    world, _, outages = one()
    with pytest.raises(ValueError, match="available must be"):
        outages.available = -0.1
    with pytest.raises(ValueError, match="lasts must be positive"):
        outages.lasts = -1
    with pytest.raises(ValueError, match="until must be more than 0 and at most 0"):
        outages.share_up(10)
