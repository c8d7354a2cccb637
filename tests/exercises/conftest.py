"""A small exercise to try the machinery on, in folders of its own."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.quick import search_path
from tools.form import normalised, read, text_of
from tools.notebooks import bring_into_form

PROJECT = Path(__file__).resolve().parents[2]

PAUSE = "smallest_pause = 700  # SOLUTION"
WAIT = """\
def wait(attempt):
    \"\"\"Return the wait before an attempt, in ms.\"\"\"
    # BEGIN SOLUTION double the wait with every attempt, up to 1,000 ms
    return min(1_000, 50 * 2**attempt)
    # END SOLUTION"""
CHECK_PAUSE = """\
check("the pause tips the system", lambda: smallest_pause >= 600, hint="try a longer one")
check("no shorter pause would do", lambda: smallest_pause < 800, hint="try a shorter one")"""
CHECK_WAIT = """\
check("the wait doubles", lambda: [wait(n) for n in range(3)] == [50, 100, 200], hint="50, 100, 200")
check("the wait is capped", lambda: wait(9) == 1_000, hint="at most 1,000 ms")"""


def sample():
    """Return a solution with two tasks."""
    cells = [
        ("title", new_markdown_cell("# 42 Sample")),
        ("setup", new_code_cell("from sim.checks import check")),
        ("one", new_markdown_cell("## Exercise 1: find the pause")),
        ("pause", new_code_cell(PAUSE, metadata={"tags": ["solution"]})),
        ("check-pause", new_code_cell(CHECK_PAUSE, metadata={"tags": ["check"]})),
        ("two", new_markdown_cell("## Exercise 2: write the wait")),
        ("wait", new_code_cell(WAIT, metadata={"tags": ["solution"]})),
        ("check-wait", new_code_cell(CHECK_WAIT, metadata={"tags": ["check"]})),
    ]
    for key, cell in cells:
        cell["id"] = key
    return normalised(new_notebook(cells=[cell for _, cell in cells]))


@pytest.fixture
def solution():
    """A solution notebook with two tasks."""
    return sample()


@pytest.fixture
def house(tmp_path, solution):
    """A folder with the sample's solution, the exercise cut from it, and the project's conftest."""
    return build_house(tmp_path, {"42_sample": solution})


def build_house(folder, solutions):
    """Fill a folder with solutions, by name, the exercises cut from them, and the project's conftest; returns the folder."""
    (folder / "solutions").mkdir()
    for name, solution in solutions.items():
        (folder / "solutions" / f"{name}.ipynb").write_text(text_of(solution), encoding="utf-8")
    (folder / "conftest.py").write_text('pytest_plugins = ["tools.exercise_report"]\n', encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    bring_into_form(folder)
    return folder


def nbval(folder, *arguments):
    """Run pytest with nbval in a process of its own, as a member does; returns the completed process."""
    environment = {**os.environ, "PYTHONPATH": search_path(), "NO_COLOR": "1"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        "-p",
        "no:cacheprovider",
        "--color=no",
        *map(str, arguments),
    ]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=600
    )


def cells_of(folder, *paths):
    """Run notebooks under nbval and return a list for each: by code cell in order, its id and the text of its failure,
    None if it passed.
    """
    report = folder / "report.xml"
    run = nbval(folder, f"--junitxml={report}", *paths)
    cases = list(ElementTree.parse(report).iter("testcase"))
    found = []
    for path in paths:
        module = Path(path).with_suffix("").as_posix().replace("/", ".")
        failures = {case.get("name"): case.findtext("failure") for case in cases if module in case.get("classname", "")}
        code = [cell for cell in read(folder / path)["cells"] if cell["cell_type"] == "code"]
        assert set(failures) == {f"Cell {at}" for at in range(len(code))}, run.stdout
        found.append([(cell["id"], failures[f"Cell {at}"]) for at, cell in enumerate(code)])
    return found


@pytest.fixture(name="nbval")
def nbval_fixture():
    """The function that runs pytest with nbval in a folder."""
    return nbval
