"""The form in which notebooks are in git: ids, metadata, slides, outputs; and reading and writing them.

Everything here works on notebooks in memory and gives the same text for the same content.
"""

import copy
import hashlib
import re

import nbformat

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}
NOTEBOOK_METADATA = ("exercise", "facilitator")
CELL_METADATA = ("deletable", "editable", "format", "slideshow", "tags")
SLIDE_TYPES = ("slide", "subslide", "fragment", "skip", "notes", "-")
CHECKED_TAG = "nbval-check-output"


def read(path):
    """Return the notebook at `path` as it is, unrepaired. Raises ValueError if it is no notebook of nbformat 4."""
    try:
        notebook = nbformat.v4.reads(path.read_text(encoding="utf-8"))
    except (ValueError, AttributeError, KeyError) as error:
        raise ValueError(f"{path.name} is no notebook: {error}") from error
    if notebook.get("nbformat") != 4:
        raise ValueError(f"{path.name} must be of nbformat 4, got {notebook.get('nbformat')!r}")
    return notebook


def text_of(notebook):
    """Return the text of a notebook's file: sorted keys, indent 1, one newline at the end."""
    return nbformat.v4.writes(notebook).rstrip("\n") + "\n"


def is_checked(cell):
    """Return whether nbval compares the output of a cell even when it is lax: by its tag or by the comment in its
    source.
    """
    if cell["cell_type"] != "code":
        return False
    comment = any(
        line.strip().lstrip("#").strip() == "NBVAL_CHECK_OUTPUT" for line in cell["source"].splitlines() if "#" in line
    )
    return comment or CHECKED_TAG in cell["metadata"].get("tags", [])


def normalised(notebook):
    """Return the notebook in the form of this project, as a new one; ids and sources stay as they are.

    Cells without an id, or with one that another cell has already, get one made from their source. Outputs are
    dropped but for checked cells, which keep them with the count that a run from top to bottom gives.
    """
    result = copy.deepcopy(notebook)
    result["nbformat"], result["nbformat_minor"] = 4, 5
    own = {key: value for key, value in result["metadata"].items() if key in NOTEBOOK_METADATA}
    result["metadata"] = nbformat.from_dict({**own, "kernelspec": KERNELSPEC, "language_info": LANGUAGE})
    used, count = set(), 0
    for at, cell in enumerate(result["cells"]):
        cell["id"] = _id_for(cell, at, used)
        cell["metadata"] = nbformat.from_dict(_cell_metadata(cell, first=at == 0))
        if cell["cell_type"] == "code":
            count += 1
            _normalise_outputs(cell, count)
    return result


def not_stored(notebook):
    """Return the ids of checked cells that check nothing: without a stored output or without an execution count."""
    return [
        cell["id"]
        for cell in notebook["cells"]
        if is_checked(cell) and (not cell["outputs"] or cell["execution_count"] is None)
    ]


def faults(notebook):
    """Return what is wrong with a normalised notebook that only its author can mend, a list of sentences."""
    found = []
    for key in not_stored(notebook):
        found.append(f"cell {key} is marked as checked but has no output and count stored: it checks nothing")
    for cell in filter(is_checked, notebook["cells"]):
        if re.search(r" at 0x[0-9a-f]+", str(cell["outputs"])):
            found.append(
                f"cell {cell['id']} is checked, but its output holds a memory address, which changes with every run"
            )
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        found.append(f"it is not valid: {error.message}")
    return found


def _id_for(cell, at, used):
    """Return the cell's own id, or a new one if it has none or another cell has it already."""
    key = cell.get("id")
    salt = at
    while not key or key in used:
        key = hashlib.sha256(f"{salt}\n{cell['source']}".encode()).hexdigest()[:8]
        salt += 1000
    used.add(key)
    return key


def _cell_metadata(cell, first):
    """Return the metadata that stay: tags, if there are any, and how the cell shows on slides."""
    kept = {key: value for key, value in cell["metadata"].items() if key in CELL_METADATA and value != []}
    if kept.get("slideshow", {}).get("slide_type") not in SLIDE_TYPES:
        kept["slideshow"] = {"slide_type": _slide_type(cell, first)}
    return kept


def _slide_type(cell, first):
    """Return how a cell shows if nobody has said so: headings begin a slide, smaller headings a slide below it, the
    rest goes on.
    """
    match = re.match(r"(#{1,6}) ", cell["source"]) if cell["cell_type"] == "markdown" else None
    if first or (match and len(match[1]) <= 2):
        return "slide"
    return "subslide" if match else "-"


def _normalise_outputs(cell, count):
    if not is_checked(cell) or cell["execution_count"] is None:
        cell["outputs"], cell["execution_count"] = [], None
        return
    merged = []
    for output in cell["outputs"]:
        if output["output_type"] == "stream" and merged and merged[-1].get("name") == output["name"]:
            merged[-1]["text"] += output["text"]
            continue
        if output["output_type"] == "execute_result":
            output["execution_count"] = count
        merged.append(output)
    cell["outputs"], cell["execution_count"] = merged, count
