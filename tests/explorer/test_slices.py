import pytest

from sim.explorer.slices import Slices
from tests import toy


class Wall:
    """A wall clock that a run moves on: `cost(now)` s for every ms of simulated time."""

    def __init__(self, cost):
        self.time, self.cost = 0.0, cost

    def __call__(self):
        return self.time


class Run:
    """A run of 10 s that does nothing but take time."""

    def __init__(self, wall):
        self.wall, self.calls = wall, []

    def start(self):
        self.now, self.until = 0.0, 10_000.0
        return self

    @property
    def finished(self):
        return self.now >= self.until

    def advance(self, by):
        self.calls.append(by)
        self.wall.time += by * self.wall.cost(self.now)
        self.now += by


def sliced(cost):
    wall = Wall(cost)
    run = Run(wall)
    return wall, run, Slices(run, {}, clock=wall)


def test_a_slice_takes_about_its_budget_whatever_the_run_costs():
    for cost in (1e-6, 1e-5, 1e-4, 1e-3):
        wall, run, slices = sliced(lambda now, cost=cost: cost)
        slices.advance(0.05)  # finds out the speed
        while not slices.finished:
            began = wall.time
            slices.advance(0.02)
            assert wall.time - began < 0.025
            assert wall.time - began > 0.015 or slices.finished


def test_a_run_that_becomes_ten_times_as_dear_overshoots_once_only():
    wall, run, slices = sliced(lambda now: 1e-5 if now < 5_000 else 1e-4)
    over = 0
    while not slices.finished:
        began = wall.time
        slices.advance(0.02)
        over += wall.time - began > 0.03
    assert over <= 1 and run.now == run.until


def test_what_is_left_is_told_from_what_was_needed():
    wall, run, slices = sliced(lambda now: 1e-5)
    assert slices.left() == float("inf")
    slices.advance(0.02)
    assert slices.left() == pytest.approx((run.until - run.now) * 1e-5)
    slices.advance(1)
    assert slices.finished and slices.left() == 0


def test_slices_make_the_same_result_as_one_run():
    slices = Slices(toy.run, {"level": 3, "cost": 5})
    while not slices.finished:
        slices.advance(0.003)
    assert slices.result == toy.run(level=3, cost=5)


def test_a_run_without_start_is_whole_at_once():
    slices = Slices(lambda: toy.Nothing(), {})
    assert slices.finished and slices.left() == 0
    slices.advance(1)


def test_live_goes_on_past_the_end():
    wall, run, slices = sliced(lambda now: 1e-6)
    slices.live(1, 25_000)
    assert run.now == 25_000


def test_a_run_that_stands_still_is_not_waited_for():
    class Stuck(Run):
        def advance(self, by):
            pass

    with pytest.raises(RuntimeError, match="stands still at 0 ms"):
        Slices(Stuck(Wall(None)), {}).advance(1)
