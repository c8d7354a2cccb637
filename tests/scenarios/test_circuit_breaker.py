"""A shop with and without a circuit breaker, under the same luck. Claims hold for twenty seeds."""

from functools import cache
from inspect import signature
from random import Random

import pybreaker
import pytest

from sim import Breaker, availability, percentile
from sim.scenarios import circuit_breaker
from sim.scenarios.circuit_breaker import KINDS, PRESETS, asked_in_trouble, make_breaker, openings, run
from tests.library_breakers import Polly, Resilience4j, parting

SEEDS = range(1, 21)


@cache
def runs(preset):
    return [run(**PRESETS[preset], seed=seed) for seed in SEEDS]


def served(result):
    """Return the share of users served with the breaker and without."""
    return [availability(world.trace, "shop", caller="users") for world in result.details["worlds"]]


def asked(result):
    """Return how many calls a second reached the stock in trouble, with the breaker and without."""
    return [asked_in_trouble(result, watch) for watch in (result.watch, result.others["without"])]


def test_breaker_of_a_healthy_call_does_nothing():
    for result in runs("Calm"):
        with_it, without = (world.trace for world in result.details["worlds"])
        assert [span[:7] for span in list(with_it.spans())[:1_000] if span.outcome == "ok"] == [
            span[:7] for span in list(without.spans())[:1_000] if span.outcome == "ok"
        ]
        assert openings(result) == 0 and "it never opened" in result.sentence


def test_the_slides_breaker_saves_users_that_a_slow_stock_would_lose():
    for result in runs("The slide's breaker"):
        with_it, without = served(result)
        assert with_it >= 0.99 and without < 0.75
        assert 1 <= openings(result) <= 4


@pytest.mark.parametrize("preset", ["The slide's breaker", "resilience4j", "Polly", "pybreaker"])
def test_every_librarys_breaker_takes_load_off_the_stock_and_serves_more_users(preset):
    for result in runs(preset):
        with_it, without = served(result)
        assert with_it > 0.95 > 0.75 > without
        assert asked(result)[0] < 0.5 * asked(result)[1]
        assert openings(result) >= 1


def test_presets_set_what_the_libraries_set_by_default():
    theirs = signature(pybreaker.CircuitBreaker).parameters
    failures, seconds, trials = (theirs[name].default for name in ("fail_max", "reset_timeout", "success_threshold"))
    defaults = {
        "resilience4j": Breaker.count_window(**Resilience4j.DEFAULTS),
        "Polly": Breaker.time_window(**Polly.DEFAULTS, trials=1),
        "pybreaker": Breaker(failures, seconds * 1_000, trials),
    }
    for name, breaker in defaults.items():
        assert repr(make_breaker(**PRESETS[name])) == repr(breaker)


def long_life(seed, pace, trouble=0.7, calls=4_000):
    """Return events for `parting`: overlapping calls a few ms apart, well and in trouble by turns."""
    random = Random(seed)
    return [
        (random.randint(0, 2 * pace), random.random() < 0.5, random.randrange(8), random.random() > trouble * (i // 500 % 2), random.randrange(800))
        for i in range(calls)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name, library, pace", [("resilience4j", Resilience4j, 1_000), ("Polly", Polly, 20)])
def test_presets_behave_as_their_libraries_but_for_what_the_module_says_they_leave_out(name, library, pace, seed):
    breaker, model = make_breaker(**PRESETS[name]), library(**library.DEFAULTS, like_sim=library.SIDES)
    assert parting(breaker, model, long_life(seed, pace)) is None
    assert {state for _, state in breaker.log} == {"open", "half-open", "closed"}


def test_what_the_presets_leave_out_stands_in_the_docstring():
    text = circuit_breaker.__doc__
    for library in ("resilience4j", "Polly", "pybreaker"):
        assert f"- {library}" in text and library in PRESETS


def test_breakers_that_stay_open_a_minute_open_once():
    assert {openings(result) for preset in ("resilience4j", "pybreaker") for result in runs(preset)} == {1}


def test_nervous_breaker_flaps():
    assert all(openings(result) >= 8 for result in runs("Too nervous"))


def test_both_worlds_see_the_same_users():
    for result in runs("The slide's breaker")[:5]:
        starts = [[span.started for span in world.trace.spans() if span.caller == "users"] for world in result.details["worlds"]]
        assert starts[0] == starts[1]


def test_openings_in_the_sentence_are_those_of_the_log():
    result = runs("Too nervous")[0]
    log = result.world.call("shop", "stock").breaker.log
    assert openings(result) == sum(state == "open" for _, state in log)
    assert f"it opened {openings(result)} times" in result.sentence


def test_waiting_for_the_timeout_is_what_the_breaker_spares_users():
    for result in runs("The slide's breaker"):
        with_it, without = (percentile(world.trace, "shop", 99, caller="users") for world in result.details["worlds"])
        assert with_it < without


class Own:
    """A breaker of somebody's own: it opens for good at the third failure."""

    state = "closed"
    failures = 0

    def allow(self, now):
        return "yes" if self.state == "closed" else None

    def report(self, permit, ok, now, duration=0):
        self.failures += not ok
        if self.failures >= 3:
            self.state = "open"


def test_breaker_of_ones_own_runs_in_the_simulation():
    result = run(breaker=Own())
    assert served(result)[0] > 0.9 and openings(result) == 1
    assert "it opened once" in result.sentence


def test_breaker_of_ones_own_stays_when_another_knob_is_turned():
    own = Own()
    result = run.start(breaker=own)
    result.advance(9_000)
    run.turn(result, rate=80)
    assert result.world.call("shop", "stock").breaker is own


def test_what_is_no_breaker_is_refused():
    with pytest.raises(TypeError, match="breaker must be"):
        run(breaker="mine")


@pytest.mark.parametrize("kind", KINDS)
def test_settings_make_the_breaker_they_say(kind):
    breaker = make_breaker(kind, failures=7, open_for=3, trials=2, window=30, minimum=15, failure_rate=0.4, slow_after=100)
    expected = {
        "in a row": Breaker(failures=7, open_for=3_000, trials=2),
        "count window": Breaker.count_window(30, 15, 0.4, 3_000, 2, slow_after=100, slow_rate=0.5),
        "time window": Breaker.time_window(30_000, 15, 0.4, 3_000, 2, slow_after=100, slow_rate=0.5),
    }
    assert repr(breaker) == repr(expected[kind])


def test_slow_after_nothing_means_never():
    assert "slow_after=inf" in repr(make_breaker("count window", slow_after=0))


def test_minimum_beyond_the_window_is_refused_in_words():
    with pytest.raises(ValueError, match="minimum must be at least 1 and at most 20, got 50"):
        run(kind="count window", minimum=50)


def test_another_breaker_turned_on_by_hand_starts_closed():
    result = run.start()
    result.advance(10_000)
    call = result.world.call("shop", "stock")
    old = call.breaker
    assert old.state == "open"
    run.turn(result, failures=9)
    assert call.breaker is not old and call.breaker.state == "closed" and call.breaker.log == []
    same = call.breaker
    run.turn(result, rate=50)
    assert call.breaker is same


def test_knobs_turned_by_hand_hold_in_both_worlds():
    result = run.start()
    result.advance(9_000)
    run.turn(result, timeout=300, fallback=False, rate=100, trouble="none")
    for world, load in zip(result.details["worlds"], result.details["loads"]):
        call = world.call("shop", "stock")
        assert (call.timeout, call.fallback, load.rate) == (300, False, 100)
        assert (world.services["stock"].slow, world.services["stock"]._slowness) == (1, 1)


@pytest.mark.parametrize("wrong", [{"slow": 0}, {"lasts": 0}, {"rate": 0}, {"timeout": -5}, {"failures": 0}, {"trouble": "tired"}])
def test_refused_turn_changes_nothing(wrong):
    turned, untouched = run.start(), run.start()
    for result in (turned, untouched):
        result.advance(9_000)
    with pytest.raises(ValueError):
        run.turn(turned, **{"rate": 100, "timeout": 100} | wrong)
    for result in (turned, untouched):
        result.advance(3_000)
    assert bytes(turned.trace) == bytes(untouched.trace) and turned.params == untouched.params


def test_breaker_that_judges_by_one_call_opens_more_often_than_one_that_waits_for_ten():
    hasty = circuit_breaker.PRESETS["Judges by one call"]
    one, ten = (sum(openings(circuit_breaker.run(**hasty | {"minimum": calls}, seed=seed)) for seed in range(1, 9)) for calls in (1, 10))
    assert one > 1.5 * ten > 0
