"""Orders that are answered before they are decided: what counts, and when it is too late."""

from math import inf
from random import Random

import pytest

from sim.pending import APPROVED, PENDING, REJECTED, Pending


def book(limit=inf):
    pending = Pending(["consumer", "restaurant"], limit)
    pending.place(7, 1_000)
    return pending


def test_order_is_pending_until_all_have_said_yes():
    pending = book()
    pending.hear(7, "consumer", True, 1_020)
    assert pending.state(7, 1_030) == PENDING
    pending.hear(7, "restaurant", True, 9_000)
    assert pending.state(7, 9_000) == APPROVED and pending.orders[7].decided == 9_000


def test_first_no_rejects_it_and_a_yes_cannot_bring_it_back():
    pending = book()
    pending.hear(7, "restaurant", False, 1_010)
    pending.hear(7, "consumer", True, 1_020)
    pending.hear(7, "restaurant", True, 1_030)
    assert pending.state(7, 1_040) == REJECTED and pending.orders[7].decided == 1_010


def test_same_answer_twice_is_one_answer():
    pending = book()
    for time in (1_010, 1_020, 1_030):
        pending.hear(7, "consumer", True, time)
    assert pending.state(7, 1_040) == PENDING


def test_time_is_over_after_the_limit_and_a_yes_at_the_limit_still_counts():
    late, just = book(500), book(500)
    for pending in (late, just):
        pending.hear(7, "consumer", True, 1_100)
        assert pending.state(7, 1_500) == PENDING
    just.hear(7, "restaurant", True, 1_500)
    late.hear(7, "restaurant", True, 1_500.001)
    assert just.state(7, 2_000) == APPROVED and late.state(7, 2_000) == REJECTED
    assert late.orders[7].decided == 1_500


def test_no_after_the_approval_changes_nothing():
    pending = book(500)
    for who in pending.needs:
        pending.hear(7, who, True, 1_100)
    pending.hear(7, "consumer", False, 1_200)
    assert pending.state(7, 9_000) == APPROVED


def test_another_limit_holds_for_orders_placed_from_then_on():
    pending = book(500)
    pending.limit = 5_000
    pending.place(8, 1_000)
    assert (pending.state(7, 2_000), pending.state(8, 2_000)) == (REJECTED, PENDING)


def test_decided_orders_stay_decided_whatever_comes():
    rng = Random(1)
    for _ in range(300):
        pending, seen, now = Pending("abc", rng.choice([5, 20, inf])), PENDING, 0.0
        pending.place(1, now)
        for _ in range(12):
            now += rng.random() * 4
            pending.hear(1, rng.choice("abc"), rng.random() < 0.8, now)
            state = pending.state(1, now)
            assert seen in (PENDING, state)
            seen = state


def test_bad_limit_is_refused():
    with pytest.raises(ValueError, match="limit must be positive, got 0"):
        Pending("ab", 0)
