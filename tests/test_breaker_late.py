"""Answers that come after the state has changed in which their call was permitted: they count for nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.breaker import CLOSED, HALF_OPEN, OPEN, Breaker

HERE = settings(derandomize=True, deadline=None, database=None, max_examples=300)
OPEN_FOR, SLOW = 100, 10
RATES = {"minimum": 2, "failure_rate": 0.5, "open_for": OPEN_FOR, "trials": 2, "slow_after": SLOW, "slow_rate": 0.5}
KINDS = {
    "in a row": lambda: Breaker(failures=2, open_for=OPEN_FOR, trials=2),
    "count window": lambda: Breaker.count_window(size=4, **RATES),
    "time window": lambda: Breaker.time_window(length=500, **RATES),
}
every_kind = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)

# A life: each state, and how the two calls end that lead out of it; an open one is led out by time and the next call.
LIFE = [(CLOSED, False), (OPEN, None), (HALF_OPEN, False), (OPEN, None), (HALF_OPEN, True), (CLOSED, False), (OPEN, None), (HALF_OPEN, True)]
FROM = [place for place, (state, _) in enumerate(LIFE) if state != OPEN]


def live(breaker, late=None, at=None, answer=(True, 0)):
    """Lead the breaker through `LIFE` and return its log; at place `at`, calls permitted at place `late` end as `answer`."""
    now, held, first = 0, None, []
    for place, (state, ok) in enumerate(LIFE):
        assert breaker.state == state
        if place == at:
            for _ in range(5):  # enough to pass any threshold
                breaker.report(held, answer[0], now, answer[1])
                assert breaker.state == state
        if state == OPEN:
            assert breaker.allow(now + OPEN_FOR - 1) is None
            now += OPEN_FOR
            first = [breaker.allow(now)]
            continue
        permits = first + [breaker.allow(now) for _ in range(2 - len(first))]
        first = []
        assert None not in permits
        held = permits[0] if place == late else held
        now += 1
        for permit in permits:
            breaker.report(permit, ok, now)
    return breaker.log


@every_kind
@pytest.mark.parametrize("answer", [(False, 0), (True, 0), (True, SLOW + 1), (False, SLOW + 1)], ids=str)
@pytest.mark.parametrize("late, at", [(late, at) for late in FROM for at in range(late + 1, len(LIFE))])
def test_late_answer_changes_nothing_in_any_later_state(make, late, at, answer):
    assert live(make(), late, at, answer) == live(make())


@pytest.mark.parametrize("ok", [True, False])
def test_trial_that_answers_after_another_has_failed_counts_for_nothing(ok):
    breaker = KINDS["in a row"]()
    for _ in range(2):
        breaker.report(breaker.allow(0), False, 0)
    first, second = breaker.allow(OPEN_FOR), breaker.allow(OPEN_FOR)
    breaker.report(first, False, OPEN_FOR + 10)
    breaker.report(second, ok, OPEN_FOR + 20)
    assert breaker.log[-1] == (OPEN_FOR + 10, OPEN)
    assert breaker.allow(2 * OPEN_FOR + 9) is None and breaker.allow(2 * OPEN_FOR + 10) is not None


@every_kind
def test_call_that_was_refused_has_nothing_to_report(make):
    breaker = make()
    for _ in range(2):
        breaker.report(breaker.allow(0), False, 0)
    trials = [breaker.allow(OPEN_FOR) for _ in range(2)]
    refused = breaker.allow(OPEN_FOR)
    assert refused is None
    for _ in range(5):
        breaker.report(refused, False, OPEN_FOR)
        breaker.report(refused, True, OPEN_FOR)
    assert breaker.state == HALF_OPEN
    for permit in trials:
        breaker.report(permit, True, OPEN_FOR)
    assert breaker.state == CLOSED


events = st.lists(
    st.tuples(st.sampled_from([0, 1, OPEN_FOR - 1, OPEN_FOR]), st.integers(0, 5), st.sampled_from([True, False, False])), max_size=80
)


@every_kind
@given(life=events)
@HERE
def test_breaker_that_hears_late_answers_lives_as_one_that_does_not(make, life):
    hears, is_spared, now, out = make(), make(), 0, []
    for gap, which, ok in life:
        now += gap
        if which < 3 or not out:
            permit, same = hears.allow(now), is_spared.allow(now)
            assert (permit is None) == (same is None)
            if permit is not None:
                out.append((permit, same, len(hears.log)))
        else:
            permit, same, changes = out.pop((which - 3) % len(out))
            if changes == len(hears.log):  # no change of state since it was permitted
                is_spared.report(same, ok, now)
            hears.report(permit, ok, now)
        assert hears.log == is_spared.log
