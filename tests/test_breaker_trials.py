"""Half-open: when it begins, how many calls it lets through, who is refused, and when it decides."""

from math import inf, nextafter

import pytest

from sim.breaker import CLOSED, HALF_OPEN, OPEN, Breaker

RATES = {"minimum": 2, "failure_rate": 0.5}
KINDS = {
    "in a row": lambda open_for, trials: Breaker(2, open_for, trials),
    "count window": lambda open_for, trials: Breaker.count_window(size=4, **RATES, open_for=open_for, trials=trials),
    "time window": lambda open_for, trials: Breaker.time_window(length=500, **RATES, open_for=open_for, trials=trials),
}
WINDOWS = {kind: make for kind, make in KINDS.items() if kind != "in a row"}
every_kind = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
every_window = pytest.mark.parametrize("make", WINDOWS.values(), ids=WINDOWS)


def opened(make, at=0, open_for=100, trials=1):
    breaker = make(open_for, trials)
    for _ in range(2):
        breaker.report(breaker.allow(at), False, at)
    assert breaker.log == [(at, OPEN)]
    return breaker


@every_kind
@pytest.mark.parametrize("at, open_for", [(0, 100), (0.1, 0.2), (1_234.5, 60_000), (1e9, 1 / 3)])
def test_first_trial_is_permitted_at_exactly_the_end_and_not_the_last_instant_before(make, at, open_for):
    breaker = opened(make, at, open_for)
    assert breaker.allow(nextafter(at + open_for, -inf)) is None and breaker.state == OPEN
    assert breaker.allow(at + open_for) is not None and breaker.state == HALF_OPEN


@every_kind
def test_open_time_runs_from_the_answer_that_opened_it_not_from_that_calls_beginning(make):
    breaker = make(100, 1)
    permits = [breaker.allow(0) for _ in range(2)]
    breaker.report(permits[0], False, 30, duration=30)
    breaker.report(permits[1], False, 50, duration=50)
    assert breaker.allow(149) is None and breaker.allow(150) is not None


@every_kind
def test_calls_that_it_refuses_do_not_make_it_stay_open_longer(make):
    breaker = opened(make)
    assert not any(breaker.allow(now) for now in range(100))
    assert breaker.allow(100) is not None


@every_kind
@pytest.mark.parametrize("trials", [1, 2, 10])
def test_so_many_trials_are_let_through_and_every_further_caller_is_refused(make, trials):
    breaker = opened(make, trials=trials)
    assert [breaker.allow(100 + i) is not None for i in range(trials + 5)] == [True] * trials + [False] * 5


@every_kind
def test_trial_that_has_succeeded_makes_no_room_for_another(make):
    breaker = opened(make, trials=2)
    permits = [breaker.allow(100) for _ in range(2)]
    breaker.report(permits[0], True, 110)
    assert breaker.allow(110) is None and breaker.state == HALF_OPEN
    breaker.report(permits[1], True, 120)
    assert breaker.state == CLOSED and breaker.allow(120) is not None


@every_kind
def test_trials_may_begin_one_after_the_other(make):
    breaker = opened(make, trials=3)
    for now in (100, 200, 300):
        assert breaker.state != CLOSED
        breaker.report(breaker.allow(now), True, now)
    assert breaker.log == [(0, OPEN), (100, HALF_OPEN), (300, CLOSED)]


def test_breaker_of_a_row_opens_again_at_the_first_failed_trial():
    breaker = opened(KINDS["in a row"], trials=3)
    permits = [breaker.allow(100) for _ in range(3)]
    breaker.report(permits[2], False, 105)
    assert breaker.state == OPEN


@every_window
def test_window_waits_for_all_trials_though_the_first_results_exceed_the_minimum_or_settle_it(make):
    breaker = opened(make, trials=4)
    permits = [breaker.allow(100) for _ in range(4)]
    for permit in permits[:3]:
        breaker.report(permit, False, 110)
        assert breaker.state == HALF_OPEN
    breaker.report(permits[3], True, 120)
    assert breaker.log[-1] == (120, OPEN)


@every_window
def test_last_good_trial_opens_the_breaker_if_too_many_before_it_failed(make):
    breaker = opened(make, trials=2)
    permits = [breaker.allow(100) for _ in range(2)]
    breaker.report(permits[0], False, 101)
    breaker.report(permits[1], True, 102)
    assert breaker.state == OPEN


@every_window
def test_trials_are_judged_whatever_the_minimum_and_the_age_of_the_window(make):
    breaker = opened(make, trials=1)
    breaker.report(breaker.allow(100), False, 10_000)
    assert breaker.log[-1] == (10_000, OPEN)
    breaker = opened(make, trials=2)
    permits = [breaker.allow(100) for _ in range(2)]
    for permit, now in zip(permits, (110, 10_000)):
        breaker.report(permit, False, now)
    assert breaker.log[-1] == (10_000, OPEN)


@every_kind
def test_each_opening_lasts_the_whole_time_and_permits_all_trials_anew(make):
    breaker = opened(make, trials=2)
    for start in (100, 300, 500):
        permits = [breaker.allow(start) for _ in range(2)]
        assert breaker.state == HALF_OPEN and None not in permits
        for permit in permits:
            breaker.report(permit, False, start + 100)
        assert breaker.log[-1] == (start + 100, OPEN)
        assert breaker.allow(start + 199) is None


@every_kind
def test_trial_that_never_ends_keeps_it_half_open_for_ever(make):
    breaker = opened(make, trials=2)
    permits = [breaker.allow(100) for _ in range(2)]
    breaker.report(permits[0], True, 110)
    assert not any(breaker.allow(now) for now in range(200, 10_000_000, 100_000))
    assert breaker.state == HALF_OPEN
    breaker.report(permits[1], True, 1e9)
    assert breaker.state == CLOSED


@every_window
def test_slow_trial_fails_its_share(make):
    for durations, state in (((10, 10.5), OPEN), ((10, 10), CLOSED)):
        kind = Breaker.count_window if make is KINDS["count window"] else Breaker.time_window
        breaker = kind(1_000, 2, 1.0, 100, 2, slow_after=10, slow_rate=0.5)
        for _ in range(2):
            breaker.report(breaker.allow(0), False, 0)
        permits = [breaker.allow(100) for _ in range(2)]
        for permit, duration in zip(permits, durations):
            breaker.report(permit, True, 120, duration)
        assert breaker.state == state
