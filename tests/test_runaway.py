"""Runs that would never end, or fill the memory, are stopped with advice, wherever they were started."""

import pytest

from sim import Retry, RunTooLong, World, constant, no_wait
from sim.explorer.words import sentence_of
from sim.limits import LAP
from sim.scenarios.result import Result
from sim.watch import Watch


def restless(**limits):
    """Return a world in which nothing takes any time."""
    world = World(**limits)
    stock = world.service("stock", workers=1, work=constant(0))
    world.sessions(stock, n=1, think=constant(0))
    return world


def crowded(**limits):
    """Return a world in which requests only pile up."""
    world = World(**limits)
    stock = world.service("stock", workers=1, work=constant(1))
    stock.pause = True
    world.users(stock, rate=1_000)
    return world


WAYS = [
    lambda world: world.run(1_000),
    lambda world: world.advance(1_000),
    lambda world: Result(world, 1_000, str).advance(1_000),
    lambda world: Watch(world, 10).run(1_000),
]


@pytest.mark.parametrize("go", WAYS)
def test_time_that_stands_still_is_noticed_within_a_million_events(go):
    world = restless()
    with pytest.raises(RunTooLong, match="stopped at 0 ms of .*: time stands still, .* Let something take time: the work"):
        go(world)
    assert world.clock.events <= 2 * LAP and len(world.trace) <= LAP


@pytest.mark.parametrize("go", WAYS)
def test_run_of_too_many_events_or_tries_is_stopped_whoever_started_it(go):
    with pytest.raises(RunTooLong, match="more than max_events=500 events"):
        go(crowded(max_events=500))
    world = crowded(max_tries=700)
    with pytest.raises(RunTooLong, match="stopped at .* ms: more than max_tries=700 tries"):
        go(world)
    assert len(world.trace) == 700


def test_world_that_was_stopped_stays_so_and_can_still_be_looked_at():
    world = crowded(max_tries=700)
    for _ in range(2):
        with pytest.raises(RunTooLong, match="max_tries=700"):
            world.run(10_000)
    assert len(world.trace) == 700 and world.services["stock"].busy == 0


def test_users_who_come_faster_than_the_float_can_tell_are_stopped():
    world = World()
    stock = world.service("stock", workers=1, work=constant(1))
    stock.down = True
    world.run(1e17)
    world.users(stock, rate=1_000, arrivals="constant")
    with pytest.raises(RunTooLong, match="time stands still"):
        world.run(2e17)


def test_stop_does_not_depend_on_how_the_run_was_sliced():
    ends = []
    for step in (100, 7):
        world = crowded(max_events=300)
        with pytest.raises(RunTooLong):
            while True:
                world.advance(step)
        ends.append((world.now, bytes(world.trace)))
    assert ends[0] == ends[1]


def test_explorer_puts_a_stopped_run_in_a_sentence():
    with pytest.raises(RunTooLong) as caught:
        crowded(max_events=500).run(1_000)
    sentence = sentence_of(caught.value, "run")
    assert sentence.startswith("These settings do not work together: stopped at") and "max_events=500" in sentence


def test_retries_without_end_or_wait_end():
    world = World()
    stock = world.service("stock", workers=1, work=constant(0))
    stock.down = True
    world.users(stock, rate=1, arrivals="constant", retry=Retry(attempts=1_000, backoff=no_wait()))
    assert len(world.run(10_500)) == 10_000
