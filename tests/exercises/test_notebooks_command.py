"""python -m tools.notebooks: exercises follow their solutions, and a member's work is never overwritten."""

import nbclient
import pytest
from nbformat.v4 import new_markdown_cell

from tools.form import read, text_of
from tools.notebooks import main

EXERCISE, SOLUTION = "exercises/42_sample.ipynb", "solutions/42_sample.ipynb"


def edit(path, key, source):
    notebook = read(path)
    next(cell for cell in notebook["cells"] if cell["id"] == key)["source"] = source
    path.write_text(text_of(notebook), encoding="utf-8")


def everything(folder):
    return {path.name + path.parent.name: path.read_bytes() for path in folder.rglob("*.ipynb")}


def run(house, *arguments):
    return main([*arguments, "--root", str(house)])


def test_second_run_has_nothing_to_do(house, capsys):
    before = everything(house)
    assert run(house) == 0
    assert run(house, "--check") == 0
    assert "every notebook is in form" in capsys.readouterr().out
    assert everything(house) == before


def test_newer_solution_gives_a_newer_exercise_where_nobody_has_written(house, capsys):
    edit(house / SOLUTION, "pause", "shortest_pause = 700  # SOLUTION")
    assert run(house) == 0
    assert "exercises/42_sample.ipynb: brought into form" in capsys.readouterr().out
    assert "shortest_pause = ..." in (house / EXERCISE).read_text(encoding="utf-8")


def test_check_changes_nothing_and_says_what_would_change(house, capsys):
    edit(house / SOLUTION, "title", "# 42 Another title")
    before = everything(house)
    assert run(house, "--check") == 1
    assert capsys.readouterr().out == "exercises/42_sample.ipynb: would change\n"
    assert everything(house) == before


def test_run_but_unfilled_exercise_is_cleaned(house):
    notebook = read(house / EXERCISE)
    before = everything(house)
    nbclient.NotebookClient(notebook, allow_errors=True, kernel_name="python3", timeout=60).execute()
    (house / EXERCISE).write_text(text_of(notebook), encoding="utf-8")
    assert everything(house) != before
    assert run(house) == 0
    assert everything(house) == before


@pytest.mark.parametrize("arguments", [[], ["--check"], ["--execute"]])
@pytest.mark.parametrize("newer", [False, True])
def test_filled_in_exercise_is_refused_and_left_as_it_is(house, capsys, arguments, newer):
    edit(house / EXERCISE, "pause", "smallest_pause = 1")
    if newer:
        edit(house / SOLUTION, "pause", "shortest_pause = 700  # SOLUTION")
    before = everything(house)
    assert run(house, *arguments) == 1
    assert "left as it is, there is work in it (cell pause was filled in)" in capsys.readouterr().out
    assert everything(house) == before


def test_cell_that_a_member_added_is_work(house, capsys):
    notebook = read(house / EXERCISE)
    notebook["cells"].append(new_markdown_cell("my notes", id="mine"))
    (house / EXERCISE).write_text(text_of(notebook), encoding="utf-8")
    before = everything(house)
    assert run(house) == 1
    assert "cell mine was added" in capsys.readouterr().out
    assert everything(house) == before


def test_exercise_that_is_no_notebook_any_more_is_left_as_it_is(house, capsys):
    (house / EXERCISE).write_text("<<<<<<< conflict", encoding="utf-8")
    assert run(house) == 1
    assert "is no notebook" in capsys.readouterr().out
    assert (house / EXERCISE).read_text(encoding="utf-8") == "<<<<<<< conflict"


def test_exercise_without_a_solution_is_told(house, capsys):
    (house / SOLUTION).unlink()
    assert run(house, "--check") == 1
    assert "exercises/42_sample.ipynb: there is no solution of this name" in capsys.readouterr().out


def test_solution_that_cannot_be_cut_is_told_and_nothing_is_written(house, capsys):
    edit(house / SOLUTION, "pause", "smallest_pause = 700")
    before = everything(house)
    assert run(house) == 1
    assert (
        "solutions/42_sample.ipynb: cell pause: tagged solution, but nothing in it is marked" in capsys.readouterr().out
    )
    assert everything(house) == before


def test_one_broken_notebook_does_not_keep_the_others_from_their_form(house):
    (house / "solutions" / "41_broken.ipynb").write_text("{}", encoding="utf-8")
    edit(house / SOLUTION, "title", "# 42 Another title")
    assert run(house) == 1
    assert "Another title" in (house / EXERCISE).read_text(encoding="utf-8")
