"""Checks of arguments: the value comes back, or an error says what was given and what is allowed."""

from math import inf, nan

import pytest

from sim import arguments
from sim.arguments import flag, kind, number, one_of, share, text, whole


@pytest.mark.parametrize("value", [0, 1, 2.5, -3, 1e300, 10**300])
def test_number_is_given_back_as_it_came(value):
    assert number("rate", value) is value


@pytest.mark.parametrize("value", [True, False, None, "3", [3], 1j])
def test_what_is_not_a_number_is_the_wrong_kind(value):
    with pytest.raises(TypeError) as caught:
        number("rate", value)
    assert str(caught.value) == f"rate must be a number, got {value!r}"


@pytest.mark.parametrize("value", [nan, inf, -inf, 10**400, -(10**400)])
def test_number_that_is_no_amount_is_the_wrong_value(value):
    with pytest.raises(ValueError, match="^rate must be "):
        number("rate", value)


def test_infinity_passes_where_it_is_allowed():
    assert number("timeout", inf, above=0, finite=False) == inf
    assert whole("queue", inf, at_least=0, finite=False) == inf


def test_bounds_are_part_of_the_range_and_above_is_not():
    assert number("q", 0, at_least=0, at_most=100) == 0
    assert number("q", 100, at_least=0, at_most=100) == 100
    with pytest.raises(ValueError):
        number("rate", 0, above=0)


@pytest.mark.parametrize(
    "bounds, value, message",
    [
        ({"at_least": 0}, -1, "x must be at least 0, got -1"),
        ({"at_least": 0, "at_most": 5}, -1, "x must be at least 0 and at most 5, got -1"),
        ({"at_least": 0, "at_most": 5}, 6, "x must be at least 0 and at most 5, got 6"),
        ({"above": 0}, 0, "x must be positive, got 0"),
        ({"above": 3}, 3, "x must be more than 3, got 3"),
        ({"above": 0, "at_most": 1}, 2, "x must be more than 0 and at most 1, got 2"),
        ({"above": 0, "at_most": 1}, 0, "x must be more than 0 and at most 1, got 0"),
        ({"at_most": 1}, 2, "x must be at most 1, got 2"),
    ],
)
def test_message_names_parameter_value_and_range(bounds, value, message):
    with pytest.raises(ValueError) as caught:
        number("x", value, **bounds)
    assert str(caught.value) == message


@pytest.mark.parametrize("value, error", [(1.5, ValueError), (2.0, ValueError), (True, TypeError), ("2", TypeError), (None, TypeError)])
def test_only_an_int_is_a_whole_number(value, error):
    with pytest.raises(error, match="^workers must be a whole number, got "):
        whole("workers", value)
    assert whole("workers", 2) == 2


def test_whole_number_keeps_to_its_bounds():
    for value in (0, 6):
        with pytest.raises(ValueError, match=f"workers must be at least 1 and at most 5, got {value}"):
            whole("workers", value, at_least=1, at_most=5)


@pytest.mark.parametrize("value", [0, 0.3, 1])
def test_share_is_from_nothing_to_all(value):
    assert share("fail", value) == value


@pytest.mark.parametrize("value", [-0.1, 1.1, nan])
def test_share_outside_is_refused(value):
    with pytest.raises(ValueError, match="^fail must be"):
        share("fail", value)


def test_flag_is_true_or_false_and_nothing_else():
    assert flag("down", True) is True and flag("down", False) is False
    for value in (0, 1, "yes", None):
        with pytest.raises(TypeError, match="^down must be True or False, got "):
            flag("down", value)


def test_text_is_a_string_with_something_in_it():
    assert text("name", "stock") == "stock"
    with pytest.raises(TypeError, match="name must be a string, got 3"):
        text("name", 3)
    for value in ("", "  "):
        with pytest.raises(ValueError, match="name must not be empty"):
            text("name", value)


def test_one_of_lists_the_words_it_knows():
    assert one_of("order", "fifo", ("fifo", "lifo")) == "fifo"
    with pytest.raises(ValueError, match="order must be one of 'fifo', 'lifo', got 'random'"):
        one_of("order", "random", ("fifo", "lifo"))
    with pytest.raises(TypeError, match="order must be one of 'fifo', 'lifo', got 1"):
        one_of("order", 1, ("fifo", "lifo"))


def test_kind_shows_how_the_right_thing_is_written():
    with pytest.raises(TypeError, match=r"work must be a delay such as constant\(20\), got 20"):
        kind("work", 20, list, "a delay such as constant(20)")
    things = []
    assert kind("work", things, list, "a list") is things


def test_every_check_has_a_docstring():
    ours = [thing for thing in vars(arguments).values() if getattr(thing, "__module__", "") == "sim.arguments"]
    public = [check for check in ours if not check.__name__.startswith("_")]
    assert len(public) == 9 and all(thing.__doc__ for thing in public)
