"""One service in trouble for a while: by script or by hand."""

import pytest

from sim import World, constant
from sim.scenarios.trouble import TROUBLES, Trouble, fault_of, knobs
from tests.laws import rows

PARAMS = {"trouble": "slow", "slow": 10, "share": 0.5, "lasts": 2}


def in_trouble(until=10_000, **params):
    """Return a world with a stock that is in trouble from 1,000 ms on, asked every 100 ms, and the trouble."""
    world = World()
    stock = world.service("stock", workers=100, work=constant(1))
    world.users(stock, rate=10, arrivals="constant")
    return world, stock, Trouble([stock], PARAMS | params, start=1_000, until=until)


def times_in_trouble(world, until=6_000):
    spans = rows(world.run(until), "stock")
    bad = [span.started for span in spans if span.outcome != "ok" or span.ended - span.started > 1]
    return (min(bad), max(bad)) if bad else None


@pytest.mark.parametrize(
    "trouble, fault",
    [
        ("slow", {"slow": 10}),
        ("failing", {"fail": 0.5}),
        ("hanging", {"hang": 0.5}),
        ("down", {"down": True}),
        ("paused", {"pause": True}),
        ("none", {}),
    ],
)
def test_each_trouble_is_a_fault(trouble, fault):
    assert fault_of(PARAMS | {"trouble": trouble}) == fault


def test_trouble_lasts_as_long_as_it_is_said_to():
    world, _, trouble = in_trouble()
    assert trouble.window == (1_000, 3_000)
    assert times_in_trouble(world) == (1_000, 2_900)


def test_window_ends_with_the_run():
    assert in_trouble(until=2_500)[2].window == (1_000, 2_500)


def test_no_trouble_is_none():
    world, _, trouble = in_trouble(trouble="none")
    assert trouble.window is None and times_in_trouble(world) is None


def test_hand_ends_the_script_and_holds_from_then_on():
    world, stock, trouble = in_trouble()
    world.run(2_050)
    trouble.by_hand(PARAMS | {"trouble": "down"})
    assert trouble.window is None
    world.run(5_950)
    spans = [span for span in rows(world.trace, "stock") if span.started > 2_050]
    assert {span.outcome for span in spans} == {"error"}
    trouble.by_hand(PARAMS | {"trouble": "none"})
    world.run(7_950)
    assert {span.outcome for span in rows(world.trace, "stock") if span.started > 5_950} == {"ok"}


def test_script_that_was_overruled_before_it_began_does_not_begin():
    world, stock, trouble = in_trouble(trouble="down")
    world.run(500)
    trouble.by_hand(PARAMS | {"trouble": "none"})
    assert times_in_trouble(world) is None


def test_trouble_of_two_worlds_is_the_same():
    worlds = [World(), World()]
    stocks = [world.service("stock", workers=9, work=constant(1)) for world in worlds]
    Trouble(stocks, PARAMS | {"trouble": "down"}, start=1_000, until=10_000)
    for world, stock in zip(worlds, stocks):
        world.users(stock, rate=10, arrivals="constant")
        assert times_in_trouble(world) == (1_000, 2_900)


@pytest.mark.parametrize("wrong", [{"trouble": "tired"}, {"slow": 0.5}, {"share": 1.5}, {"lasts": 0}])
def test_trouble_that_makes_no_sense_is_refused(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=f"{name} must be"):
        in_trouble(**wrong)


def test_knobs_fit_their_troubles():
    assert set(knobs(20, 0.5, 10, 20)) == {"trouble", "slow", "share", "lasts"}
    assert [value for _, value in knobs(20, 0.5, 10, 20)["trouble"].pairs] == list(TROUBLES)
