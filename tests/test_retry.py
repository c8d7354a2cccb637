"""Trying again: the bounds and means of every backoff, and a budget that runs out."""

from math import sqrt
from random import Random
from statistics import fmean, stdev

import pytest

import sim
from sim.retry import (
    Retry,
    RetryBudget,
    decorrelated_jitter,
    equal_jitter,
    exponential_backoff,
    fixed,
    full_jitter,
    no_wait,
)

ALL = [no_wait(), fixed(30), *(make(base=50, cap=1_000) for make in (exponential_backoff, full_jitter, equal_jitter, decorrelated_jitter))]


def waits(backoff, failed, previous=0.0, n=20_000):
    rng = Random(1)
    return [backoff.wait(failed, previous, rng) for _ in range(n)]


def assert_mean(values, mean):
    assert abs(fmean(values) - mean) <= 4 * stdev(values) / sqrt(len(values))


def test_no_wait_is_no_time_at_all():
    assert set(waits(no_wait(), 1, n=10)) == {0}


def test_fixed_wait_is_always_the_same():
    assert {w for failed in (1, 5, 99) for w in waits(fixed(30), failed, n=10)} == {30}


def test_exponential_backoff_doubles_up_to_its_cap():
    backoff = exponential_backoff(base=50, cap=1_000)
    assert [waits(backoff, failed, n=1)[0] for failed in range(1, 8)] == [50, 100, 200, 400, 800, 1_000, 1_000]


@pytest.mark.parametrize("failed, most", [(1, 50), (2, 100), (5, 800), (6, 1_000), (50, 1_000)])
def test_full_jitter_is_anything_from_nothing_to_the_exponential(failed, most):
    values = waits(full_jitter(base=50, cap=1_000), failed)
    assert 0 <= min(values) < 0.01 * most and 0.99 * most < max(values) <= most
    assert_mean(values, most / 2)


@pytest.mark.parametrize("failed, most", [(1, 50), (2, 100), (5, 800), (6, 1_000), (50, 1_000)])
def test_equal_jitter_is_half_for_sure_and_half_by_luck(failed, most):
    values = waits(equal_jitter(base=50, cap=1_000), failed)
    assert most / 2 <= min(values) < 0.51 * most and 0.99 * most < max(values) <= most
    assert_mean(values, 0.75 * most)


@pytest.mark.parametrize("previous, most", [(0, 150), (50, 150), (100, 300), (200, 600)])
def test_decorrelated_jitter_is_anything_from_base_to_three_times_the_last(previous, most):
    values = waits(decorrelated_jitter(base=50, cap=1_000), 3, previous)
    assert 50 <= min(values) < 50 + 0.01 * most and 0.99 * most < max(values) <= most
    assert_mean(values, (50 + most) / 2)


def test_decorrelated_jitter_spreads_the_first_wait_too():
    assert len(set(waits(decorrelated_jitter(base=50, cap=1_000), 1, n=100))) == 100


def test_decorrelated_jitter_never_waits_longer_than_its_cap():
    values = waits(decorrelated_jitter(base=50, cap=1_000), 9, previous=900)
    assert max(values) == 1_000
    assert values.count(1_000) / len(values) == pytest.approx((2_700 - 1_000) / (2_700 - 50), abs=0.02)


@pytest.mark.parametrize("backoff", ALL, ids=repr)
def test_hundreds_of_failures_do_not_overflow(backoff):
    assert all(0 <= wait <= 1_000 for failed in (1, 64, 500, 2_000) for wait in waits(backoff, failed, 1_000, n=20))


@pytest.mark.parametrize("backoff", ALL, ids=repr)
def test_repr_is_the_call_that_builds_it(backoff):
    again = eval(repr(backoff), vars(sim).copy())
    assert again == backoff and hash(again) == hash(backoff) and again != fixed(31)


def test_cap_may_be_the_base():
    assert waits(exponential_backoff(base=50, cap=50), 4, n=1) == [50]


def test_retry_is_three_attempts_at_once_without_a_budget_unless_told_otherwise():
    retry = Retry()
    assert (retry.attempts, retry.backoff, retry.budget) == (3, no_wait(), None)
    assert Retry(3) == retry and Retry(4) != retry


def test_retry_cannot_be_changed_afterwards():
    with pytest.raises(AttributeError):
        Retry().attempts = 5


def test_budget_starts_empty():
    assert not RetryBudget(0.1).spend()


def test_tenth_of_a_retry_a_call_is_one_after_exactly_ten_calls():
    budget = RetryBudget(0.1)
    for _ in range(9):
        budget.earn()
        assert not budget.spend()
    budget.earn()
    assert budget.spend() and not budget.spend()


@pytest.mark.parametrize("share", [0.01, 0.05, 0.1, 0.2, 0.3, 0.7, 1.0])
def test_retries_are_in_the_long_run_the_share_that_is_earned(share):
    budget = RetryBudget(share)
    spent = 0
    for _ in range(10_000):
        budget.earn()
        spent += budget.spend()
    assert spent == pytest.approx(10_000 * share, abs=1)


def test_at_most_ten_retries_are_saved():
    budget = RetryBudget(0.5)
    for _ in range(1_000):
        budget.earn()
    assert [budget.spend() for _ in range(11)] == [True] * 10 + [False]


def test_budget_of_nothing_never_allows_a_retry():
    budget = RetryBudget(0)
    for _ in range(1_000):
        budget.earn()
    assert not budget.spend()
