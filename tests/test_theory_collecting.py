"""Answers in a window: the closed forms against sums and limits of their own."""

from itertools import product
from math import exp, inf
from random import Random

import pytest

from sim.theory import all_in_time, answers_in_time, window_for_all


def test_share_in_time_is_one_less_the_tail_of_the_exponential():
    assert answers_in_time(20, 20) == pytest.approx(1 - exp(-1))
    assert answers_in_time(24, 20, delay=4) == answers_in_time(20, 20)
    assert answers_in_time(3, 20, delay=4) == 0


def test_all_of_n_is_what_is_counted_over_all_their_cases():
    p = answers_in_time(30, 20)
    for n in (1, 2, 3, 5):
        cases = product((True, False), repeat=n)
        assert sum(p ** sum(case) * (1 - p) ** (n - sum(case)) for case in cases if all(case)) == pytest.approx(all_in_time(n, 30, 20))


def test_all_of_three_is_what_a_throw_of_dice_gives():
    random = Random(1)
    hits = sum(max(random.expovariate(1 / 20) for _ in range(3)) <= 30 for _ in range(20_000))
    assert abs(hits / 20_000 - all_in_time(3, 30, 20)) < 4 * 0.0036


@pytest.mark.parametrize("n", [1, 3, 10])
@pytest.mark.parametrize("wanted", [0.1, 0.5, 0.95, 0.999])
def test_window_for_all_is_the_inverse(n, wanted):
    assert all_in_time(n, window_for_all(wanted, n, 20, delay=4), 20, delay=4) == pytest.approx(wanted)


def test_to_have_all_for_certain_takes_for_ever():
    assert window_for_all(1, 3, 20) == inf and window_for_all(0, 3, 20, delay=4) == 4
