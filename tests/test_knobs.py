"""Knobs: descriptions of what a reader may turn."""

import pytest

from sim.knobs import Choice, Slider, Switch


def test_slider_takes_every_value_from_one_end_to_the_other():
    slider = Slider(10, 0, 20, 1, "Pause", "s")
    assert [slider.check("pause", value) for value in (0, 10, 20)] == [0, 10, 20]


@pytest.mark.parametrize("value", [-1, 21, 1e9])
def test_slider_says_how_far_it_goes(value):
    with pytest.raises(ValueError, match="pause must be at least 0 and at most 20, got "):
        Slider(10, 0, 20, 1, "Pause", "s").check("pause", value)


def test_slider_is_whole_when_all_its_numbers_are():
    assert Slider(1, 0, 5, 1, "Tries").whole
    assert not Slider(1, 0, 5, 0.5, "Tries").whole
    assert not Slider(1.0, 0, 5, 1, "Tries").whole
    assert not Slider(10, 1, 100, 3, "Wait", log=True).whole


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": 5, "high": 5},
        {"low": 6, "high": 5},
        {"value": 11},
        {"value": -1},
        {"step": 0},
        {"step": -1},
        {"low": 0, "log": True},
        {"label": ""},
    ],
)
def test_slider_that_cannot_be_drawn_is_refused(wrong):
    with pytest.raises(ValueError):
        Slider(**{"value": 5, "low": 0, "high": 10, "step": 1, "label": "Tries"} | wrong)


def test_slider_cannot_be_changed_afterwards():
    with pytest.raises(AttributeError):
        Slider(1, 0, 5, 1, "Tries").value = 3


def test_choice_takes_its_options_and_nothing_else():
    choice = Choice("fifo", ["fifo", "lifo"], "Order")
    assert choice.check("order", "lifo") == "lifo"
    with pytest.raises(ValueError, match=r"order must be one of \['fifo', 'lifo'\], got 'random'"):
        choice.check("order", "random")


def test_choice_of_pairs_shows_the_text_and_gives_the_value():
    choice = Choice(2, [("one", 1), ("two", 2)], "Tries")
    assert choice.pairs == [("one", 1), ("two", 2)]
    assert choice.check("tries", 1) == 1
    with pytest.raises(ValueError):
        choice.check("tries", "one")


def test_choice_shows_plain_values_as_their_text():
    assert Choice(1, [1, 2], "Tries").pairs == [("1", 1), ("2", 2)]


@pytest.mark.parametrize("options, error", [([], ValueError), ("fifo", TypeError), (5, TypeError)])
def test_choice_without_a_list_of_options_is_refused(options, error):
    with pytest.raises(error, match="options must"):
        Choice("fifo", options, "Order")


def test_choice_of_something_else_is_refused():
    with pytest.raises(ValueError, match="value must be one of"):
        Choice("random", ["fifo", "lifo"], "Order")


def test_switch_is_on_or_off():
    switch = Switch(False, "Breaker")
    assert switch.check("breaker", True) is True
    with pytest.raises(TypeError, match="breaker must be True or False, got 1"):
        switch.check("breaker", 1)
    with pytest.raises(TypeError, match="value must be True or False"):
        Switch("on", "Breaker")
