"""What a member sees who runs an exercise through pytest and nbval."""

import copy

import nbclient
import pytest

from tools.form import read, text_of

EXERCISE = "exercises/42_sample.ipynb"
RIGHT = {
    "pause": "smallest_pause = 650",
    "wait": "def wait(n):\n    return min(1_000, [50, 100, 200, 400, 800, 1_600, 0, 0, 0, 9_999][n])",
}


def edit(house, sources=(), at=EXERCISE):
    """Write sources into an exercise, by cell id."""
    notebook = read(house / EXERCISE)
    for cell in notebook["cells"]:
        cell["source"] = dict(sources).get(cell["id"], cell["source"])
    (house / at).parent.mkdir(exist_ok=True)
    (house / at).write_text(text_of(notebook), encoding="utf-8")
    return notebook


def test_untouched_exercise_is_told_not_started_task_by_task(house, nbval):
    run = nbval(house, EXERCISE)
    assert run.returncode == 1
    assert "42_sample: 0 of 2 tasks done" in run.stdout
    assert "✗ Exercise 1: find the pause - not started: smallest_pause still holds ..." in run.stdout
    assert "✗ Exercise 2: write the wait - not started: Exercise 2: double the wait" in run.stdout
    assert "Traceback" not in run.stdout


def test_half_solved_exercise_is_told_what_is_done_and_what_is_not_yet(house, nbval):
    edit(house, {"pause": RIGHT["pause"], "wait": "def wait(n):\n    return 50 * 2**n"})
    run = nbval(house, EXERCISE)
    assert run.returncode == 1
    assert "42_sample: 1 of 2 tasks done" in run.stdout
    assert "✓ Exercise 1: find the pause\n" in run.stdout
    assert (
        "Exercise 2: write the wait - not yet, because this does not hold: the wait is capped. Hint: at most 1,000 ms"
        in run.stdout
    )


def test_solved_exercise_passes(house, nbval):
    edit(house, RIGHT)
    run = nbval(house, EXERCISE)
    assert run.returncode == 0, run.stdout
    assert "42_sample: 2 of 2 tasks done" in run.stdout


def test_error_in_the_members_code_is_told_with_its_place(house, nbval):
    edit(house, {**RIGHT, "wait": "def wait(n):\n    return 1 / 0"})
    run = nbval(house, EXERCISE)
    assert (
        "Exercise 2: write the wait - your code raised ZeroDivisionError: "
        "division by zero (line 2 of its cell, in wait)" in run.stdout
    )


def test_answer_cell_that_is_no_python_is_told_before_the_check_that_misses_it(house, nbval):
    edit(house, {**RIGHT, "wait": "def wait(n) return 1"})
    run = nbval(house, EXERCISE)
    assert "Exercise 2: write the wait - its cell raised SyntaxError" in run.stdout


def test_unsolved_exercise_saved_after_a_run_is_still_told_not_yet(house, nbval):
    notebook = edit(house, {"pause": "smallest_pause = 10"})
    nbclient.NotebookClient(notebook, allow_errors=True, kernel_name="python3", timeout=60).execute()
    stored = str([cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"])
    (house / EXERCISE).write_text(text_of(notebook), encoding="utf-8")
    assert "not yet" in stored and "not started" in stored, (
        "the run must have stored both answers for this test to mean something"
    )
    run = nbval(house, EXERCISE)
    assert run.returncode == 1
    assert "42_sample: 0 of 2 tasks done" in run.stdout
    assert "not yet, because this does not hold: the pause tips the system" in run.stdout


def test_check_in_jupyter_shows_one_line_and_no_traceback(house):
    notebook = read(house / EXERCISE)
    nbclient.NotebookClient(notebook, allow_errors=True, kernel_name="python3", timeout=60).execute()
    errors = {cell["id"]: cell["outputs"][0]["traceback"] for cell in notebook["cells"] if cell.get("outputs")}
    assert set(errors) == {"check-pause", "check-wait"}
    assert errors["check-pause"] == ["✗ not started: smallest_pause still holds ... (the pause tips the system)"]


@pytest.mark.parametrize("what", ["source", "tags", "kind"])
def test_changed_check_cell_is_noticed_even_when_all_cells_pass(house, nbval, what):
    notebook = edit(house, RIGHT)
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "check-wait")
    if what == "source":
        cell["source"] = 'check("the wait doubles", lambda: True, hint="-")'
    elif what == "tags":
        cell["metadata"]["tags"] = ["check", "nbval-skip"]
    else:
        cell["cell_type"] = "markdown"
        del cell["outputs"], cell["execution_count"]
    (house / EXERCISE).write_text(text_of(notebook), encoding="utf-8")
    run = nbval(house, EXERCISE)
    assert run.returncode == 1
    assert "42_sample: 1 of 2 tasks done" in run.stdout
    assert "Exercise 2: write the wait - its check cell was changed" in run.stdout


def test_deleted_check_cells_are_noticed(house, nbval):
    notebook = edit(house, RIGHT)
    notebook["cells"] = [cell for cell in notebook["cells"] if not cell["id"].startswith("check")]
    (house / EXERCISE).write_text(text_of(notebook), encoding="utf-8")
    run = nbval(house, EXERCISE)
    assert run.returncode == 1
    assert "42_sample: 0 of 2 tasks done" in run.stdout
    assert run.stdout.count("its check cell was deleted") >= 2


def test_check_cell_pasted_under_a_new_id_still_counts(house, nbval):
    notebook = edit(house, RIGHT)
    for cell in notebook["cells"]:
        if cell["id"].startswith("check"):
            cell["id"] = f"new-{cell['id']}"
    (house / EXERCISE).write_text(text_of(notebook), encoding="utf-8")
    run = nbval(house, EXERCISE)
    assert run.returncode == 0, run.stdout
    assert "42_sample: 2 of 2 tasks done" in run.stdout


def test_copy_under_another_name_in_another_folder_is_told_the_same(house, nbval):
    edit(house, {"pause": RIGHT["pause"]}, at="mine/try.ipynb")
    run = nbval(house, "mine/try.ipynb")
    assert run.returncode == 1
    assert "42_sample: 1 of 2 tasks done" in run.stdout
    assert "not started: Exercise 2" in run.stdout


def test_copy_outside_the_project_is_told_by_the_check_alone(house, nbval, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "42_sample.ipynb").write_text((house / EXERCISE).read_text(encoding="utf-8"), encoding="utf-8")
    run = nbval(elsewhere, "--nbval-current-env", "42_sample.ipynb")
    assert run.returncode == 1
    assert "✗ not started: smallest_pause still holds ..." in run.stdout


def test_copy_without_a_solution_to_compare_says_so(house, nbval):
    (house / "solutions" / "42_sample.ipynb").unlink()
    run = nbval(house, EXERCISE)
    assert "42_sample: 0 of 2 tasks done" in run.stdout
    assert "the check cells were not compared" in run.stdout


def test_endless_loop_is_ended_and_told(house, nbval):
    edit(house, {**RIGHT, "wait": "def wait(n):\n    while True:\n        pass"})
    run = nbval(house, "--nbval-cell-timeout=5", EXERCISE)
    assert run.returncode == 1
    assert "✓ Exercise 1" in run.stdout
    assert "Exercise 2: write the wait - its cell took longer than 5 s: is there an endless loop?" in run.stdout


def test_cells_of_a_file_stay_in_one_worker_under_xdist(house, nbval):
    edit(house, RIGHT)
    run = nbval(house, "-n", "2", EXERCISE)
    assert run.returncode == 0, run.stdout
    assert "42_sample: 2 of 2 tasks done" in run.stdout


def test_ordinary_notebook_is_not_taken_for_an_exercise(house, nbval):
    notebook = copy.deepcopy(read(house / "solutions" / "42_sample.ipynb"))
    (house / "notebooks").mkdir()
    (house / "notebooks" / "42_sample.ipynb").write_text(text_of(notebook), encoding="utf-8")
    run = nbval(house, "notebooks/42_sample.ipynb", "solutions/42_sample.ipynb")
    assert run.returncode == 0, run.stdout
    assert "tasks done" not in run.stdout
