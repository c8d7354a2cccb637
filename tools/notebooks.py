"""Bring every notebook into the form of this project and cut the exercises from the solutions.

``python -m tools.notebooks`` writes what has to change; ``--check`` only says so and exits with 1. Checked cells that
have nothing stored are filled by running their notebook; ``--execute`` runs all that have checked cells, after a
change to what they show.

The pages for whoever leads a session are made from the notebooks in the end (`tools.facilitator`).

An exercise that someone has written in is left as it is, and said so: a member's work is never overwritten.
"""

import argparse
import copy
import sys
from dataclasses import dataclass
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError

from tools import facilitator
from tools.cut import cut, work_in
from tools.form import faults, is_checked, normalised, not_stored, read, text_of

ROOT = Path(__file__).resolve().parent.parent
CELL_SECONDS = 120


@dataclass(frozen=True)
class Note:
    """One line to say about a file, and whether it means that something is wrong."""

    text: str
    wrong: bool


def main(arguments=None):
    """Run the command; returns 0 if everything is in form, 1 if something would change (``--check``) or could not be
    done.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.notebooks", description=__doc__.split("\n\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing, exit with 1 if something would change")
    parser.add_argument(
        "--execute", action="store_true", help="run every notebook that has checked cells and store what they show"
    )
    parser.add_argument(
        "--root", type=Path, default=ROOT, help="the folder that holds notebooks, solutions and exercises"
    )
    options = parser.parse_args(arguments)
    notes = bring_into_form(options.root, write=not options.check, execute=options.execute)
    notes += [Note(*said) for said in facilitator.bring_up_to_date(options.root, write=not options.check)]
    print("\n".join(note.text for note in notes) or "every notebook is in form")
    return int(any(note.wrong for note in notes))


def bring_into_form(root, write=True, execute=False):
    """Bring all notebooks below `root` into form, or with ``write=False`` only find out; returns the notes, an empty
    list if all is well.
    """
    notes = []
    for folder in ("notebooks", "solutions"):
        for path in sorted((root / folder).glob("*.ipynb")):
            try:
                notebook = in_form(read(path), path.parent, run=write, execute=execute)
                notes += _put(path, notebook, write)
                notes += [Note(f"{_name(path)}: {fault}", True) for fault in faults(notebook)]
                if folder == "solutions":
                    notes += _put_exercise(root / "exercises" / path.name, notebook, write)
            except (ValueError, CellControlSignal, DeadKernelError) as error:
                notes.append(Note(f"{_name(path)}: {error}", True))
    for path in sorted((root / "exercises").glob("*.ipynb")):
        if not (root / "solutions" / path.name).exists():
            notes.append(Note(f"{_name(path)}: there is no solution of this name to cut it from", True))
    return notes


def in_form(notebook, folder, run=True, execute=False):
    """Return the notebook in form; with `run`, its checked cells are filled if one holds nothing, or in any case with
    `execute`.
    """
    notebook = normalised(notebook)
    if run and (not_stored(notebook) or (execute and any(map(is_checked, notebook["cells"])))):
        ran = copy.deepcopy(notebook)
        NotebookClient(
            ran, timeout=CELL_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
        ).execute()
        notebook = normalised(ran)
    return notebook


def exercise_of(solution, name):
    """Return the exercise cut from a solution, in form."""
    return normalised(cut(normalised(solution), name))


def _put(path, notebook, write):
    """Write a notebook whose file differs; returns what there is to say."""
    text = text_of(notebook)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    if not write:
        return [Note(f"{_name(path)}: would change", True)]
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return [Note(f"{_name(path)}: brought into form", False)]


def _put_exercise(path, solution, write):
    """Cut an exercise into its file unless somebody has written in it; returns what there is to say."""
    exercise = exercise_of(solution, path.stem)
    if path.exists() and (work := work_in(read(path), exercise)):
        left = f"left as it is, there is work in it ({'; '.join(work)})"
        return [Note(f"{_name(path)}: {left}. To get the exercise afresh, rename this file first", True)]
    return _put(path, exercise, write)


def _name(path):
    return f"{path.parent.name}/{path.name}"


if __name__ == "__main__":
    sys.exit(main())
