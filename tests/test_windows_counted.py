"""The memories of `sim.windows` beside a count of everything anew, with exact fractions, over random lives."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.windows import InARow, LastCalls, LastMilliseconds

HERE = settings(derandomize=True, deadline=None, database=None, max_examples=400)

results = st.lists(st.tuples(st.sampled_from([0, 0.5, 1, 2]), st.booleans(), st.booleans()), max_size=50)
rates = st.sampled_from([0.1, 0.25, 0.3, 0.5, 0.55, 0.6, 1.0])


def over(calls, minimum, failure_rate, slow_rate):
    """Return whether the last of these (time, ok, slow) trips, counted anew and with exact fractions."""
    if len(calls) < minimum or (calls[-1][1] and not calls[-1][2]):
        return False
    shares = Fraction(sum(not ok for _, ok, _ in calls), len(calls)), Fraction(sum(slow for _, _, slow in calls), len(calls))
    return any(share >= Fraction(str(rate)) for share, rate in zip(shares, (failure_rate, slow_rate)))


@given(st.integers(1, 8), st.data(), rates, rates, results)
@HERE
def test_last_calls_say_what_counting_them_anew_says(size, data, failure_rate, slow_rate, life):
    minimum = data.draw(st.integers(1, size))
    memory, past, now = LastCalls(size, minimum, failure_rate, slow_rate), [], 0
    for gap, ok, slow in life:
        now += gap
        past.append((now, ok, slow))
        assert memory.add(now, ok, slow) == over(past[-size:], minimum, failure_rate, slow_rate)


@given(st.sampled_from([0.5, 1, 3, 7]), st.integers(1, 5), rates, rates, results)
@HERE
def test_last_milliseconds_say_what_counting_them_anew_says(length, minimum, failure_rate, slow_rate, life):
    memory, past, now = LastMilliseconds(length, minimum, failure_rate, slow_rate), [], 0
    for gap, ok, slow in life:
        now += gap
        past.append((now, ok, slow))
        young = [result for result in past if now < result[0] + length]
        assert memory.add(now, ok, slow) == over(young, minimum, failure_rate, slow_rate)


@given(st.integers(1, 6), results)
@HERE
def test_failures_in_a_row_are_those_since_the_last_success(failures, life):
    memory, past = InARow(failures), []
    for gap, ok, slow in life:
        past.append(ok)
        row = next((i for i, good in enumerate(reversed(past)) if good), len(past))
        assert memory.add(gap, ok, slow) == (not ok and row >= failures)


@pytest.mark.parametrize("memory", [LastCalls(3, 2, 0.6), LastMilliseconds(3, 2, 0.6), InARow(2)], ids=lambda memory: type(memory).__name__)
def test_cleared_memory_has_no_past(memory):
    assert not memory.add(0, False, True)
    memory.clear()
    assert not memory.add(0, False, False)
    assert memory.add(0, False, False)


@pytest.mark.parametrize("memory", [LastCalls(4, 2, 1.0, 0.5), LastMilliseconds(4, 2, 1.0, 0.5)], ids=lambda memory: type(memory).__name__)
def test_cleared_window_has_forgotten_the_slow_calls_too(memory):
    memory.add(0, True, True)
    memory.clear()
    memory.add(0, True, False)
    assert not memory.add(0, False, False)  # one of two failed, none was slow


def test_window_keeps_no_more_than_it_needs():
    calls, recent = LastCalls(7, 7, 1.0), LastMilliseconds(7, 100, 1.0)
    for now in range(1_000):
        calls.add(now, True, False)
        recent.add(now, True, False)
    assert len(calls._calls) == len(recent._calls) == 7
