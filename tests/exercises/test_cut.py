"""Exercises are cut from solutions: what becomes of each marker, and which mistakes are refused."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from tools.cut import CutError, cut, stub, tasks, work_in


def test_region_in_a_function_becomes_an_error_that_names_the_task():
    source = 'def f():\n    """Say."""\n    # BEGIN SOLUTION write it\n    return 1\n    # END SOLUTION'
    assert stub(source, 3) == 'def f():\n    """Say."""\n    raise NotImplementedError("Exercise 3: write it")'


def test_region_deep_in_a_method_keeps_its_indent_and_what_stands_around_it():
    before, after = "class B:\n    def f(self, ok):\n        if ok:\n", "        return 1"
    region = "            # BEGIN SOLUTION: forget\n            self.n = 0\n            # END SOLUTION\n"
    source = f"{before}{region}{after}"
    expected = f'{before}            raise NotImplementedError("Exercise 1: forget")\n{after}'
    assert stub(source, 1) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("pause = 700  # SOLUTION", "pause = ..."),
        ("pause: int = 700  # SOLUTION", "pause: int = ..."),
        ("answer = {1: 2}[1] == 2  # SOLUTION", "answer = ..."),
        ('d = {\n    "a:b": [1, "="],  # SOLUTION\n}', 'd = {\n    "a:b": ...,\n}'),
        ("d = dict(\n    a=f(x=1),  # SOLUTION\n    b=2,\n)", "d = dict(\n    a=...,\n    b=2,\n)"),
        ("# BEGIN SOLUTION\na = [\n  1]\nb: int = 2\n# END SOLUTION\nc = 3", "a = ...\nb = ...\nc = 3"),
    ],
)
def test_marked_values_outside_functions_become_an_ellipsis(line, expected):
    assert stub(line, 1) == expected


def test_words_with_quotes_stay_python():
    stubbed = stub('def f():\n    # BEGIN SOLUTION say "no" or \\ so\n    pass\n    # END SOLUTION', 1)
    space = {}
    exec(stubbed, space)
    with pytest.raises(NotImplementedError, match=r'Exercise 1: say "no" or \\ so'):
        space["f"]()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x = 1", "nothing in it is marked"),
        ("def f():\n    # BEGIN SOLUTION a\n    pass", "without an END"),
        ("def f():\n    pass\n    # END SOLUTION", "without a BEGIN"),
        (
            "def f():\n    # BEGIN SOLUTION a\n    # BEGIN SOLUTION b\n    pass\n    # END SOLUTION",
            "inside a region that line 2 began",
        ),
        (
            "def f():\n    # BEGIN SOLUTION\n    pass\n    # END SOLUTION",
            "say after BEGIN SOLUTION what is to be written",
        ),
        ("# BEGIN SOLUTION a\nprint(1)\n# END SOLUTION", "may hold only 'name = value'"),
        ("# BEGIN SOLUTION a\na, b = 1, 2\n# END SOLUTION", "may hold only 'name = value'"),
        ("class B:\n    # BEGIN SOLUTION a\n    x = 1\n    # END SOLUTION", "nothing in this region"),
        ("def f():\n    x = 1  # SOLUTION\n    return x", "inside a function; use BEGIN and END"),
        ("print(1)  # SOLUTION", "without 'name = value' or 'key: value'"),
        ("x = [  # SOLUTION\n  1]", "not Python, before or after the cut"),
        ("def f(:  # SOLUTION", "without 'name = value'"),
    ],
)
def test_marker_that_cannot_be_cut_is_refused(source, said):
    with pytest.raises(CutError, match=said):
        stub(source, 1)


def test_exercise_keeps_every_cell_under_its_id_and_protects_the_checks(solution):
    exercise = cut(solution, "42_sample")
    assert [cell["id"] for cell in exercise["cells"]] == [cell["id"] for cell in solution["cells"]]
    changed = [
        mine["id"]
        for mine, theirs in zip(exercise["cells"], solution["cells"], strict=True)
        if mine["source"] != theirs["source"]
    ]
    assert changed == ["pause", "wait"]
    assert [cell["id"] for cell in exercise["cells"] if cell["metadata"].get("editable") is False] == [
        "check-pause",
        "check-wait",
    ]
    assert "SOLUTION" not in str(exercise)
    assert "editable" not in str(solution), "the solution itself must stay as it was"


def test_tasks_are_numbered_and_named_by_their_headings(solution):
    found = tasks(solution)
    assert [(task.number, task.title, task.solution, task.check) for task in found] == [
        (1, "Exercise 1: find the pause", "pause", "check-pause"),
        (2, "Exercise 2: write the wait", "wait", "check-wait"),
    ]


@pytest.mark.parametrize(
    ("take_out", "said"),
    [
        ("check-pause", "pause: this solution has no check cell"),
        ("check-wait", "wait: this solution has no check cell"),
        ("pause", "check-pause: this check cell has no solution cell"),
        ("two", "wait: solution 2 must stand under a heading 'Exercise 2"),
    ],
)
def test_task_that_is_not_whole_is_refused(solution, take_out, said):
    solution["cells"] = [cell for cell in solution["cells"] if cell["id"] != take_out]
    with pytest.raises(CutError, match=said):
        tasks(solution)


def test_marker_in_a_cell_that_is_not_tagged_is_refused(solution):
    solution["cells"][1]["source"] = "x = 1  # SOLUTION"
    with pytest.raises(CutError, match="setup: a SOLUTION marker in a cell that is not tagged solution"):
        cut(solution, "42_sample")


def test_run_but_unfilled_exercise_holds_no_work(solution):
    exercise = cut(solution, "42_sample")
    exercise["cells"][1].update(execution_count=7, outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}])
    exercise["cells"].append(new_code_cell(""))
    assert work_in(exercise, cut(solution, "42_sample")) == []


def test_filled_added_and_removed_cells_are_work(solution):
    exercise = cut(solution, "42_sample")
    exercise["cells"][3]["source"] = "smallest_pause = 1"
    exercise["cells"][-1] = new_markdown_cell("my notes", id="mine")
    assert work_in(exercise, exercise) == [
        "cell pause was filled in",
        "cell mine was added",
        "cell check-wait was taken out",
    ]


def test_exercise_that_lost_its_metadata_is_held_against_the_fresh_cut(solution):
    fresh, exercise = cut(solution, "42_sample"), cut(solution, "42_sample")
    del exercise["metadata"]["exercise"]
    assert work_in(exercise, fresh) == []
    exercise["cells"][3]["source"] = "smallest_pause = 1"
    assert work_in(exercise, fresh) == ["cell pause was filled in"]
