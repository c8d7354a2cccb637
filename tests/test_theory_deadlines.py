"""What a deadline leaves, and how long lost packets hold up answers: the closed forms."""

from math import exp, inf, nan
from random import Random

import pytest

from sim.theory.deadlines import time_left
from sim.theory.head_of_line import held_alone, held_in_order


def test_deadline_of_thirty_less_seven_less_four_leaves_nineteen():
    assert time_left(30, [7, 4]) == [23, 19]


def test_nothing_is_left_when_more_was_spent_than_there_was():
    assert time_left(10, [4, 8, 1]) == [6, 0, 0]
    assert time_left(10, []) == []


def test_alone_an_answer_waits_for_its_own_loss():
    assert held_alone(0.02, 200) == 4
    assert held_alone(0, 200) == held_alone(0.5, 0) == 0


def test_in_order_it_is_the_same_when_answers_are_few_and_the_whole_time_when_they_are_many():
    assert held_in_order(1e-6, 0.02, 200) == pytest.approx(held_alone(0.02, 200))
    assert held_in_order(1e6, 0.02, 200) == pytest.approx(200, rel=0.01)
    assert held_in_order(100, 0, 200) == 0 and held_in_order(100, 1, 200) == 200


def test_small_numbers_and_the_formula_meet():
    below, above = (held_in_order(rate, 0.01, 100) for rate in (0.999e-3, 1.001e-3))
    assert below == pytest.approx(above, rel=1e-3)
    assert held_in_order(100, 0.02, 200) == pytest.approx(0.02 * 200 + 0.98 * (200 - (1 - exp(-0.4)) / 0.002))


def test_formula_is_what_answers_drawn_by_hand_give():
    random, now, last, total, count = Random(1), 0.0, 0.0, 0.0, 200_000
    for _ in range(count):
        now += random.expovariate(0.1)
        through = max(now + (200 if random.random() < 0.02 else 0), last)
        total, last = total + through - now, through
    assert total / count == pytest.approx(held_in_order(100, 0.02, 200), rel=0.03)


@pytest.mark.parametrize("wrong", [{"rate": -1}, {"rate": inf}, {"loss": 1.1}, {"loss": True}, {"again": -1}, {"again": nan}, {"again": "5"}])
def test_wrong_arguments_are_refused_by_name(wrong):
    with pytest.raises((ValueError, TypeError), match=f"{next(iter(wrong))} must be"):
        held_in_order(**{"rate": 10, "loss": 0.1, "again": 100} | wrong)
    if "rate" not in wrong:
        with pytest.raises((ValueError, TypeError), match=f"{next(iter(wrong))} must be"):
            held_alone(**{"loss": 0.1, "again": 100} | wrong)


@pytest.mark.parametrize("wrong", [{"deadline": -1}, {"deadline": None}, {"spent": [1, -1]}, {"spent": ["1"]}])
def test_wrong_times_are_refused_by_name(wrong):
    with pytest.raises((ValueError, TypeError), match=f"{next(iter(wrong))} must be"):
        time_left(**{"deadline": 10, "spent": [1]} | wrong)
