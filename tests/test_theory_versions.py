"""Closed forms of a roll-out: against enumerations, integrals and each other."""

from itertools import product
from math import inf

import pytest

from sim.theory import all_moved, held_time, mismatch, overlap
from sim.versions import BREAKS, fit


def test_share_of_calls_that_fail_is_that_of_all_meetings_that_do_not_fit():
    clients = ["1.0.0"] * 3 + ["2.0.0"] * 7
    instances = [["1.0.0"]] * 2 + [["1.0.0", "2.0.0"]] * 5 + [["2.0.0"]] * 3
    meetings = [fit(client, served) == BREAKS for client, served in product(clients, instances)]
    assert mismatch(moved=0.7, replaced=0.3, both=0.5) == pytest.approx(sum(meetings) / len(meetings))


def test_half_and_half_is_half_and_the_ends_are_safe():
    assert mismatch(0.5, 0.5) == 0.5 and mismatch(0, 0) == mismatch(1, 1) == 0 and mismatch(0, 1) == mismatch(1, 0) == 1


def test_nobody_fails_while_every_instance_serves_both():
    assert all(mismatch(moved / 10, 0, both=1) == 0 for moved in range(11))


def test_more_instances_that_change_than_there_are_is_refused():
    with pytest.raises(ValueError, match="both must be at least 0 and at most 0.25, got 0.5"):
        mismatch(0.5, 0.75, both=0.5)


def test_last_of_many_to_move_takes_as_long_as_the_harmonic_number_says():
    """The mean is the integral of the chance that not all have moved."""
    step = 0.01
    mean = sum(step * (1 - all_moved((k + 0.5) * step, gap=10, readers=20)) for k in range(40_000))
    assert mean == pytest.approx(held_time(gap=10, readers=20), rel=1e-4) == pytest.approx(35.977, rel=1e-4)


def test_thirty_days_for_twenty_clients_of_ten_are_a_bet_lost_two_times_in_three():
    assert all_moved(30, gap=10, readers=20) == pytest.approx(0.3601, abs=5e-5)


@pytest.mark.parametrize("wanted", [1e-9, 0.01, 0.5, 0.99, 1 - 1e-9])
@pytest.mark.parametrize("readers", [1, 2, 20, 1_000])
def test_overlap_is_where_all_have_moved_with_that_chance(wanted, readers):
    assert all_moved(overlap(wanted, 7, readers), 7, readers) == pytest.approx(wanted, rel=1e-6)


def test_no_overlap_makes_it_certain_and_none_is_needed_for_no_chance():
    assert overlap(1, 7, 3) == inf and overlap(0, 7, 3) == 0
