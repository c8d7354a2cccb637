"""A copy of somebody's data: how far it is behind."""

import pytest

from sim.replica import Replica


def copy(changed, applied):
    replica = Replica()
    for time in changed:
        replica.change(time)
    for time in applied:
        replica.apply(time)
    return replica


def test_copy_is_behind_since_its_oldest_change_that_it_has_not_got():
    replica = copy([100, 150, 400], [180, 220])
    assert [replica.staleness(time) for time in (50, 100, 130, 180, 200, 300, 450)] == [0, 0, 30, 80, 50, 0, 50]


def test_lags_are_of_the_changes_that_have_arrived():
    assert copy([100, 150, 400], [180, 220]).lags == [80, 70]


def test_spans_behind_that_overlap_are_one():
    replica = copy([100, 150, 400, 900], [180, 220])
    assert replica.spans(800) == [(100, 220), (400, 800)]
    assert replica.share_behind(800) == pytest.approx(520 / 800)
    assert replica.spans(200) == [(100, 200)] and replica.share_behind(50) == 0


def test_event_without_a_change_is_refused():
    with pytest.raises(ValueError, match="now must come after a change that is not applied, got 9 with all 1 applied"):
        copy([5], [7, 9])


def test_share_of_no_time_is_refused():
    with pytest.raises(ValueError, match="until must be positive, got 0"):
        copy([], []).share_behind(0)
