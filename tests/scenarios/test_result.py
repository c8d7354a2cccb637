"""What a scenario gives back, and how its run is made."""

import pytest

from sim import World, constant
from sim.scenarios.result import Result, scenario


def build(rate, until=1_000, **details):
    world = World()
    load = world.users(world.service("stock", workers=1, work=constant(1)), rate=rate, arrivals="constant")
    return Result(world, until, lambda result: f"{len(result.trace)} tries.", every=100, load=load, **details)


def turn(result, params):
    result.details["load"].rate = params["rate"]


@scenario(turn)
def run(*, rate=10, seed=1):
    """Run it."""
    return build(rate)


def test_run_gives_a_finished_result():
    result = run()
    assert result.finished and result.now == result.until == 1_000
    assert len(result.trace) == 9 and result.sentence == "9 tries."
    assert result.watch.times[-1] == 1_000


def test_start_gives_it_before_its_first_millisecond():
    result = run.start(rate=20)
    assert result.now == 0 and not result.finished and len(result.trace) == 0
    assert result.advance(500.5) is result and result.now == 500.5
    assert len(result.trace) == 10 and not result.finished


def test_result_may_go_on_past_its_end():
    result = run().advance(1_000)
    assert result.now == 2_000 and result.finished and len(result.trace) == 19


def test_turn_takes_effect_and_is_noted():
    result = run.start()
    result.advance(550)
    assert run.turn(result, rate=100) is None
    result.advance(450)
    assert result.params == {"rate": 100, "seed": 1}
    assert [span.started for span in result.trace.spans()][5:7] == [600, 610]


def test_refused_turn_is_not_noted():
    result = run.start()
    with pytest.raises(ValueError, match="rate must be more than 0 and at most 1000000000, got -1"):
        run.turn(result, rate=-1)
    assert result.params["rate"] == 10


def test_run_keeps_its_name_its_words_and_its_defaults():
    assert (run.__name__, run.__doc__) == ("run", "Run it.")
    assert run.defaults == {"rate": 10, "seed": 1}


def test_other_worlds_run_along():
    other = World()
    stock = other.service("stock", workers=1, work=constant(1))
    other.users(stock, rate=10, arrivals="constant")
    result = build(10, others={"without": other})
    result.advance(1_000)
    assert other.now == 1_000 and result.others["without"].times == result.watch.times


def test_result_shows_its_sentence():
    assert repr(run()) == "<Result: 9 tries.>"


@pytest.mark.parametrize("by", [-1, float("nan"), float("inf"), "5"])
def test_result_goes_forward_by_an_amount_of_time(by):
    with pytest.raises((ValueError, TypeError), match="by must be"):
        run.start().advance(by)
