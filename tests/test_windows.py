"""What a breaker remembers: the last calls, the last milliseconds, and which result trips it."""

from math import inf, nextafter

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


def test_window_that_is_not_full_is_judged_by_what_is_in_it_from_the_minimum_on():
    assert feed(count_window(size=100, minimum=4, failure_rate=0.5), ".x.x") == 4
    assert feed(count_window(size=100, minimum=5, failure_rate=0.5), ".x.x") is None
    assert feed(count_window(size=100, minimum=4, failure_rate=0.5), "....xxx") is None  # 3 of 7
    assert feed(count_window(size=100, minimum=4, failure_rate=0.5), "....xxxx") == 8  # 4 of 8, not of 100


def test_success_that_drives_out_a_success_does_not_trip_either():
    breaker = count_window(size=3, minimum=3, failure_rate=2 / 3)
    assert feed(breaker, "xx.") is None  # over, but the last one was good
    assert feed(breaker, ".") is None  # x..
    assert feed(breaker, "xx") == 2  # .xx


@pytest.mark.parametrize("begin, length", [(0, 1_000), (0.1, 0.2), (1_234.5, 1e-3), (1e9, 1 / 3)])
def test_result_counts_until_it_is_exactly_as_old_as_the_window(begin, length):
    for now, tripped in ((nextafter(begin + length, -inf), True), (begin + length, False)):
        breaker = time_window(length=length, minimum=4, failure_rate=1.0)
        assert feed(breaker, "xxx", now=begin) is None
        assert (feed(breaker, "x", now=now) == 1) is tripped


def test_results_that_have_expired_do_not_count_for_the_minimum():
    breaker = time_window(length=1_000, minimum=3, failure_rate=0.5)
    assert feed(breaker, "xx", now=0) is None
    assert feed(breaker, "xx", now=1_500) is None
    assert feed(breaker, "x", now=2_499) == 1


def test_time_window_holds_any_number_of_calls():
    breaker = time_window(length=1_000, minimum=1, failure_rate=0.5)
    assert feed(breaker, "." * 5_000 + "x" * 4_999) is None
    assert feed(breaker, "x") == 1


def test_call_is_as_old_as_its_answer_however_long_it_took():
    breaker = time_window(length=1_000, minimum=2, failure_rate=1.0)
    early, late = breaker.allow(0), breaker.allow(0)
    breaker.report(early, False, 5_000, duration=5_000)
    breaker.report(late, False, 5_999, duration=5_999)
    assert breaker.state == OPEN


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


@pytest.mark.parametrize("make", [count_window, time_window])
def test_call_that_failed_and_was_slow_counts_as_both_and_once_in_all(make):
    breaker = make(minimum=4, failure_rate=1.0, slow_after=200, slow_rate=0.75)
    for ok, duration in ((False, 300), (False, 300), (True, 10)):
        call(breaker, 0, ok, duration)
        assert breaker.state == CLOSED
    call(breaker, 0, False, 300)  # 3 of 4 slow, 3 of 4 failed
    assert breaker.state == OPEN
    breaker = make(minimum=4, failure_rate=0.75, slow_after=200, slow_rate=1.0)
    for ok, duration in ((False, 300), (True, 300), (False, 300), (False, 10)):
        assert breaker.state == CLOSED
        call(breaker, 0, ok, duration)
    assert breaker.state == OPEN


def test_fast_failure_trips_by_the_slow_calls_before_it():
    breaker = count_window(minimum=3, failure_rate=1.0, slow_after=200, slow_rate=0.5)
    for ok, duration in ((True, 300), (True, 300), (True, 10)):
        call(breaker, 0, ok, duration)
    assert breaker.state == CLOSED  # 2 of 3 were slow, but the last one was quick and good
    call(breaker, 0, False, 10)
    assert breaker.state == OPEN  # 2 of 4


def test_slow_calls_and_failures_are_not_added_up():
    breaker = count_window(size=4, minimum=4, failure_rate=0.5, slow_after=200, slow_rate=0.5)
    for ok, duration in ((False, 10), (True, 10), (True, 10), (True, 300)):
        call(breaker, 0, ok, duration)
    assert breaker.state == CLOSED  # one of each


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
