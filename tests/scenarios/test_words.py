"""Numbers as people say them."""

import pytest

from sim.scenarios.words import per_cent, times


@pytest.mark.parametrize(
    "part, words",
    [
        (0, "0 %"),
        (1e-9, "less than 0.1 %"),
        (0.0004, "less than 0.1 %"),
        (0.001, "0.1 %"),
        (0.5, "50.0 %"),
        (0.992, "99.2 %"),
        (0.9994, "99.9 %"),
        (0.99999, "more than 99.9 %"),
        (1, "100 %"),
    ],
)
def test_only_all_is_a_hundred_and_only_nothing_is_none(part, words):
    assert per_cent(part) == words


@pytest.mark.parametrize("count, words", [(1, "once"), (2, "twice"), (3, "3 times"), (1_234, "1,234 times")])
def test_counts_are_said_as_words(count, words):
    assert times(count) == words
