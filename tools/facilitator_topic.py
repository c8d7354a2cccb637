"""What a topic's notebook holds for whoever leads a session: predictions, experiments, questions and the guide.

Everything is read from the notebook's own cells; what they do not say stands in its guide (`tools.facilitator_guide`).
"""

import ast
import re
from dataclasses import dataclass, replace

from tools.cut import tasks
from tools.facilitator_guide import guide_faults
from tools.rules import SLIDES, syntax_tree

LATER = ("Check against theory", "How it works", "In the real world")  # parts that may hold predictions, too
EXPERIMENT = re.compile(r"\*\*Experiment (\d+)\.\*\*\s*")
WHY = re.compile(r"\s*(?=\*Why[^*\n]*:\*)")
TASK_MINUTES = 10  # a guess where the notebook has none


@dataclass(frozen=True)
class Prediction:
    """One prediction, counted from 1: the question, what to write down, what the run is held to and the reason, which
    may be empty.
    """

    number: int
    question: str
    asked: tuple
    held: tuple
    answer: str
    part: str = "Predict"


@dataclass(frozen=True)
class Experiment:
    """One experiment by its own number: what to do, the reason that the notebook gives, and the prose after it."""

    number: int
    text: str
    why: str
    after: str


@dataclass(frozen=True)
class Topic:
    """All that a page is made of; `guide` is the notebook's own, `tasks` are the titles of the exercise's tasks."""

    name: str
    title: str
    question: str
    aim: str
    slides: tuple
    predictions: tuple
    experiments: tuple
    talk: tuple
    tasks: tuple
    guide: dict

    @property
    def short(self):
        """Return the numbers of the predictions and of the experiments to show if time is short, two lists."""
        chosen = self.guide.get("short", {})
        numbers = [one.number for one in self.predictions if one.part == "Predict"]
        first = [one.number for one in self.experiments][:1]
        return chosen.get("predictions", sorted({*numbers[:1], *numbers[-1:]})), chosen.get("experiments", first)

    @property
    def task_minutes(self):
        """Return the minutes guessed for each task, ten where the notebook says nothing."""
        return self.guide.get("task_minutes", [TASK_MINUTES] * len(self.tasks))


def topic(notebook, name, solution=None):
    """Return the `Topic` of a notebook called `name`, such as "09_partial_failures"; tasks come from its `solution`.

    Raises ValueError if the guide in its metadata names what the notebook does not have.
    """
    parts = _parts(notebook)
    asked = _prose(parts.get("The question", []))
    found = Topic(
        name=name,
        title=_title(notebook, name),
        question=next(iter(asked), "").replace("**", ""),
        aim=next((text for text in asked if text.startswith("After")), ""),
        slides=tuple(SLIDES.get(name[:2], ())),
        predictions=tuple(_all_predictions(parts)),
        experiments=tuple(_experiments(parts.get("Explore", []))),
        talk=tuple(re.findall(r"^\d+\. (.+)$", "\n".join(_prose(parts.get("Talk about it", []))), re.MULTILINE)),
        tasks=tuple(task.title for task in tasks(solution)) if solution else (),
        guide=dict(notebook["metadata"].get("facilitator", {})),
    )
    if faults := guide_faults(found):
        raise ValueError("; ".join(faults))
    return found


def _parts(notebook):
    """Return the cells of each part by its heading, in order."""
    parts, cells = {}, []
    for cell in notebook["cells"]:
        heading = re.search(r"^## ([^:\n]*)", cell["source"], re.MULTILINE)
        if cell["cell_type"] == "markdown" and heading:
            cells = parts.setdefault(heading[1].strip(), [])
        cells.append(cell)
    return parts


def _title(notebook, name):
    found = re.search(r"^# (.*)$", notebook["cells"][0]["source"], re.MULTILINE)
    return found[1] if found else name


def _said(cell):
    """Return the text of a prose cell without its headings and quotations."""
    return re.sub(r"^(#{1,6} |>).*\n?", "", cell["source"], flags=re.MULTILINE).strip()


def _prose(cells):
    return [
        text.strip()
        for cell in cells
        if cell["cell_type"] == "markdown"
        for text in _said(cell).split("\n\n")
        if text.strip()
    ]


def _all_predictions(parts):
    """Return the predictions of a notebook, those of later parts numbered on."""
    found = list(_predictions(parts.get("Predict", [])))
    for part in LATER:
        cells = parts.get(part, [])
        for index in _asking(cells):
            before = [at for at, cell in enumerate(cells[:index]) if cell["cell_type"] == "markdown"]
            after = [at for at, cell in enumerate(cells) if at > index and cell["cell_type"] == "markdown"]
            piece = cells[before[-1] : after[0] + 1 if after else len(cells)]
            found += [replace(one, number=len(found) + 1, part=part) for one in _predictions(piece)]
    return found


def _predictions(cells):
    """Yield the predictions of some cells: a question is the prose right before it, the rest of the prose up to the
    next question is the reason.
    """
    at = _asking(cells)
    begins = [0, *(index - (cells[index - 1]["cell_type"] == "markdown") for index in at[1:]), len(cells)]
    for number, index in enumerate(at, start=1):
        question, rest = cells[begins[number - 1] : index], cells[index + 1 : begins[number]]
        asked = tuple(_asked(cells[index]["source"]))
        yield Prediction(number, "\n\n".join(_prose(question)), asked, tuple(_held(rest)), "\n\n".join(_prose(rest)))


def _asking(cells):
    """Return where the cells are that ask for a prediction."""
    return [at for at, cell in enumerate(cells) if cell["cell_type"] == "code" and any(_asked(cell["source"]))]


def _held(cells):
    """Yield the conditions that the cells after a prediction assert: the figures that come out."""
    for cell in cells:
        if cell["cell_type"] == "code":
            yield from (
                ast.unparse(node.test) for node in syntax_tree(cell["source"]).body if isinstance(node, ast.Assert)
            )


def _asked(source):
    """Yield what a prediction's cell asks for: the names and comments of its lines, without what it says by default."""
    lines = source.splitlines()
    for node, targets in _assigned(source):
        note = re.search(r"\s#\s*(.*)$", lines[node.end_lineno - 1])
        note = note[1].strip() if note else ""
        for target in targets:
            name = target.removeprefix("prediction").replace("_", " ").strip()
            if isinstance(node.value, ast.Dict):
                yield from (f"{name}: {key.value}" for key in node.value.keys)
            else:
                yield _label(name, note, node.value)


def _assigned(source):
    """Yield each assignment of predictions with the names it assigns to."""
    for node in syntax_tree(source).body:
        if isinstance(node, ast.Assign):
            targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if any(name.startswith("prediction") for name in names):
                yield node, names


def _label(name, note, value):
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and note:
        note = f"{value.value} {note}" if note.startswith("or ") else f"… {note}"
    if name and note:
        return f"{name} ({note})"
    return name or note or "your guess"


def _experiments(cells):
    """Return the experiments; prose after one that does not introduce another explorer stays with it."""
    found = []
    for at, cell in enumerate(cells):
        if cell["cell_type"] != "markdown":
            continue
        before, *pieces = EXPERIMENT.split(_said(cell))
        for number, text in zip(pieces[::2], pieces[1::2], strict=True):
            text, *why = WHY.split(text.strip(), maxsplit=1)
            found.append(Experiment(int(number), text, "".join(why), ""))
        if not pieces and found and not _explores(cells[at + 1 : at + 2]):
            found[-1] = replace(found[-1], after=before)
    return found


def _explores(cells):
    return any(cell["cell_type"] == "code" and "explore(" in cell["source"] for cell in cells)
