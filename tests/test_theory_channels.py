"""Closed forms of channels: shares of consumers that compete, and what a late subscriber misses."""

from math import inf, sqrt

import pytest

from sim.theory import busy_shares, competing_share, missed_events


def test_competing_consumers_share_evenly_and_spread_like_a_binomial():
    assert competing_share(3, 120) == (1 / 3, pytest.approx(sqrt(120 * 2 / 9) / 120))
    assert competing_share(1, 10) == (1, 0)


def test_busy_consumers_share_by_their_speed():
    assert busy_shares([320, 80]) == pytest.approx([0.2, 0.8])
    assert busy_shares([50, 50, 50]) == pytest.approx([1 / 3] * 3) and busy_shares((7,)) == [1]


def test_late_subscriber_misses_what_is_older_than_the_channel_keeps():
    assert missed_events(10, 4_000) == 40
    assert missed_events(10, 4_000, 1_000) == 30
    assert missed_events(10, 4_000, 5_000) == missed_events(10, 4_000, inf) == missed_events(10, 0) == 0
