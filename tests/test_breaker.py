"""The circuit breaker of failures in a row, and what all three kinds share. Told the time, it never waits."""

import pytest

from sim.breaker import CLOSED, HALF_OPEN, OPEN, Breaker


def call(breaker, now, ok, duration=0):
    """Make a call that ends at once; False if it was refused."""
    permit = breaker.allow(now)
    if permit is None:
        return False
    breaker.report(permit, ok, now, duration)
    return True


def tripped(failures=3, open_for=100, trials=1):
    """Return a breaker that has opened at 0."""
    breaker = Breaker(failures, open_for, trials)
    for _ in range(failures):
        assert call(breaker, 0, False)
    assert breaker.state == OPEN
    return breaker


def test_new_breaker_is_closed_and_lets_everything_through():
    breaker = Breaker()
    assert breaker.state == CLOSED == "closed"
    assert all(call(breaker, now, True) for now in range(100))


@pytest.mark.parametrize("failures", [1, 2, 5])
def test_breaker_opens_at_the_last_of_so_many_failures_in_a_row(failures):
    breaker = Breaker(failures=failures)
    for _ in range(failures - 1):
        call(breaker, 0, False)
        assert breaker.state == CLOSED
    call(breaker, 7, False)
    assert breaker.state == OPEN and breaker.log == [(7, "open")]


def test_one_success_forgets_the_failures_before_it():
    breaker = Breaker(failures=3)
    for ok in (False, False, True, False, False):
        call(breaker, 0, ok)
    assert breaker.state == CLOSED
    call(breaker, 0, False)
    assert breaker.state == OPEN


def test_open_breaker_refuses_every_call():
    breaker = tripped()
    assert not any(call(breaker, now, True) for now in (0, 1, 50, 99.999))
    assert breaker.state == OPEN


def test_trial_is_permitted_at_exactly_opened_plus_open_for():
    breaker = tripped(open_for=100)
    assert breaker.allow(100 - 1e-9) is None
    assert breaker.allow(100) is not None
    assert breaker.state == HALF_OPEN


def test_half_open_begins_with_the_first_call_that_asks_not_by_a_timer():
    breaker = tripped(open_for=100)
    assert breaker.state == OPEN
    breaker.allow(5_000)
    assert breaker.log == [(0, "open"), (5_000, "half-open")]


def test_second_caller_during_the_trial_is_refused():
    breaker = tripped()
    assert breaker.allow(100) is not None
    assert breaker.allow(100) is None and breaker.allow(1e9) is None


def test_as_many_trials_as_asked_for_are_let_through():
    breaker = tripped(trials=3)
    permits = [breaker.allow(100) for _ in range(5)]
    assert [permit is not None for permit in permits] == [True, True, True, False, False]


def test_successful_trial_closes_the_breaker():
    breaker = tripped()
    call(breaker, 100, True)
    assert breaker.state == CLOSED
    assert breaker.log == [(0, "open"), (100, "half-open"), (100, "closed")]


def test_breaker_closes_only_after_the_last_of_its_trials():
    breaker = tripped(trials=3)
    permits = [breaker.allow(100) for _ in range(3)]
    for permit in permits[:2]:
        breaker.report(permit, True, 110)
        assert breaker.state == HALF_OPEN
    breaker.report(permits[2], True, 120)
    assert breaker.state == CLOSED


def test_first_failed_trial_opens_the_breaker_again_for_the_whole_time():
    breaker = tripped(trials=3)
    permits = [breaker.allow(100) for _ in range(3)]
    breaker.report(permits[0], True, 110)
    breaker.report(permits[1], False, 130)
    assert breaker.state == OPEN
    assert breaker.allow(229.9) is None
    assert breaker.allow(230) is not None


def test_trial_that_answers_after_the_breaker_opened_again_counts_for_nothing():
    breaker = tripped(trials=2)
    first, second = breaker.allow(100), breaker.allow(100)
    breaker.report(first, False, 110)
    breaker.report(second, True, 115)
    assert breaker.state == OPEN
    assert breaker.allow(210) is not None
    breaker.report(second, False, 211)
    assert breaker.state == HALF_OPEN


def test_failure_from_before_does_not_open_a_breaker_that_has_closed_since():
    breaker = Breaker(failures=1, open_for=100)
    early, late = breaker.allow(0), breaker.allow(0)
    breaker.report(early, False, 10)
    assert call(breaker, 110, True) and breaker.state == CLOSED
    breaker.report(late, False, 120)
    assert breaker.state == CLOSED


def test_success_from_before_does_not_close_a_half_open_breaker():
    breaker = Breaker(failures=1, open_for=100)
    early, late = breaker.allow(0), breaker.allow(0)
    breaker.report(early, False, 10)
    breaker.allow(110)
    breaker.report(late, True, 111)
    assert breaker.state == HALF_OPEN


def test_late_failure_does_not_make_an_open_breaker_stay_open_longer():
    breaker = Breaker(failures=1, open_for=100)
    early, late = breaker.allow(0), breaker.allow(0)
    breaker.report(early, False, 10)
    breaker.report(late, False, 90)
    assert breaker.allow(110) is not None


def test_failures_before_it_opened_are_forgotten_when_it_closes():
    breaker = tripped(failures=3)
    call(breaker, 100, True)
    call(breaker, 101, False)
    call(breaker, 102, False)
    assert breaker.state == CLOSED


def test_trial_that_never_ends_keeps_the_breaker_half_open():
    breaker = tripped()
    breaker.allow(100)
    assert not any(breaker.allow(now) for now in range(200, 100_000, 1_000))
    assert breaker.state == HALF_OPEN


def test_slow_calls_mean_nothing_to_a_breaker_of_failures_in_a_row():
    breaker = Breaker(failures=1)
    call(breaker, 0, True, duration=1e9)
    assert breaker.state == CLOSED


ALL_KINDS = [
    Breaker(failures=4, open_for=50, trials=2),
    Breaker.count_window(size=10, minimum=5, failure_rate=0.5, open_for=50, trials=2, slow_after=200, slow_rate=0.8),
    Breaker.time_window(length=1_000, minimum=5, failure_rate=0.5, open_for=50, trials=2),
]


@pytest.mark.parametrize("breaker", ALL_KINDS, ids=repr)
def test_repr_is_the_call_that_builds_it(breaker):
    assert repr(eval(repr(breaker), {"Breaker": Breaker, "inf": float("inf")})) == repr(breaker)


@pytest.mark.parametrize("breaker", ALL_KINDS, ids=repr)
def test_fresh_breaker_has_the_settings_and_no_past(breaker):
    used = breaker.fresh()
    for _ in range(10):
        call(used, 0, False)
    assert used.state == OPEN
    new = used.fresh()
    assert (new.state, new.log, repr(new)) == (CLOSED, [], repr(breaker))
    for _ in range(3):
        call(new, 0, False)
    assert new.state == CLOSED and used.log == [(0, "open")]


@pytest.mark.parametrize("breaker", ALL_KINDS, ids=repr)
def test_fresh_breakers_do_not_share_a_memory(breaker):
    one, other = breaker.fresh(), breaker.fresh()
    for _ in range(3):
        call(one, 0, False)
        call(other, 0, False)
    assert one.state == other.state == CLOSED  # 3 failures each: together they would be enough


def test_breaker_belongs_to_one_world():
    breaker, here, there = Breaker(), object(), object()
    breaker.belong_to(here)
    breaker.belong_to(here)
    with pytest.raises(ValueError, match=r"breaker must be a new one for each world, .*use breaker\.fresh\(\)"):
        breaker.belong_to(there)
    breaker.fresh().belong_to(there)


@pytest.mark.parametrize("breaker", ALL_KINDS, ids=repr)
def test_every_change_of_state_is_in_the_log_and_follows_the_rules(breaker):
    breaker = breaker.fresh()
    for now in range(0, 3_000, 5):
        call(breaker, now, ok=(now // 400) % 2 == 1)
    states = [CLOSED] + [state for _, state in breaker.log]
    allowed = {(CLOSED, OPEN), (OPEN, HALF_OPEN), (HALF_OPEN, OPEN), (HALF_OPEN, CLOSED)}
    assert set(zip(states, states[1:])) == allowed
    times = [time for time, _ in breaker.log]
    assert times == sorted(times)
