"""Try kept answers on the checks of an exercise: wrong ones must be turned down, right ones accepted.

An answer is a Python file ``tests/exercises/answers/NN_topic/<task>_<what it does>.py``. It begins with two comment
lines, and the rest stands in place of the task's solution cell::

    # task: 2
    # expect: refused, because this does not hold: a success sets the count to 0
    class MyBreaker: …

or ``# expect: accepted``. What follows "refused, because" must be part of what the check says. Cells run in this
process, without a kernel, so that dozens of answers take seconds; an answer with an endless loop has no place here.
"""

import ast
import contextlib
import io
import re
from dataclasses import dataclass
from functools import cache

from sim.checks import NOT_STARTED, CheckFailed
from tools.cut import tags, tasks

HEADER = re.compile(r"# task: (\d+)\n# expect: (accepted|refused, because (.+))\n")


@dataclass(frozen=True)
class Answer:
    """One kept answer: the task it is for, the source, and the part of the refusal that must come, None if it must be
    accepted.
    """

    name: str
    task: int
    refusal: str | None
    source: str


@dataclass(frozen=True)
class Outcome:
    """What the check cell said: the labels that passed, and the label, kind of answer and text of the refusal, None
    if all passed.
    """

    passed: tuple
    label: str | None = None
    answer: str | None = None
    text: str | None = None


def read_answers(folder):
    """Return the answers kept in a folder, by name. Raises ValueError if one does not begin with its two lines."""
    found = []
    for path in sorted(folder.glob("*.py")):
        text = path.read_text(encoding="utf-8")
        match = HEADER.match(text)
        if not match:
            raise ValueError(
                f"{path.name} must begin with '# task: 2' and '# expect: accepted' or '# expect: refused, because …'"
            )
        found.append(Answer(path.stem, int(match[1]), match[3], text[match.end() :]))
    return found


def outcome(solution, number, source=None):
    """Run the cells of a solution up to the check of task `number`, with `source` for that task's solution cell, and
    return the `Outcome`.

    Checks of other tasks are left out. Whatever the cells before the check raise comes through: a check is what must
    turn an answer down.
    """
    task = tasks(solution)[number - 1]
    cells = []
    for cell in solution["cells"]:
        if cell["cell_type"] == "code" and ("check" not in tags(cell) or cell["id"] == task.check):
            replaced = source is not None and cell["id"] == task.solution
            cells.append((cell["id"], source if replaced else cell["source"]))
    return _run(tuple(cells), task.check)


@cache  # the same answer is asked after more than once
def _run(cells, check):
    """Run `cells`, pairs of id and source, up to the one whose id is `check`."""
    space = {"__name__": "__main__"}
    for key, source in cells:
        code = compile(source, f"<cell {key}>", "exec")
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                exec(code, space)
        except CheckFailed as failed:
            return Outcome(_labels(printed), failed.label, failed.answer, str(failed))
        if key == check:
            return Outcome(_labels(printed))
    raise ValueError(f"there is no check cell {check}")


def tried(solution, answer):
    """Return what is wrong about how an answer fared, None if it fared as expected."""
    count = len(tasks(solution))
    if not 1 <= answer.task <= count:
        return f"{answer.name}: there is no task {answer.task}, only 1 to {count}"
    try:
        got = outcome(solution, answer.task, answer.source)
    except Exception as error:  # an answer is any code at all
        return f"{answer.name}: raised before the check: {type(error).__name__}: {error}"
    if answer.refusal is None:
        return None if got.label is None else f"{answer.name}: should be accepted, but: {got.text}"
    if got.label is None:
        return f"{answer.name}: should be refused, because {answer.refusal}; but all its checks passed"
    if got.answer == NOT_STARTED:
        return f"{answer.name}: should be refused as wrong, but counts as not started: {got.text}"
    return (
        None
        if answer.refusal in got.text
        else f"{answer.name}: should be refused, because {answer.refusal}; but: {got.text}"
    )


def unproved(solution, answers):
    """Return which checks the kept answers do not prove, a list of sentences.

    Every check of a task must turn down at least one wrong answer, and accept at least two right ones that differ in
    more than comments and layout from each other and from the solution.
    """
    found = []
    sources = {cell["id"]: cell["source"] for cell in solution["cells"]}
    for task in tasks(solution):
        own = [answer for answer in answers if answer.task == task.number]
        refused_by = {
            outcome(solution, task.number, answer.source).label for answer in own if answer.refusal is not None
        }
        labels = outcome(solution, task.number).passed
        if not labels:
            found.append(f"{task.title}: its check cell checks nothing")
        found += [
            f"{task.title}: no wrong answer is kept that is turned down by '{label}'"
            for label in labels
            if label not in refused_by
        ]
        right = {_shape(answer.source) for answer in own if answer.refusal is None} - {_shape(sources[task.solution])}
        if len(right) < 2:
            found.append(f"{task.title}: {len(right)} right answers other than the solution are kept, two are needed")
    return found


def _labels(printed):
    return tuple(line.removeprefix("✓ ") for line in printed.getvalue().splitlines() if line.startswith("✓ "))


def _shape(source):
    """Return what a source says, without comments and layout."""
    return ast.dump(ast.parse(source))
