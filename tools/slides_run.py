"""Run the notebooks that slides are made of, on copies, and remember each run until what it depends on has changed."""

import hashlib
import os
from pathlib import Path
from subprocess import DEVNULL

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError

from tools.form import read
from tools.room import for_a_room

ROOT = Path(__file__).resolve().parent.parent
CELL_SECONDS = 120
KEY = "made_from"  # in the metadata of a run: the digest of what it depends on


class NotRun(Exception):
    """A notebook that could not be run to its end; the text says which cell stopped it, and why."""


def digest_of(paths):
    """Return one digest of the names and contents of files."""
    made = hashlib.sha256()
    for path in paths:
        made.update(f"{path.name}\n{path.stat().st_size}\n".encode())
        made.update(path.read_bytes())
    return made.hexdigest()


def simulation():
    """Return the files that every run depends on: the package and the versions of what it imports."""
    files = (path for path in (ROOT / "sim").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [*sorted(files), ROOT / "requirements.txt"]


def run_of(path, folder, simulated, run=True):
    """Return (notebook, new): the notebook at `path` as a run from top to bottom leaves it, and whether it was run now.

    Runs are kept in `folder` and used again while the notebook and `simulated`, the digest of the simulation, are the
    same. Without `run`, the last run is taken however old it is, and the notebook as it is if there is none.

    Raises NotRun if a cell fails, takes too long or kills its kernel.
    """
    notebook, kept = read(path), folder / path.name
    key = hashlib.sha256(f"{simulated}\n{digest_of([path, Path(__file__), ROOT / 'tools' / 'room.py'])}".encode()).hexdigest()
    before = nbformat.read(kept, as_version=4) if kept.exists() else None
    if before is not None and (not run or before.metadata.get(KEY) == key):
        return before, False
    if not run:
        return for_a_room(notebook), False
    notebook = for_a_room(notebook)
    _execute(notebook, path)
    notebook.metadata[KEY] = key
    folder.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    nbformat.write(notebook, part)
    os.replace(part, kept)  # whole or not at all, whoever interrupts
    return notebook, True


def _execute(notebook, path):
    client = NotebookClient(
        notebook, timeout=CELL_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    try:
        client.execute(stdout=DEVNULL, stderr=DEVNULL)  # what the kernel itself says would tear the progress bar
    except CellExecutionError as error:
        raise NotRun(f"{path.name}: a cell failed with {error.ename}: {error.evalue}") from error
    except (CellControlSignal, DeadKernelError, RuntimeError) as error:
        raise NotRun(f"{path.name}: {error}") from error
