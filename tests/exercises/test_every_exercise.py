"""Every exercise of the project: as shipped nothing is started, its solution passes, and its checks tell right from
wrong.
"""

import contextlib
import io
import os
from pathlib import Path

import pytest

from tests.exercises.conftest import build_house, cells_of
from tools.answers import read_answers, tried, unproved
from tools.cut import tasks, work_in
from tools.form import read
from tools.notebooks import exercise_of

PROJECT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (PROJECT / "solutions").glob("*.ipynb"))
ANSWERS = [(name, answer) for name in NAMES for answer in read_answers(Path(__file__).parent / "answers" / name)]

every_exercise = pytest.mark.parametrize("name", NAMES)


def solution_of(name):
    return read(PROJECT / "solutions" / f"{name}.ipynb")


def how_it_differs(exercise, solution):
    """Return the ids at which an exercise is not its solution although the cell was not to be cut, or is although it
    was.
    """
    cut_cells = {task.solution for task in tasks(solution)}
    if [cell["id"] for cell in exercise["cells"]] != [cell["id"] for cell in solution["cells"]]:
        return ["the cells are not the same or not in the same order"]
    wrong = []
    for mine, theirs in zip(exercise["cells"], solution["cells"], strict=True):
        same = mine["source"] == theirs["source"]
        kept = (
            mine["cell_type"] == theirs["cell_type"] and {**mine["metadata"], **theirs["metadata"]} == mine["metadata"]
        )
        if not kept or same == (mine["id"] in cut_cells):
            wrong.append(mine["id"])
    return wrong


def not_as_it_should_start(cells, solution):
    """Return what is wrong about how an exercise fares as shipped: it fails at its check cells, not started, and
    nowhere else.
    """
    checks = {task.check for task in tasks(solution)}
    failing = {key: text for key, text in cells if text is not None}
    wrong = [f"{key} fails although it is no check: {failing[key]}" for key in failing.keys() - checks]
    wrong += [f"{key} passes although nothing is solved" for key in checks - failing.keys()]
    return wrong + [
        f"{key} does not say 'not started': {failing[key]}"
        for key in checks & failing.keys()
        if "not started" not in failing[key]
    ]


def run_here(notebook):
    """Run all code cells of a notebook in this process, as nbval does in a kernel, and return what `cells_of` returns."""
    space, fared = {"__name__": "__main__"}, []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            failed = None
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(cell["source"], f"<cell {cell['id']}>", "exec"), space)
            except Exception as error:
                failed = str(error)
            fared.append((cell["id"], failed))
    return fared


@pytest.fixture(scope="module")
def solved(request, tmp_path_factory):
    """How each cell of the solutions that are asked for fared, by name: run by one pytest, each in a kernel of its own."""
    asked = [item.callspec.params["name"] for item in request.session.items if item.originalname == "test_solution_passes"]
    house = build_house(tmp_path_factory.mktemp("house"), {name: solution_of(name) for name in asked})
    return dict(zip(asked, cells_of(house, *(f"solutions/{name}.ipynb" for name in asked))))


@every_exercise
def test_solution_passes(name, solved):
    assert [failed for failed in solved[name] if failed[1]] == []


@every_exercise
def test_exercise_as_shipped_is_not_started_at_each_check(name):
    shipped = run_here(read(PROJECT / "exercises" / f"{name}.ipynb"))
    assert not_as_it_should_start(shipped, solution_of(name)) == []


@every_exercise
def test_exercise_is_what_its_solution_gives_and_the_same_but_for_the_cut_cells(name):
    exercise, fresh = read(PROJECT / "exercises" / f"{name}.ipynb"), exercise_of(solution_of(name), name)
    work = work_in(exercise, fresh)
    if work and not os.environ.get("CI"):
        pytest.skip(f"somebody works on exercises/{name}.ipynb here ({'; '.join(work)}): nothing to compare")
    assert work == []
    assert how_it_differs(exercise, solution_of(name)) == []
    assert exercise["metadata"]["exercise"] == fresh["metadata"]["exercise"]


@every_exercise
def test_exercise_has_two_to_four_tasks(name):
    assert 2 <= len(tasks(solution_of(name))) <= 4


@pytest.mark.parametrize(("name", "answer"), ANSWERS, ids=[f"{name}-{answer.name}" for name, answer in ANSWERS])
def test_kept_answer_is_accepted_or_refused_as_expected(name, answer):
    assert tried(solution_of(name), answer) is None


@every_exercise
def test_every_check_turns_down_a_wrong_answer_and_accepts_two_right_ones(name):
    answers = [answer for of, answer in ANSWERS if of == name]
    assert unproved(solution_of(name), answers) == []


def test_every_folder_of_answers_belongs_to_an_exercise():
    kept = {
        path.name for path in (Path(__file__).parent / "answers").iterdir() if path.is_dir() and any(path.glob("*.py"))
    }
    assert kept - set(NAMES) == set()


def test_exercise_that_differs_outside_its_cut_cells_is_noticed(solution):
    exercise = exercise_of(solution, "42_sample")
    assert how_it_differs(exercise, solution) == []
    exercise["cells"][1]["source"] += "\nx = 1"
    exercise["cells"][3]["source"] = solution["cells"][3]["source"]
    assert how_it_differs(exercise, solution) == ["setup", "pause"]
    exercise["cells"].reverse()
    assert how_it_differs(exercise, solution) == ["the cells are not the same or not in the same order"]


def test_exercise_that_starts_wrong_is_noticed(solution):
    cells = [("setup", "boom"), ("check-pause", "not yet, because"), ("check-wait", None)]
    wrong = not_as_it_should_start(cells, solution)
    assert [sentence.split(":")[0] for sentence in wrong] == [
        "setup fails although it is no check",
        "check-wait passes although nothing is solved",
        "check-pause does not say 'not started'",
    ]


def test_sample_starts_with_not_started_and_its_solution_passes(house, solution):
    shipped, solved = cells_of(house, "exercises/42_sample.ipynb", "solutions/42_sample.ipynb")
    assert [key for key, failed in shipped if failed] == [key for key, failed in run_here(read(house / "exercises" / "42_sample.ipynb")) if failed]
    assert not_as_it_should_start(shipped, solution) == []
    assert [failed for failed in solved if failed[1]] == []
