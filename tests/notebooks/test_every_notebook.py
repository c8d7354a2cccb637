"""Every notebook of the project: in form, in keeping with the rules, and running from top to bottom."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.quick import search_path
from tools.cut import work_in
from tools.form import faults, normalised, read, text_of
from tools.notebooks import exercise_of
from tools.rules import broken_rules

PROJECT = Path(__file__).resolve().parents[2]
CELL_SECONDS, NOTEBOOK_SECONDS = 60, 180  # a notebook should take 15 s; these only end one that hangs

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
SOLUTIONS = sorted((PROJECT / "solutions").glob("*.ipynb"))
EXERCISES = sorted((PROJECT / "exercises").glob("*.ipynb"))


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=[f"{path.parent.name}/{path.stem}" for path in paths])


def run_under_nbval(path, *arguments):
    """Run a notebook as a reader's pytest would, in a process of its own with a time limit; returns the completed
    process.
    """
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        f"--nbval-cell-timeout={CELL_SECONDS}",
        "-p",
        "no:cacheprovider",
        "--color=no",
    ]
    mark = uuid4().hex
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": search_path(), "BOOKCLUB_MARK": mark, "TMPDIR": folder}
        run = subprocess.run(
            [*command, *arguments, str(path)],
            cwd=path.parent,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=NOTEBOOK_SECONDS,
        )
        run.left_behind = left_behind(mark)
        run.files = sorted(file.name for file in Path(folder).iterdir())
    return run


def left_behind(mark, seconds=5):
    """Return the processes that carry `mark` in their environment and are still there after a while."""
    end = time.monotonic() + seconds
    while left := [process for process in psutil.process_iter() if carries(process, mark)]:
        if time.monotonic() > end:
            return left
        time.sleep(0.1)
    return []


def carries(process, mark):
    try:
        return process.environ().get("BOOKCLUB_MARK") == mark
    except (psutil.Error, OSError):
        return False  # somebody else's, or gone


@each(NOTEBOOKS)
def test_notebook_runs_from_top_to_bottom_and_shows_what_it_claims(path):
    run = run_under_nbval(path)
    print(run.stdout.splitlines()[-1])
    assert run.returncode == 0, run.stdout
    assert run.left_behind == [] and run.files == []


@each(NOTEBOOKS + SOLUTIONS)
def test_make_notebooks_would_change_nothing(path):
    assert path.read_text(encoding="utf-8") == text_of(normalised(read(path))), "run: make notebooks"


@each(EXERCISES)
def test_make_notebooks_would_cut_the_same_exercise(path):
    solution = PROJECT / "solutions" / path.name
    assert solution.exists(), "there is no solution of this name"
    fresh, exercise = exercise_of(read(solution), path.stem), read(path)
    work = work_in(exercise, fresh)
    if work and not os.environ.get("CI"):
        pytest.skip(f"somebody works on exercises/{path.name} here: {'; '.join(work)}")
    assert text_of(exercise) == text_of(fresh), "run: make notebooks"


@each(SOLUTIONS)
def test_solution_has_its_exercise(path):
    assert (PROJECT / "exercises" / path.name).exists(), "run: make notebooks"


@each(NOTEBOOKS + SOLUTIONS)
def test_notebook_has_no_fault_that_only_its_author_can_mend(path):
    assert faults(normalised(read(path))) == []


@each(NOTEBOOKS + SOLUTIONS)
def test_notebook_keeps_the_rules(path):
    assert broken_rules(read(path), path) == []


@pytest.mark.parametrize(
    ("source", "stored", "said"),
    [
        ("assert 1 > 2", "", "AssertionError"),
        ("# NBVAL_CHECK_OUTPUT\nprint(2)", "3\n", "Cell outputs differ"),
        ("while True: pass", "", "Timeout"),
    ],
)
def test_notebook_that_fails_or_shows_something_else_or_hangs_is_noticed(tmp_path, source, stored, said):
    outputs = [new_output("stream", name="stdout", text=stored)] if stored else []
    notebook = new_notebook(cells=[new_code_cell(source, id="one", outputs=outputs, execution_count=1)])
    (tmp_path / "42_bad.ipynb").write_text(text_of(normalised(notebook)), encoding="utf-8")
    run = run_under_nbval(tmp_path / "42_bad.ipynb", "--nbval-cell-timeout=3")
    assert run.returncode == 1
    assert said in run.stdout


def test_process_and_file_that_a_notebook_leaves_behind_are_noticed(tmp_path):
    source = (
        "import subprocess, sys, tempfile\ntempfile.mkdtemp(prefix='left-')\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(90)'], start_new_session=True);"
    )
    notebook = new_notebook(cells=[new_code_cell(source, id="one")])
    (tmp_path / "42_bad.ipynb").write_text(text_of(normalised(notebook)), encoding="utf-8")
    run = run_under_nbval(tmp_path / "42_bad.ipynb")
    commands = [process.cmdline() for process in run.left_behind]
    for process in run.left_behind:
        process.kill()
    assert run.returncode == 0 and len(commands) == 1 and "sleep(90)" in commands[0][-1]
    assert len(run.files) == 1 and run.files[0].startswith("left-")
