"""Any value, any combination of knobs: a result with a sentence, or a refusal in words."""

import pytest

from sim.knobs import Choice, Slider, Switch
from sim.scenarios import circuit_breaker, metastability, partial_failures
from sim.watch import Watch
from tests.scenarios.corners import ends, pairs_of_ends, random_corners, single_ends

SCENARIOS = [partial_failures, circuit_breaker, metastability]
SHORT = {partial_failures: 7_500, circuit_breaker: 9_500, metastability: 7_000}  # ms: the trouble has begun
scenario = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda module: module.__name__.rpartition(".")[2])


def start(scenario, params):
    """Return the started result, or None if the combination is refused in words."""
    try:
        return scenario.run.start(**params)
    except ValueError as refusal:
        assert " must " in str(refusal) and "got" in str(refusal)
        return None


def check_result(result):
    """A sentence in words without a number that is none, and samples of equal length."""
    assert isinstance(result.sentence, str) and result.sentence.endswith(".") and "nan" not in result.sentence
    watches = [result.watch, *result.others.values()]
    assert all(isinstance(watch, Watch) and len(watch.times) == len(next(iter(watch.busy.values()))) for watch in watches)


@scenario
def test_knobs_are_parameters_with_the_same_defaults(scenario):
    assert set(scenario.KNOBS) <= set(scenario.run.defaults)
    for name, knob in scenario.KNOBS.items():
        assert isinstance(knob, (Slider, Choice, Switch))
        assert knob.value == scenario.run.defaults[name] and type(knob.value) in (type(scenario.run.defaults[name]), float, int)


@scenario
def test_every_knob_at_each_end_runs_to_the_end(scenario):
    refused = 0
    for params in single_ends(scenario.KNOBS):
        result = start(scenario, params)
        if result is None:
            refused += 1
            continue
        result.advance(result.until - result.now)
        assert result.finished
        check_result(result)
    assert refused <= 2


@scenario
def test_every_pair_of_ends_runs_into_the_trouble(scenario):
    ran = refused = 0
    for params in pairs_of_ends(scenario.KNOBS):
        result = start(scenario, params)
        if result is None:
            refused += 1
            continue
        result.advance(SHORT[scenario])
        check_result(result)
        ran += 1
    assert ran > 10 * refused


@scenario
def test_corners_of_all_knobs_at_once_run_into_the_trouble(scenario):
    ran = 0
    for params in random_corners(scenario.KNOBS, 60):
        result = start(scenario, params)
        if result is not None:
            result.advance(SHORT[scenario])
            check_result(result)
            ran += 1
    assert ran >= 15


@scenario
def test_every_preset_is_made_of_knobs_within_their_bounds(scenario):
    for preset in scenario.PRESETS.values():
        for name, value in preset.items():
            scenario.KNOBS[name].check(name, value)
        check_result(scenario.run(**preset))


@scenario
def test_every_knob_can_be_turned_while_the_world_runs(scenario):
    result = scenario.run.start()
    result.advance(SHORT[scenario])
    for params in [*single_ends(scenario.KNOBS), *random_corners(scenario.KNOBS, 10, seed=2)]:
        before = dict(result.params)
        try:
            scenario.run.turn(result, **params)
        except ValueError as refusal:
            assert " must " in str(refusal)
            assert result.params == before
        else:
            assert result.params == before | params
        result.advance(100)
        check_result(result)
    assert result.now > SHORT[scenario]


@scenario
@pytest.mark.parametrize("slice", [250, 777.7, 5_000])
def test_run_in_slices_is_the_same_as_run_at_once(scenario, slice):
    whole, sliced = scenario.run(seed=3), scenario.run.start(seed=3)
    assert sliced.now == 0 and not sliced.finished
    while not sliced.finished:
        sliced.advance(min(slice, sliced.until - sliced.now))
    assert bytes(sliced.trace) == bytes(whole.trace)
    assert sliced.sentence == whole.sentence
    for one, other in zip([sliced.watch, *sliced.others.values()], [whole.watch, *whole.others.values()]):
        assert (one.times, one.busy, one.waiting, one.ended, one.breaker) == (other.times, other.busy, other.waiting, other.ended, other.breaker)


@scenario
def test_seed_decides_everything(scenario):
    runs = [bytes(scenario.run.start(seed=seed).advance(3_000).trace) for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


@scenario
def test_sentence_says_so_when_it_has_only_just_begun(scenario):
    result = scenario.run.start()
    assert result.sentence.startswith(("No user's request has ended yet", "It has only just begun"))


@scenario
def test_params_are_all_that_were_given_and_all_defaults(scenario):
    result = scenario.run.start(seed=9)
    assert result.params == scenario.run.defaults | {"seed": 9}


@scenario
def test_unknown_parameter_is_a_type_error(scenario):
    with pytest.raises(TypeError, match="sed"):
        scenario.run(sed=1)
    with pytest.raises(TypeError, match="a parameter must be one of .*, got 'sed'"):
        scenario.run.turn(scenario.run.start(), sed=1)


@scenario
def test_value_just_outside_a_slider_of_counts_or_times_never_ends_in_the_middle_of_a_run(scenario):
    for name in [name for name, knob in scenario.KNOBS.items() if isinstance(knob, Slider)]:
        used = {"kind": "count window"} if name in ("window", "minimum", "failure_rate", "slow_after") else {}
        for wrong in (-1, float("nan"), True, "5", None):
            with pytest.raises((ValueError, TypeError), match="must be"):
                scenario.run.start(**{name: wrong} | used)


@scenario
def test_ends_of_the_knobs_are_two(scenario):
    assert all(len(set(ends(knob))) == 2 for knob in scenario.KNOBS.values())
