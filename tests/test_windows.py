"""What a breaker remembers: the last calls, the last milliseconds, and which result trips it."""

import pytest

from sim.breaker import CLOSED, HALF_OPEN, OPEN, Breaker
from tests.test_breaker import call


def count_window(size=10, minimum=4, failure_rate=0.5, open_for=100, trials=2, **more):
    return Breaker.count_window(size, minimum, failure_rate, open_for, trials, **more)


def time_window(length=1_000, minimum=4, failure_rate=0.5, open_for=100, trials=2, **more):
    return Breaker.time_window(length, minimum, failure_rate, open_for, trials, **more)


def feed(breaker, results, now=0):
    """Report results given as a string of . (good) and x (failed); return how many it took to open, or None."""
    for number, result in enumerate(results, 1):
        assert call(breaker, now, result == ".")
        if breaker.state == OPEN:
            return number
    return None


@pytest.mark.parametrize("make", [count_window, time_window])
def test_too_few_calls_never_trip(make):
    assert feed(make(minimum=4), "xxx") is None
    assert feed(make(minimum=4), "xxxx") == 4


@pytest.mark.parametrize("make", [count_window, time_window])
def test_rate_at_exactly_the_threshold_trips(make):
    assert feed(make(minimum=4, failure_rate=0.5), "..xx") == 4
    assert feed(make(minimum=4, failure_rate=0.51), "..xx") is None


@pytest.mark.parametrize("calls, failed", [(20, 11), (25, 7), (25, 14), (50, 7), (100, 7), (100, 29), (100, 57)])
def test_threshold_is_not_lost_to_rounding(calls, failed):
    breaker = count_window(size=calls, minimum=calls, failure_rate=failed / calls)
    assert feed(breaker, "." * (calls - failed) + "x" * failed) == calls
    short = count_window(size=calls, minimum=calls, failure_rate=failed / calls)
    assert feed(short, "." * (calls - failed + 1) + "x" * (failed - 1)) is None


@pytest.mark.parametrize("make", [count_window, time_window])
def test_success_that_completes_the_minimum_does_not_trip_though_the_rate_is_over(make):
    breaker = make(minimum=4)
    assert feed(breaker, "xxx.") is None
    assert feed(breaker, ".") is None
    assert feed(breaker, "x") == 1


def test_only_the_last_calls_count():
    breaker = count_window(size=4, minimum=4, failure_rate=0.75)
    assert feed(breaker, "xx...") is None
    assert feed(breaker, "xx") is None  # ..xx
    assert feed(breaker, "x") == 1  # .xxx


def test_window_of_one_call_is_the_last_call():
    assert feed(count_window(size=1, minimum=1, failure_rate=1.0), "..x") == 3


def test_result_counts_until_it_is_exactly_as_old_as_the_window():
    for age, tripped in ((999.9, True), (1_000, False)):
        breaker = time_window(length=1_000, minimum=4, failure_rate=1.0)
        assert feed(breaker, "xxx", now=0) is None
        assert (feed(breaker, "x", now=age) == 1) is tripped


def test_old_successes_stop_diluting_the_failures():
    breaker = time_window(length=1_000, minimum=2, failure_rate=0.6)
    assert feed(breaker, "....", now=0) is None
    assert feed(breaker, "xx", now=500) is None
    assert feed(breaker, "x", now=1_100) == 1


def test_call_that_takes_exactly_slow_after_is_not_slow():
    for duration, state in ((200, CLOSED), (200.001, OPEN)):
        breaker = count_window(minimum=2, slow_after=200, slow_rate=1.0)
        for _ in range(2):
            call(breaker, 0, True, duration)
        assert breaker.state == state


@pytest.mark.parametrize("make", [count_window, time_window])
def test_slow_successes_trip_at_their_own_rate(make):
    breaker = make(minimum=4, failure_rate=1.0, slow_after=200, slow_rate=0.5)
    for duration in (10, 300, 10):
        call(breaker, 0, True, duration)
        assert breaker.state == CLOSED
    call(breaker, 0, True, 300)
    assert breaker.state == OPEN


def test_fast_success_does_not_trip_though_too_many_were_slow():
    breaker = count_window(minimum=3, failure_rate=1.0, slow_after=200, slow_rate=0.5)
    for duration in (300, 300, 10):
        call(breaker, 0, True, duration)
    assert breaker.state == CLOSED


def test_without_slow_after_no_call_is_slow():
    breaker = count_window(minimum=1, failure_rate=1.0)
    call(breaker, 0, True, 1e12)
    assert breaker.state == CLOSED


@pytest.mark.parametrize("make", [count_window, time_window])
@pytest.mark.parametrize("trials, state", [(".....", CLOSED), ("x....", CLOSED), ("xx...", CLOSED), ("xxx..", OPEN), ("..xxx", OPEN)])
def test_windows_wait_for_all_trials_and_judge_them_by_the_same_rate(make, trials, state):
    breaker = make(failure_rate=0.6, trials=5)
    feed(breaker, "xxxx")
    permits = [breaker.allow(100) for _ in trials]
    for permit, result in zip(permits[:-1], trials):
        breaker.report(permit, result == ".", 110)
        assert breaker.state == HALF_OPEN
    breaker.report(permits[-1], trials[-1] == ".", 120)
    assert breaker.state == state


def test_slow_trials_open_the_breaker_again():
    breaker = count_window(slow_after=200, slow_rate=0.5, trials=2)
    feed(breaker, "xxxx")
    permits = [breaker.allow(100) for _ in range(2)]
    breaker.report(permits[0], True, 110, 300)
    breaker.report(permits[1], True, 110, 10)
    assert breaker.state == OPEN


@pytest.mark.parametrize("make", [count_window, time_window])
def test_closed_again_it_begins_with_an_empty_window(make):
    breaker = make(trials=1)
    feed(breaker, "xxxx")
    assert call(breaker, 100, True) and breaker.state == CLOSED
    assert feed(breaker, "xxx", now=101) is None
    assert feed(breaker, "x", now=101) == 1


def test_counts_stay_right_over_a_long_life():
    breaker = count_window(size=7, minimum=7, failure_rate=1.0)
    results = [".", "x", "x", ".", "x"] * 200
    assert feed(breaker, results) is None
    assert breaker.memory._failed == sum(not ok for _, ok, _ in breaker.memory._calls)
    assert len(breaker.memory._calls) == 7
