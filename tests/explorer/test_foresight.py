"""Runs that are done before the hand asks for them, and those that are remembered."""

import asyncio

import pytest

from sim.explorer import foresight as module
from sim.explorer.controls import Control
from sim.explorer.foresight import MOST, Foresight
from sim.knobs import Choice, Slider, Switch
from tests import toy


def prepared(foresight, *wishes, wanted=lambda: True):
    asyncio.run(foresight.prepare([toy.run.defaults | wish for wish in wishes], wanted))


def slices(foresight, **params):
    return foresight.slices(toy.run.defaults | params)


@pytest.fixture
def toys(monkeypatch):
    """A foresight over the toy scenario, without the rest before it begins."""
    monkeypatch.setattr(module, "REST", 0)
    monkeypatch.setattr(toy.run, "defaults", toy.run().params, raising=False)
    return Foresight(toy.run)


def test_a_foreseen_run_is_done_when_it_is_asked_for_and_is_the_same_run(toys):
    prepared(toys, {"level": 3}, {"level": 4})
    for level in (3, 4):
        assert slices(toys, level=level).finished
        assert slices(toys, level=level).result == toy.run(level=level)
    assert not slices(toys, level=2).finished


def test_nothing_is_foreseen_once_it_is_no_longer_wanted(toys):
    prepared(toys, {"level": 3}, wanted=lambda: False)
    assert slices(toys, level=3).result.now == 0


def test_a_run_that_was_begun_goes_on_where_it_stopped(toys):
    looks = iter([True, True, True])
    prepared(toys, {"level": 3, "cost": 5}, wanted=lambda: next(looks, False))
    begun = slices(toys, level=3, cost=5)
    assert 0 < begun.result.now < begun.result.until
    begun.advance(10)
    assert begun.finished and begun.result == toy.run(level=3, cost=5)


def test_a_run_that_fails_is_told_when_the_hand_gets_there(toys):
    prepared(toys, {"level": 10}, {"fault": "run"}, {"level": 2})
    assert slices(toys, level=2).finished
    with pytest.raises(ValueError, match="at most 8"):
        slices(toys, level=10)
    assert slices(toys, fault="run").result.now == 0


def test_a_run_that_is_too_dear_is_left_alone(toys, monkeypatch):
    monkeypatch.setattr(module, "DEAR", 0.01)
    prepared(toys, {"cost": 40})
    assert not slices(toys, cost=40).finished


def test_only_so_many_runs_are_remembered_the_oldest_go_first(toys):
    first = slices(toys, seed=0)
    for seed in range(1, MOST):
        slices(toys, seed=seed)
    assert slices(toys, seed=0) is first  # and is the newest now
    second = slices(toys, seed=1)
    slices(toys, seed=MOST)
    slices(toys, seed=MOST + 1)
    assert slices(toys, seed=0) is first and slices(toys, seed=1) is second
    assert len(toys._runs) == MOST


def test_settings_that_cannot_be_compared_and_plain_functions_are_run_anew():
    plain = Foresight(lambda **params: dict(params))
    assert plain.slices({"a": 1}) is not plain.slices({"a": 1})
    asyncio.run(plain.prepare([{"a": 2}], lambda: True))
    listed = Foresight(toy.run)
    params = toy.run().params | {"side": ["upper"]}
    assert listed.slices(params) is not listed.slices(params)


def test_a_control_is_likely_to_go_on_in_the_same_way_or_back():
    slider = Control("level", Slider(5, 0, 9, 1, "Level"))
    assert slider.nearby() == [6, 4]
    slider.widget.value = 4
    slider.see(5)
    assert slider.nearby() == [3, 5]
    slider.widget.value = 0
    assert slider.nearby() == [1]
    assert Control("side", Choice("upper", ["upper", "lower"], "Side")).nearby() == ["lower"]
    assert Control("bound", Switch(True, "Bound")).nearby() == [False]
