"""check(label, condition, hint): three answers to a member, and none of them merely printed."""

import subprocess
import sys

import numpy
import pytest

from sim.checks import NOT_STARTED, NOT_YET, RAISED, CheckFailed, check

LABEL = "the breaker opens at the fifth failure in a row"
HINT = "a success sets the count to 0"

pause = ...
other_pause = 700
settings = {"failures": 5, "windows": [{"size": ...}]}


class Sample:
    pause = 700


def longer(than):
    return pause > than


def answer_to(condition, hint=HINT):
    """Return kind of answer and text of a check that must not pass."""
    with pytest.raises(CheckFailed) as caught:
        check(LABEL, condition, hint)
    assert caught.value.label == LABEL
    return caught.value.answer, str(caught.value)


@pytest.mark.parametrize(
    "condition", [True, numpy.bool_(True), lambda: True, lambda: numpy.float64(2) > 1, lambda: other_pause > 600]
)
def test_check_that_holds_prints_its_label(condition, capsys):
    assert check(LABEL, condition, hint=HINT) is None
    assert capsys.readouterr().out == f"✓ {LABEL}\n"


@pytest.mark.parametrize("condition", [False, numpy.bool_(False), lambda: False, lambda: other_pause > 800])
def test_check_that_does_not_hold_says_not_yet_with_the_hint_and_prints_nothing(condition, capsys):
    answer, text = answer_to(condition)
    assert answer == NOT_YET
    assert text == f"not yet, because this does not hold: {LABEL}. Hint: {HINT}"
    assert capsys.readouterr().out == ""


def test_stub_that_raises_says_not_started_and_which_exercise():
    def stub():
        raise NotImplementedError("Exercise 2: write the breaker")

    assert answer_to(lambda: stub() == 1) == (NOT_STARTED, f"not started: Exercise 2: write the breaker ({LABEL})")


def test_stub_without_words_says_not_started_too():
    def stub():
        raise NotImplementedError

    assert answer_to(stub)[0] == NOT_STARTED


@pytest.mark.parametrize(
    "condition",
    [
        lambda: pause > 600,  # would raise TypeError
        lambda: pause == 700,  # would give False
        lambda: pause != 700,  # would give True
        lambda: [n for n in range(3) if n == pause] == [],
        lambda: settings["failures"] == 5,
        lambda: longer(600),
        lambda found=...: found != 700,
    ],
)
def test_value_still_left_open_says_not_started_whatever_comparing_it_would_give(condition):
    answer, text = answer_to(condition)
    assert answer == NOT_STARTED
    assert "still holds ..." in text


def test_value_left_open_in_an_enclosing_function_says_not_started():
    local = ...
    assert answer_to(lambda: local != 3) == (NOT_STARTED, f"not started: local still holds ... ({LABEL})")


def test_condition_is_not_called_while_a_value_it_reads_is_left_open():
    called = []
    answer_to(lambda: called.append(1) or pause > 600)
    assert called == []


@pytest.mark.parametrize("condition", [..., lambda: ...])
def test_condition_that_is_itself_left_open_says_not_started(condition):
    assert answer_to(condition)[0] == NOT_STARTED


def test_attribute_of_the_same_name_as_an_open_value_is_not_mistaken_for_it(capsys):
    check(LABEL, lambda: Sample.pause == 700, HINT)
    assert LABEL in capsys.readouterr().out


def test_error_in_the_members_code_is_told_with_its_place_and_kept_as_cause():
    def member():
        return 1 / 0

    with pytest.raises(CheckFailed) as caught:
        check(LABEL, lambda: member() == 1, HINT)
    line = member.__code__.co_firstlineno + 1
    assert caught.value.answer == RAISED
    assert str(caught.value) == (
        f"your code raised ZeroDivisionError: division by zero (line {line} of its cell, in member). To show: {LABEL}"
    )
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_name_that_does_not_exist_asks_whether_the_cells_were_run():
    answer, text = answer_to(lambda: MyBreaker().state == "open")  # noqa: F821
    assert answer == RAISED
    assert "name 'MyBreaker' is not defined (have the cells above been run?)" in text


def test_call_with_the_wrong_arguments_is_told_as_the_members_error():
    def member():
        return True

    assert "your code raised TypeError" in answer_to(lambda: member(1))[1]


@pytest.mark.parametrize("value", [None, 1, 0, "yes", [True], numpy.array([True])])
def test_condition_that_asserts_nothing_is_refused(value):
    with pytest.raises(TypeError, match="condition must be True, False or a function"):
        check(LABEL, value, HINT)


@pytest.mark.parametrize("value", [None, 1, "open", [True]])
def test_function_that_gives_neither_true_nor_false_never_passes(value):
    answer, text = answer_to(lambda: value)
    assert answer == NOT_YET
    assert f"because {value!r} came out, neither True nor False" in text


@pytest.mark.parametrize(
    ("label", "hint", "error"),
    [("", HINT, ValueError), (LABEL, " ", ValueError), (1, HINT, TypeError), (LABEL, None, TypeError)],
)
def test_label_and_hint_must_say_something(label, hint, error):
    with pytest.raises(error, match="label|hint"):
        check(label, True, hint)


def test_interrupt_of_an_endless_loop_passes_through():
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(LABEL, interrupted, HINT)


def test_check_inside_a_check_keeps_its_own_answer():
    with pytest.raises(CheckFailed, match="not yet, because this does not hold: inner"):
        check(LABEL, lambda: check("inner", False, HINT), HINT)


def test_error_renders_as_one_line_in_jupyter():
    with pytest.raises(CheckFailed) as caught:
        check(LABEL, False, HINT)
    assert caught.value._render_traceback_() == [f"✗ not yet, because this does not hold: {LABEL}. Hint: {HINT}"]


def test_checks_load_neither_widgets_nor_numpy():
    heavy = {"ipywidgets", "anywidget", "numpy", "matplotlib"}
    code = f"import sys, sim.checks; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
