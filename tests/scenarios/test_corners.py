"""Any value, any combination of knobs: a result with a sentence, or a refusal in words."""

from importlib import import_module
from inspect import signature
from pkgutil import iter_modules

import pytest

import sim.scenarios
from sim.knobs import Choice, Slider, Switch
from sim.watch import Watch
from tests.scenarios.corners import PairsTogether, ends, pairs_of_ends, random_corners, single_ends

MODULES = [import_module(f"sim.scenarios.{module.name}") for module in iter_modules(sim.scenarios.__path__)]
SCENARIOS = [module for module in MODULES if hasattr(module, "KNOBS")]
SHORT = {"partial_failures": 7_000, "circuit_breaker": 9_000, "metastability": 7_000}  # ms: the trouble has begun


def each(scenarios):
    """Run a test for each of these modules, by its own name."""
    return pytest.mark.parametrize("scenario", scenarios, ids=name_of)


def name_of(module):
    return module.__name__.rpartition(".")[2]


scenario = each(SCENARIOS)
in_slices = each([module for module in SCENARIOS if hasattr(module.run, "start")])  # the others are runs of one piece
live = each([module for module in SCENARIOS if hasattr(module.run, "turn")])


def short(scenario, result):
    """Return the ms that tell enough of a run: a module says so itself, or half of it."""
    return getattr(scenario, "SHORT", SHORT.get(name_of(scenario), result.until / 2))


def start(scenario, params):
    """Return the started result, or None if the combination is refused in words."""
    try:
        return getattr(scenario.run, "start", scenario.run)(**params)
    except ValueError as refusal:
        assert " must " in str(refusal) and "got" in str(refusal)
        return None


def check_result(result):
    """A sentence in words without a number that is none, and samples of equal length."""
    assert isinstance(result.sentence, str) and result.sentence.endswith(".") and "nan" not in result.sentence
    for watch in watches_of(result):
        assert isinstance(watch, Watch) and all(len(values) == len(watch.times) for values in watch.busy.values())


def watches_of(result):
    """Return the watches of a result's worlds; none where nothing is watched."""
    return [result.watch, *result.others.values()] if hasattr(result, "watch") else []


def go_on(result, by):
    """Go on for at most `by` ms, where a result comes in pieces."""
    if not getattr(result, "finished", True):
        result.advance(min(by, result.until - result.now))


@scenario
def test_knobs_are_parameters_with_the_same_defaults(scenario):
    defaults = defaults_of(scenario)
    assert set(scenario.KNOBS) <= set(defaults)
    for name, knob in scenario.KNOBS.items():
        assert isinstance(knob, (Slider, Choice, Switch))
        assert knob.value == defaults[name] and type(knob.value) in (type(defaults[name]), float, int)


def defaults_of(scenario):
    return {name: parameter.default for name, parameter in signature(scenario.run).parameters.items()}


@scenario
def test_every_knob_at_each_end_runs_to_the_end(scenario):
    refused = 0
    for params in single_ends(scenario.KNOBS):
        result = start(scenario, params)
        if result is None:
            refused += 1
            continue
        go_on(result, result.until)
        assert getattr(result, "finished", True)
        check_result(result)
    assert refused <= 2


@scenario
def test_every_pair_of_ends_runs_into_the_trouble_with_all_other_knobs_at_ends_too(scenario):
    pairs, ran = PairsTogether(scenario.KNOBS), 0
    for params in pairs:
        result = start(scenario, params)
        if result is not None:
            go_on(result, short(scenario, result))
            check_result(result)
            pairs.ran(params)
            ran += 1
    assert not pairs.left and ran >= 4 and len(pairs.refused) < pairs.number / 10, pairs.refused


@pytest.mark.soak
@scenario
def test_every_pair_of_ends_runs_into_the_trouble_by_itself(scenario):
    ran = refused = 0
    for params in [*pairs_of_ends(scenario.KNOBS), *random_corners(scenario.KNOBS, 24)]:
        result = start(scenario, params)
        if result is None:
            refused += 1
            continue
        go_on(result, short(scenario, result))
        check_result(result)
        ran += 1
    assert ran > 10 * refused


@scenario
def test_every_preset_is_made_of_knobs_within_their_bounds(scenario):
    for preset in scenario.PRESETS.values():
        for name, value in preset.items():
            scenario.KNOBS[name].check(name, value)
        check_result(scenario.run(**preset))


@live
def test_every_knob_can_be_turned_while_the_world_runs(scenario):
    result = scenario.run.start()
    begun = short(scenario, result)
    result.advance(begun)
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
    assert result.now > begun


@in_slices
@pytest.mark.parametrize("slice", [250, 777.7, 5_000])
def test_run_in_slices_is_the_same_as_run_at_once(scenario, slice):
    whole, sliced = scenario.run(seed=3), scenario.run.start(seed=3)
    assert sliced.now == 0 and not sliced.finished
    while not sliced.finished:
        sliced.advance(min(slice, sliced.until - sliced.now))
    if hasattr(whole, "trace"):
        assert bytes(sliced.trace) == bytes(whole.trace)
    assert sliced.sentence == whole.sentence
    for one, other in zip(watches_of(sliced), watches_of(whole)):
        assert (one.times, one.busy, one.waiting, one.ended, one.breaker) == (other.times, other.busy, other.waiting, other.ended, other.breaker)


@in_slices
def test_seed_decides_everything(scenario):
    results = [scenario.run.start(seed=seed) for seed in (1, 1, 2)]
    runs = [bytes(result.advance(short(scenario, result)).trace) for result in results]
    assert runs[0] == runs[1] != runs[2]


@in_slices
def test_sentence_says_so_when_it_has_only_just_begun(scenario):
    text = scenario.run.start().sentence
    assert "yet" in text or "only just begun" in text


@in_slices
def test_params_are_all_that_were_given_and_all_defaults(scenario):
    result = scenario.run.start(seed=9)
    assert result.params == defaults_of(scenario) | {"seed": 9}


@scenario
def test_unknown_parameter_is_a_type_error(scenario):
    with pytest.raises(TypeError, match="sed"):
        scenario.run(sed=1)


@live
def test_unknown_parameter_cannot_be_turned(scenario):
    with pytest.raises(TypeError, match="a parameter must be one of .*, got 'sed'"):
        scenario.run.turn(scenario.run.start(), sed=1)


@scenario
def test_value_just_outside_a_slider_of_counts_or_times_never_ends_in_the_middle_of_a_run(scenario):
    for name in [name for name, knob in scenario.KNOBS.items() if isinstance(knob, Slider)]:
        used = {"kind": "count window"} if "kind" in scenario.KNOBS and name in ("window", "minimum", "failure_rate", "slow_after") else {}
        for wrong in (-1, float("nan"), True, "5", None):
            with pytest.raises((ValueError, TypeError), match="must be"):
                getattr(scenario.run, "start", scenario.run)(**{name: wrong} | used)


@scenario
def test_ends_of_the_knobs_are_two(scenario):
    assert all(len(set(ends(knob))) == 2 for knob in scenario.KNOBS.values())
