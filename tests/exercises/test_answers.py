"""Kept answers: the runner that tries them, and that no lack of them goes unnoticed."""

import pytest

from tools.answers import Answer, read_answers, tried, unproved

LOOP = """\
def wait(attempt):
    pause = 50
    for _ in range(attempt):
        pause = min(1_000, 2 * pause)
    return pause"""
SHIFT = "def wait(attempt):\n    return min(1_000, 50 << attempt)"
UNCAPPED = "def wait(attempt):\n    return 50 * 2**attempt"
LINEAR = "def wait(attempt):\n    return min(1_000, 50 * (attempt + 1))"


def kept():
    """Return answers that prove the sample whole."""
    return [
        Answer("1_less", 1, None, "smallest_pause = 650"),
        Answer("1_edge", 1, None, "smallest_pause = 600"),
        Answer("1_short", 1, "the pause tips the system", "smallest_pause = 10"),
        Answer("1_long", 1, "no shorter pause would do", "smallest_pause = 9_000"),
        Answer("2_loop", 2, None, LOOP),
        Answer("2_shift", 2, None, SHIFT),
        Answer("2_uncapped", 2, "the wait is capped", UNCAPPED),
        Answer("2_linear", 2, "the wait doubles", LINEAR),
    ]


def test_answers_that_fare_as_expected_say_nothing(solution):
    assert [tried(solution, answer) for answer in kept()] == [None] * 8
    assert unproved(solution, kept()) == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            Answer("a", 2, None, UNCAPPED),
            "should be accepted, but: not yet, because this does not hold: the wait is capped",
        ),
        (Answer("a", 2, "the wait is capped", SHIFT), "but all its checks passed"),
        (Answer("a", 2, "the wait doubles", UNCAPPED), "should be refused, because the wait doubles; but: not yet"),
        (Answer("a", 1, "a reason", "smallest_pause = ..."), "counts as not started"),
        (Answer("a", 1, "a reason", "smallest_pause = 1 / 0"), "raised before the check: ZeroDivisionError"),
        (Answer("a", 3, None, ""), "there is no task 3, only 1 to 2"),
    ],
)
def test_answer_that_fares_otherwise_is_told(solution, answer, said):
    assert said in tried(solution, answer)


def test_answer_whose_code_raises_in_the_check_is_refused_with_what_it_raised(solution):
    answer = Answer("a", 2, "your code raised KeyError: 0", "def wait(attempt):\n    return {}[attempt]")
    assert tried(solution, answer) is None


@pytest.mark.parametrize("left_out", ["1_short", "2_linear"])
def test_check_that_no_wrong_answer_meets_is_noticed(solution, left_out):
    found = unproved(solution, [answer for answer in kept() if answer.name != left_out])
    assert len(found) == 1
    assert "no wrong answer is kept that is turned down by" in found[0]


def test_task_with_a_single_right_answer_is_noticed(solution):
    found = unproved(solution, [answer for answer in kept() if answer.name != "2_shift"])
    assert found == ["Exercise 2: write the wait: 1 right answers other than the solution are kept, two are needed"]


def test_right_answers_that_differ_in_comments_only_count_once(solution):
    answers = [answer for answer in kept() if answer.name != "2_shift"] + [
        Answer("2_again", 2, None, f"# again\n{LOOP}")
    ]
    assert len(unproved(solution, answers)) == 1


def test_right_answer_that_is_the_solution_itself_does_not_count(solution):
    same = solution["cells"][6]["source"]
    answers = [answer for answer in kept() if answer.name != "2_shift"] + [Answer("2_same", 2, None, same)]
    assert len(unproved(solution, answers)) == 1


def test_check_cell_without_a_check_is_noticed(solution):
    solution["cells"][7]["source"] = "wait(3)"
    assert "Exercise 2: write the wait: its check cell checks nothing" in unproved(solution, kept())


def test_answer_file_is_read_with_its_task_and_expectation(tmp_path):
    (tmp_path / "2_loop.py").write_text(f"# task: 2\n# expect: accepted\n{LOOP}", encoding="utf-8")
    (tmp_path / "2_uncapped.py").write_text(
        f"# task: 2\n# expect: refused, because the wait is capped\n{UNCAPPED}", encoding="utf-8"
    )
    assert read_answers(tmp_path) == [
        Answer("2_loop", 2, None, LOOP),
        Answer("2_uncapped", 2, "the wait is capped", UNCAPPED),
    ]


@pytest.mark.parametrize("text", ["x = 1\n", "# task: two\n# expect: accepted\n", "# task: 2\n# expect: refused\n"])
def test_answer_file_without_its_header_is_refused(tmp_path, text):
    (tmp_path / "2_odd.py").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="2_odd.py must begin with"):
        read_answers(tmp_path)
