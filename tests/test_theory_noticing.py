"""How soon something rare is noticed: numbers of textbooks, inverses, and what is refused."""

from math import exp

import pytest

from sim.theory.noticing import largest_share, messages_needed, noticed, seen_in_time


def test_chance_is_one_minus_that_of_missing_it_every_time():
    assert noticed(0.5, 3) == 0.875 and noticed(0.01, 50) == pytest.approx(0.395, abs=5e-4)
    assert noticed(0, 1_000) == 0 and noticed(1, 1) == 1 and noticed(0.3, 0) == 0


@pytest.mark.parametrize("share", [0.001, 0.01, 1 / 40, 0.3, 0.5, 1])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.99])
def test_needed_messages_are_the_least_that_do(share, confidence):
    needed = messages_needed(share, confidence)
    assert noticed(share, needed) >= confidence > noticed(share, needed - 1)


def test_half_to_half_needs_no_more_than_it_must():
    assert messages_needed(0.5, 0.75) == 2 and messages_needed(0.01) == 299 and messages_needed(0.001) == 2_995


@pytest.mark.parametrize("looked", [30, 100, 1_000])
def test_rule_of_three_holds_within_a_few_per_cent(looked):
    assert largest_share(looked) == pytest.approx(3 / looked, rel=0.06)
    assert noticed(largest_share(looked), looked) == pytest.approx(0.95)


def test_channel_with_one_message_in_the_time_is_seen_by_all_but_one_in_e():
    assert seen_in_time(0.1, 10) == pytest.approx(1 - exp(-1)) and seen_in_time(0, 10) == seen_in_time(5, 0) == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: noticed(1.1, 5), "share must be at least 0 and at most 1"),
        (lambda: noticed(0.1, -1), "looked must be at least 0"),
        (lambda: messages_needed(0), "share must be more than 0"),
        (lambda: messages_needed(0.1, 1), "confidence must be below 1"),
        (lambda: largest_share(0), "looked must be at least 1"),
        (lambda: largest_share(10, 1), "confidence must be below 1"),
        (lambda: seen_in_time(-1, 1), "rate must be at least 0"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        wrong()
