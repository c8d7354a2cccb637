"""A pytest plugin: say in words which tasks of an exercise are done, and notice checks that were changed.

With ``pytest --nbval-lax exercises/10_circuit_breaker.ipynb`` the run ends with a section such as::

    10_circuit_breaker: 1 of 3 tasks done
      ✓ Exercise 1: foresee the opening
      ✗ Exercise 2: write the breaker - not started
      ✗ Exercise 3: tune it - not yet, because this does not hold: …

An exercise is known by its metadata, so a copy under another name or in another folder of the project is told the same.
"""

from pathlib import Path

import pytest

from tools.cut import CutError, tags, tasks
from tools.form import read

CELL_SECONDS = 120  # nbval's own limit is 2,000 s, long to wait for an endless loop
NBVAL_CELL_SECONDS = 2000
ROOT = Path(__file__).resolve().parent.parent
PROPERTY = "exercise"


def pytest_configure(config):
    """Set what nbval needs here: this environment's kernel, a time limit, and with xdist all cells of a file in one
    worker.
    """
    option = config.option
    if not (getattr(option, "nbval", False) or getattr(option, "nbval_lax", False)):
        return
    if option.nbval_cell_timeout == NBVAL_CELL_SECONDS:
        option.nbval_cell_timeout = CELL_SECONDS
    if not option.nbval_kernel_name:
        option.nbval_current_env = True
    if getattr(option, "dist", "no") == "load":
        option.dist = "loadfile"
    config.pluginmanager.register(ExerciseReport(), "exercise-report")


class ExerciseReport:
    """What happens during a run with nbval: guards are collected, cells speak, the end sums up."""

    def __init__(self):
        self.exercises = {}
        self.found = {}

    def exercise(self, path):
        """Return the `Exercise` at a path, or None if the notebook is none."""
        if path not in self.exercises:
            self.exercises[path] = Exercise.at(path)
        return self.exercises[path]

    def pytest_collect_file(self, file_path, parent):
        """Collect, beside nbval's cells, one failing item for each check cell that is no longer the solution's."""
        if file_path.suffix == ".ipynb" and (exercise := self.exercise(file_path)):
            return Guard.from_parent(parent, path=file_path, exercise=exercise)
        return None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        """Note what a cell of a task came to, and let a check cell that fails say its answer instead of a traceback."""
        report = yield
        exercise = self.exercises.get(item.path)
        if call.when == "call" and exercise and hasattr(item, "cell"):
            said = exercise.said(item, call.excinfo)
            if said:
                report.user_properties.append((PROPERTY, said))
                if said["part"] == "check" and not said["passed"]:
                    report.longrepr = f"{said['task']}: {said['words']}"
        return report

    def pytest_runtest_logreport(self, report):
        """Gather what was said; with xdist this runs where the summary is written."""
        for key, said in report.user_properties:
            if key == PROPERTY and report.when == "call":
                self.found.setdefault(report.nodeid.split("::")[0], []).append(said)

    def pytest_terminal_summary(self, terminalreporter):
        """Write for each exercise which tasks are done."""
        if self.found:
            terminalreporter.section("exercises")
        for said in self.found.values():
            for line in summary(said):
                terminalreporter.write_line(line)


class Exercise:
    """An exercise as a member has it, beside the solution it was cut from."""

    def __init__(self, name, notebook, solution):
        self.name = name
        self.solution = solution
        source = solution or notebook
        self.tasks = tasks(source)
        self.titles = {key: task.title for task in self.tasks for key in (task.solution, task.check)}
        self.checks = {cell["id"]: cell for cell in source["cells"] if "check" in tags(cell)}
        self.notebook = notebook

    @classmethod
    def at(cls, path):
        """Return the exercise at a path, or None if it is not one. The solution is looked for beside its folder, then
        in the project.
        """
        try:
            notebook = read(path)
            kept = notebook["metadata"].get("exercise", {})
            if not kept and path.parent.name != "exercises":
                return None
            name = kept.get("name", path.stem)
            beside = [root / "solutions" / f"{name}.ipynb" for root in (path.parent.parent, ROOT)]
            solution = next((read(where) for where in beside if where.exists()), None)
            return cls(name, notebook, solution)
        except (OSError, ValueError, CutError):
            return None  # no notebook, or none that can be understood: nbval has its own say about it

    def changed_checks(self):
        """Yield task and words for each check cell that is gone or not as the solution has it."""
        if self.solution is None:
            return
        here = {cell.get("id"): cell for cell in self.notebook["cells"]}
        like = [_asked(cell) for cell in self.notebook["cells"]]
        for task in self.tasks:
            asked = _asked(self.checks[task.check])
            if asked in like:  # under its own id, or pasted under a new one
                continue
            what = "changed" if task.check in here else "deleted"
            yield task, f"its check cell was {what}, so nothing is proved; {_remedy(self.name)}"

    def said(self, item, excinfo):
        """Return what a cell came to as a dict of plain values, None for a cell that belongs to no task."""
        key = item.cell.get("id")
        if key not in self.titles:
            key = next((check for check, cell in self.checks.items() if _asked(cell) == _asked(item.cell)), None)
        if key is None:
            return None
        part = "check" if key in self.checks else "solution"
        return self.record(self.titles[key], part, excinfo is None, _words(item) if excinfo else "")

    def record(self, task, part, passed, words):
        """Return what is told about a task, with the names of all tasks, so that the summary needs nothing else."""
        return {
            "name": self.name,
            "task": task,
            "part": part,
            "passed": passed,
            "words": words,
            "tasks": [task.title for task in self.tasks],
            "compared": self.solution is not None,
        }


class Guard(pytest.File):
    """Collects an item for each check cell that was changed or deleted."""

    def __init__(self, *, exercise, **kwargs):
        super().__init__(**kwargs)
        self.exercise = exercise

    def collect(self):
        """Yield the items; none if all check cells are as they were set."""
        for task, words in self.exercise.changed_checks():
            yield ChangedCheck.from_parent(
                self, name=f"check of {task.title}", said=self.exercise.record(task.title, "guard", False, words)
            )


class ChangedCheck(pytest.Item):
    """Fails, since a check cell is not as it was set."""

    def __init__(self, *, said, **kwargs):
        super().__init__(**kwargs)
        self.said = said

    def runtest(self):
        """Fail in words."""
        self.user_properties.append((PROPERTY, self.said))
        pytest.fail(f"{self.said['task']}: {self.said['words']}", pytrace=False)

    def reportinfo(self):
        """Return where this item comes from and what it is called."""
        return self.path, None, self.name


def summary(said):
    """Return the lines that tell how far an exercise is, from what its cells said."""
    lines, done = [], 0
    for title in said[0]["tasks"]:
        of_task = [one for one in said if one["task"] == title]
        failed = sorted(
            (one for one in of_task if not one["passed"]),
            key=lambda one: ("guard", "solution", "check").index(one["part"]),
        )
        checked = any(one["part"] == "check" for one in of_task)
        done += not failed and checked
        words = failed[0]["words"] if failed else "" if checked else "its check was not run"
        lines.append(f"  {'✗' if words else '✓'} {title}" + f" - {words}" * bool(words))
    if not said[0]["compared"]:
        lines.append(f"  (no solution {said[0]['name']}.ipynb was found, so the check cells were not compared with it)")
    count = len(said[0]["tasks"])
    return [f"{said[0]['name']}: {done} of {count} task{'s' * (count != 1)} done", *lines]


def _asked(cell):
    """Return what of a check cell must stay: kind, source, and the tags, by which nbval skips cells or wants errors."""
    return cell["cell_type"], cell["source"].strip(), sorted(tags(cell))


def _remedy(name):
    return f"copy it from solutions/{name}.ipynb"


def _words(item):
    """Return in words why a cell failed."""
    errors = [output for output in item.test_outputs or [] if output["output_type"] == "error"]
    if errors and errors[-1]["ename"] == "CheckFailed":
        return errors[-1]["evalue"]
    if item.test_outputs is None:
        return "its cell could not be run any more"
    if item.parent.timed_out and (not errors or errors[-1]["ename"] == "KeyboardInterrupt"):
        return f"its cell took longer than {item.config.option.nbval_cell_timeout:g} s: is there an endless loop?"
    return (
        f"its cell raised {errors[-1]['ename']}: {errors[-1]['evalue']}"
        if errors
        else "its cell did not end as it should"
    )
