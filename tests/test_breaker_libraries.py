"""The breaker beside models of resilience4j, Polly and gobreaker: equal but for the points that its docstring names.

Random lives of overlapping calls, with gaps that hit the end of the open time exactly, must not part them once a model
takes `sim`'s side in all its points; for each single point a short life shows that the library itself does part.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import Breaker
from tests.library_breakers import AFTER_THE_END, LATE, Gobreaker, Polly, Resilience4j, ask, end, parting

HERE = settings(derandomize=True, deadline=None, database=None, max_examples=250)
OPEN_FOR, SLOW = 10, 5


def lives(gaps=(0, 1, 2, OPEN_FOR - 1, OPEN_FOR, OPEN_FOR + 1)):
    events = st.tuples(
        st.sampled_from(gaps), st.booleans(), st.integers(0, 3), st.sampled_from([True, False, False]), st.sampled_from([0, SLOW, SLOW + 1])
    )
    return st.lists(events, max_size=60)


trials = st.integers(1, 3)
rates = st.sampled_from([0.1, 0.3, 0.5, 0.6, 1.0])
slowness = st.sampled_from([{}, {"slow_after": SLOW, "slow_rate": 0.5}, {"slow_after": SLOW, "slow_rate": 1.0}])


@st.composite
def count_settings(draw):
    size = draw(st.integers(1, 6))
    rest = {"minimum": draw(st.integers(1, size)), "failure_rate": draw(rates), "open_for": OPEN_FOR, "trials": draw(trials)}
    return {"size": size} | rest | draw(slowness)


time_settings = st.fixed_dictionaries(
    {"minimum": st.integers(1, 5), "failure_rate": rates, "open_for": st.just(OPEN_FOR), "trials": trials}
)


@given(count_settings(), lives())
@HERE
def test_count_window_is_resilience4j_but_for_the_sides_it_takes(options, life):
    model = Resilience4j(**{"slow_after": float("inf")} | options, like_sim=Resilience4j.SIDES)
    assert parting(Breaker.count_window(**options), model, life) is None


@given(time_settings, st.integers(1, 3), slowness, lives(gaps=(0, 1, OPEN_FOR, 400, 999, 1_000)))
@HERE
def test_time_window_is_resilience4j_but_for_the_sides_it_takes(options, seconds, slow, life):
    model = Resilience4j(**options, seconds=seconds, **{"slow_after": float("inf")} | slow, like_sim=Resilience4j.SIDES)
    assert parting(Breaker.time_window(length=seconds * 1_000, **options, **slow), model, life) is None


@given(time_settings, st.integers(1, 3), lives(gaps=(0, 1_000, 2_000, 3_000)))
@HERE
def test_time_windows_are_resilience4js_where_every_answer_comes_at_a_whole_second(options, seconds, life):
    like_sim = set(Resilience4j.SIDES) - {Resilience4j.WHOLE_SECONDS}
    model = Resilience4j(**options, seconds=seconds, slow_after=float("inf"), like_sim=like_sim)
    assert parting(Breaker.time_window(length=seconds * 1_000, **options), model, life) is None


@given(time_settings, lives(gaps=(0, 1, 2, OPEN_FOR, 49, 50, 51)))
@HERE
def test_time_window_is_polly_but_for_the_sides_it_takes(options, life):
    ours = Breaker.time_window(length=100, **options | {"trials": 1})
    model = Polly(100, options["minimum"], options["failure_rate"], OPEN_FOR, like_sim=Polly.SIDES)
    assert parting(ours, model, life) is None


@given(time_settings, lives(gaps=(0, OPEN_FOR, 2 * OPEN_FOR, 9 * OPEN_FOR)))
@HERE
def test_time_windows_are_pollys_where_every_answer_comes_at_a_tenth_of_it(options, life):
    ours = Breaker.time_window(length=100, **options | {"trials": 1})
    model = Polly(100, options["minimum"], options["failure_rate"], OPEN_FOR, like_sim={LATE})
    assert parting(ours, model, life) is None


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
@HERE
def test_polly_forgets_a_result_within_the_last_tenth_of_the_window(gaps):
    polly, now, times = Polly(100, minimum=1, failure_rate=1.0, open_for=OPEN_FOR), 0, []
    for gap in gaps:
        now += gap
        times.append(now)
        polly.report(polly.allow(now), True, now)
        shortest, longest = (sum(now - time < length for time in times) for length in (90, 100))
        assert shortest <= len(polly.remembered(now)) <= longest


@given(st.integers(1, 6), trials, lives())
@HERE
def test_failures_in_a_row_are_gobreaker_but_for_the_sides_it_takes(failures, trials, life):
    model = Gobreaker(failures, OPEN_FOR, trials, like_sim=Gobreaker.SIDES)
    assert parting(Breaker(failures, OPEN_FOR, trials), model, life) is None


COUNTS = {"size": 4, "minimum": 2, "failure_rate": 0.5, "open_for": OPEN_FOR, "trials": 1}
TIMES = {"minimum": 2, "failure_rate": 0.5, "open_for": OPEN_FOR, "trials": 1}
TRIP = [ask(), end(False), ask(), end(False)]
SUCCESS_OVER_THE_RATE = [ask(), end(False), ask(), end(True)]
LATE_SUCCESS_DURING_THE_TRIAL = [ask(), *TRIP[:1], end(False, which=1), ask(), end(False, which=1), ask(OPEN_FOR + 1), end(True)]
LATE_ANSWER_AFTER_THE_TIME = [ask(), ask(), end(False, which=1), ask(), end(False, which=1), end(True, gap=OPEN_FOR + 1)]
OURS = {
    Resilience4j: lambda seconds=None, **options: (
        Breaker.count_window(**options) if seconds is None else Breaker.time_window(length=seconds * 1_000, **options)
    ),
    Polly: lambda **options: Breaker.time_window(trials=1, **options),
    Gobreaker: Breaker,
}
WITNESSES = [
    (Resilience4j, LATE, COUNTS, LATE_SUCCESS_DURING_THE_TRIAL),
    (Resilience4j, AFTER_THE_END, COUNTS, [*TRIP, ask(OPEN_FOR)]),
    (Resilience4j, Resilience4j.ANY_RESULT, COUNTS, SUCCESS_OVER_THE_RATE),
    (Resilience4j, Resilience4j.EARLY, COUNTS | {"trials": 3}, [*TRIP, ask(OPEN_FOR + 1), end(True), ask(), end(True)]),
    (Resilience4j, Resilience4j.WHOLE_SECONDS, TIMES | {"seconds": 1}, [ask(999), end(False), ask(1), end(False)]),
    (Polly, LATE, {"length": 100, "minimum": 2, "failure_rate": 0.5, "open_for": OPEN_FOR}, LATE_SUCCESS_DURING_THE_TRIAL),
    (
        Polly,
        Polly.TENTHS,
        {"length": 100, "minimum": 3, "failure_rate": 1.0, "open_for": OPEN_FOR},
        [ask(), end(False), ask(9), end(False), ask(91), end(False), ask(), end(False)],
    ),
    (Gobreaker, AFTER_THE_END, {"failures": 2, "open_for": OPEN_FOR, "trials": 1}, [*TRIP, ask(OPEN_FOR)]),
    (Gobreaker, Gobreaker.ANY_LOOK, {"failures": 2, "open_for": OPEN_FOR, "trials": 1}, LATE_ANSWER_AFTER_THE_TIME),
]


@pytest.mark.parametrize("library, side, options, life", WITNESSES, ids=lambda value: getattr(value, "__name__", None))
def test_library_goes_its_own_way_where_the_breaker_says_so(library, side, options, life):
    ours = OURS[library]
    assert parting(ours(**options), library(**options, like_sim=library.SIDES), life) is None
    assert parting(ours(**options), library(**options, like_sim=set(library.SIDES) - {side}), life) is not None


@pytest.mark.parametrize("library", [Resilience4j, Polly, Gobreaker])
def test_every_side_of_a_library_has_its_witness(library):
    assert {side for name, side, *_ in WITNESSES if name is library} == set(library.SIDES)
