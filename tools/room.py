"""A notebook as a room sees it: what is a question and what its answer, and words that suit nobody at a keyboard."""

import ast
import copy
import re

FORMULA = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)


def for_a_room(notebook):
    """Return a copy of a notebook for slides and shown pages.

    The value in a cell of predictions is the notebook's own: what is printed must not say that the room said so.
    """
    result = copy.deepcopy(notebook)
    for cell in result["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = cell["source"].replace("You said", "The notebook guessed")
    return result


def predicts(cell):
    """True of a code cell that gives a value to a name that begins with ``prediction``."""
    if cell["cell_type"] != "code":
        return False
    try:
        body = ast.parse(cell["source"]).body
    except SyntaxError:  # a magic command
        return False
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    return any(getattr(target, "id", "").startswith("prediction") for target in targets)


def asks(cells, at):
    """True of the text that stands right before a prediction: the question."""
    follows = cells[at + 1 : at + 2]
    return cells[at]["cell_type"] == "markdown" and any(map(predicts, follows))


def roles(cells):
    """Return for each cell what it is to a room that predicts: `ask`, the `answer` to what was asked, or `text`."""
    found, asked = [], False
    for at, cell in enumerate(cells):
        asked = asked and not (slide_type(cell) == "slide" or asks(cells, at))
        found.append("ask" if predicts(cell) else "answer" if asked else "text")
        asked = asked or found[-1] == "ask"
    return found


def slide_type(cell):
    """Return how a cell shows on slides, ``-`` if nobody has said so; raw cells are left out."""
    if cell["cell_type"] == "raw":
        return "skip"
    return cell["metadata"].get("slideshow", {}).get("slide_type") or "-"
