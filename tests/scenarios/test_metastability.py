"""The storm as a scenario."""

import pytest

from sim.knobs import Choice, Slider, Switch
from sim.scenarios.metastability import KNOBS, PRESETS, run


def test_half_a_second_heals_and_says_so():
    assert run(pause=0.5).sentence.endswith("the system has healed.")


def test_storm_says_that_it_goes_on():
    assert "the pause has been over for 45 s, the storm has not" in run().sentence


def test_run_in_slices_is_the_run_in_one():
    result = run.start(pause=2, lasts=12)
    while not result.finished:
        result.advance(min(700, result.until - result.now))
    assert result.trace == run(pause=2, lasts=12).trace


def test_lighter_load_comes_at_its_time():
    result = run(pause=0, lighter=100, lighter_at=10, lasts=20)
    started = result.watch.started["users", "server"]
    halves = started[20] - started[0], started[40] - started[20]
    assert 2_500 < halves[0] < 3_100 and 800 < halves[1] < 1_200


def test_hand_on_the_knobs_holds_at_once():
    result = run.start(lasts=60).advance(20_000)
    run.turn(result, order="lifo", load=200)
    result.advance(10_000)
    assert result.world.services["server"].order == "lifo" and result.params["load"] == 200
    good = result.watch.answered["users", "server"]["ok"]
    assert good[-1] - good[40] > 0.9 * 200 * 10


def ends(knob):
    if isinstance(knob, Slider):
        return knob.low, knob.high
    return (False, True) if isinstance(knob, Switch) else [value for _, value in knob.pairs]


@pytest.mark.parametrize("name", KNOBS)
def test_both_ends_of_every_knob_run_and_have_words(name):
    assert isinstance(KNOBS[name], (Slider, Choice, Switch))
    for value in ends(KNOBS[name]):
        assert run(**{"lasts": 8, name: value}).sentence.endswith(".")


def test_knobs_begin_where_the_run_does_and_presets_are_within_them():
    assert {name: knob.value for name, knob in KNOBS.items()} == {name: run.defaults[name] for name in KNOBS}
    for preset in PRESETS.values():
        for name, value in preset.items():
            KNOBS[name].check(name, value)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"pause": -1}, "pause must be at least 0, got -1"),
        ({"load": 0}, "load must be positive, got 0"),
        ({"budget": 2}, "budget must be at least 0 and at most 1, got 2"),
        ({"order": "random"}, "order must be one of 'fifo', 'lifo', got 'random'"),
        ({"lasts": 5}, "lasts must be more than 5"),
        ({"attempts": 0}, "attempts must be at least 1, got 0"),
        ({"queue": -1}, "queue must be at least 0, got -1"),
    ],
)
def test_wrong_parameters_are_refused_in_words(wrong, words):
    with pytest.raises(ValueError, match=words):
        run(**wrong)
