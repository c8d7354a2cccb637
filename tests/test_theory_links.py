"""Closed forms of links: known values, and what they refuse."""

from math import inf, nan

import pytest

from sim.theory import mg1_sojourn
from sim.theory.links import constant_capacity, constant_sojourn, wire_time


def test_a_kilobyte_takes_eight_milliseconds_over_a_megabit_a_second():
    assert wire_time(1_000, 1) == 8 and wire_time(1_250, 10_000) == pytest.approx(0.001)


def test_the_slowest_stage_limits_what_gets_through():
    assert constant_capacity([2, 10, 5]) == 100


def test_one_stage_is_an_m_d_1_queue():
    assert constant_sojourn(50, [10]) == pytest.approx(mg1_sojourn(50, 10, 0)) == 15  # rho = 1/2: S + S/2


def test_further_stages_add_their_time_and_no_wait_in_any_order():
    assert constant_sojourn(50, [10, 3, 4]) == constant_sojourn(50, [3, 4, 10]) == 22


def test_without_orders_nobody_waits_and_from_capacity_on_for_ever():
    assert constant_sojourn(0, [10, 3]) == 13 and constant_sojourn(100, [10, 3]) == inf


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: wire_time(-1, 1), "size must be at least 0"), (lambda: wire_time(1, 0), "bandwidth must be positive, got 0"),
        (lambda: wire_time(nan, 1), "size must be a number"), (lambda: constant_sojourn(-1, [1]), "rate must be at least 0"),
        (lambda: constant_sojourn(1, [0]), "service_times must be positive"),
        (lambda: constant_sojourn(1, []), "service_times must hold at least one"),
        (lambda: constant_capacity(5), "service_times must be a list"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_by_name(ask, said):
    with pytest.raises((ValueError, TypeError), match=said):
        ask()
