"""The breaker of failures in a row beside the real pybreaker (1.4.1), whose clock is replaced by plain numbers.

One call after the other, they are the same: which call trips, who is refused until when, what a trial decides. They
part on purpose where calls overlap. pybreaker's `call` holds a lock until the call has ended, so that there callers
wait for each other; a generator leaves the lock at once, and shows what pybreaker does with answers that come late.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from inspect import signature
from unittest.mock import patch

import pybreaker
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import Breaker

HERE = settings(derandomize=True, deadline=None, database=None, max_examples=600)
OPEN_FOR = 1_000  # ms


class Down(Exception):
    """What a failed call raises."""


class Clock:
    """Stands for `datetime` in pybreaker, which asks it for nothing but `now`."""

    def __init__(self):
        self.ms, self.begun = 0, []

    def now(self, zone):
        assert zone is UTC
        return datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=self.ms)


@pytest.fixture
def clock():
    clock = Clock()
    with patch("pybreaker.datetime", clock):
        yield clock
        for call in clock.begun:  # one that is thrown away counts as a failure, when the collector comes by
            next(call, None)


def work(ok, done):
    done.append(ok)
    if not ok:
        raise Down


def lets_through(theirs, ok):
    """Make a call that ends at once; False if pybreaker refused it."""
    done = []
    with suppress(Down, pybreaker.CircuitBreakerError):
        theirs.call(work, ok, done)
    return bool(done)


def begin(theirs, clock):
    """Begin a call that goes on until `finish`; None if pybreaker refused it."""

    def generator():
        yield

    try:
        call = theirs.call(generator)
    except pybreaker.CircuitBreakerError:
        return None
    next(call)
    clock.begun.append(call)
    return call


def finish(call, ok):
    with pytest.raises(StopIteration if ok else (Down, pybreaker.CircuitBreakerError)):
        next(call) if ok else call.throw(Down())


gaps = st.sampled_from([0, 1, OPEN_FOR // 2, OPEN_FOR - 1, OPEN_FOR, OPEN_FOR + 1])


@given(st.integers(1, 6), st.integers(1, 3), st.lists(st.tuples(gaps, st.booleans() | st.just(False)), max_size=60))
@HERE
def test_one_call_after_the_other_it_is_pybreaker(failures, trials, life):
    clock = Clock()
    with patch("pybreaker.datetime", clock):
        theirs = pybreaker.CircuitBreaker(fail_max=failures, reset_timeout=OPEN_FOR / 1_000, success_threshold=trials)
        ours = Breaker(failures, OPEN_FOR, trials)
        for gap, ok in life:
            clock.ms += gap
            permit = ours.allow(clock.ms)
            assert lets_through(theirs, ok) == (permit is not None)
            if permit is not None:
                ours.report(permit, ok, clock.ms)
            assert ours.state == theirs.current_state


def test_defaults_are_pybreakers():
    theirs = signature(pybreaker.CircuitBreaker).parameters
    default = {name: theirs[name].default for name in ("fail_max", "reset_timeout", "success_threshold")}
    seconds = default["reset_timeout"]
    assert repr(Breaker()) == repr(Breaker(default["fail_max"], seconds * 1_000, default["success_threshold"]))


def opened(failures, clock, late=1):
    """Return both breakers, opened at 0, and of each as many calls as `late` that began before and are still out."""
    theirs, ours = pybreaker.CircuitBreaker(failures, OPEN_FOR / 1_000), Breaker(failures, OPEN_FOR)
    out = [(begin(theirs, clock), ours.allow(0)) for _ in range(late)]
    for _ in range(failures):
        assert lets_through(theirs, False)
        ours.report(ours.allow(0), False, 0)
    assert ours.state == theirs.current_state == "open"
    return theirs, ours, out


def test_pybreaker_lets_everybody_through_while_the_trial_is_out_and_the_breaker_only_the_trial(clock):
    theirs, ours, _ = opened(2, clock)
    clock.ms = OPEN_FOR
    assert begin(theirs, clock) is not None and ours.allow(OPEN_FOR) is not None
    assert begin(theirs, clock) is not None and ours.allow(OPEN_FOR) is None
    assert ours.state == theirs.current_state == "half-open"


def test_late_failure_makes_pybreaker_stay_open_longer_and_the_breaker_not(clock):
    theirs, ours, [(call, permit)] = opened(2, clock)
    clock.ms = OPEN_FOR - 1
    finish(call, False)
    ours.report(permit, False, OPEN_FOR - 1)
    clock.ms = OPEN_FOR
    assert not lets_through(theirs, True)
    assert ours.allow(OPEN_FOR) is not None


def test_late_failure_ends_pybreakers_trial_and_the_breakers_not(clock):
    theirs, ours, [(call, permit)] = opened(2, clock)
    clock.ms = OPEN_FOR
    assert begin(theirs, clock) is not None and ours.allow(OPEN_FOR) is not None
    finish(call, False)
    ours.report(permit, False, OPEN_FOR)
    assert (theirs.current_state, ours.state) == ("open", "half-open")


def test_late_failures_count_in_pybreakers_next_closed_state_and_in_the_breakers_not(clock):
    theirs, ours, out = opened(2, clock, late=2)
    clock.ms = OPEN_FOR
    assert lets_through(theirs, True)
    ours.report(ours.allow(OPEN_FOR), True, OPEN_FOR)
    assert ours.state == theirs.current_state == "closed"
    for call, permit in out:
        finish(call, False)
        ours.report(permit, False, OPEN_FOR)
    assert (theirs.current_state, ours.state) == ("open", "closed")


def test_late_success_closes_neither(clock):
    theirs, ours, [(call, permit)] = opened(2, clock)
    clock.ms = OPEN_FOR
    assert begin(theirs, clock) is not None and ours.allow(OPEN_FOR) is not None
    finish(call, True)
    ours.report(permit, True, OPEN_FOR)
    assert ours.state == theirs.current_state == "half-open"
