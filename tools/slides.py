"""Make slides of the notebooks: a deck each, and a page that leads to them, to be opened without any network.

``python -m tools.slides`` makes a deck of every notebook in ``notebooks/``; with names, of these. Each notebook is run
first, on a copy, two at a time; one that was run before is not run again until it, or the simulation, has changed.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import nbformat
from joblib import Parallel, delayed
from tqdm import tqdm

from tools.slides_deck import heading_and_question, slides_of
from tools.slides_html import copy_looks, decks_in, made_from, write_deck, write_index
from tools.slides_run import ROOT, NotRun, digest_of, run_of, simulation

RUNS = ".runs"  # in the folder of the slides: the notebooks as they were run
AT_ONCE = 2


def main(arguments=None):
    """Run the command; returns 0 if every deck was made, 1 if a notebook could not be run, 130 if it was stopped."""
    parser = argparse.ArgumentParser(prog="python -m tools.slides", description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", help="notebooks, as 09 or 09_partial_failures; all of them without a name")
    parser.add_argument("--out", type=Path, default=ROOT / "slides", help="the folder to write to")
    parser.add_argument("--no-run", action="store_true", help="run nothing: show the last run, or no outputs")
    parser.add_argument("--notebooks", type=Path, default=ROOT / "notebooks", help="the folder that holds the notebooks")
    options = parser.parse_args(arguments)
    try:
        paths = chosen(options.notebooks, options.names)
    except ValueError as error:
        parser.error(str(error))
    try:
        new, faults = make(paths, options.out, run=not options.no_run)
    except KeyboardInterrupt:
        print("Stopped. What has been run is remembered.", file=sys.stderr)
        return 130
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(paths) - len(faults)} decks, {new} of them new: open {options.out / 'index.html'}")
    return int(bool(faults))


def chosen(folder, names):
    """Return the paths of the notebooks in `folder` that `names` stand for, all without names.

    Raises ValueError if there is none of a name.
    """
    every = sorted(folder.glob("*.ipynb"))
    if not names:
        return every
    found = {name: [path for path in every if path.stem.startswith(Path(name).stem)] for name in names}
    for name, paths in found.items():
        if not paths:
            raise ValueError(f"names must be of notebooks ({', '.join(path.stem for path in every)}), got {name!r}")
    return sorted({path for paths in found.values() for path in paths})


def make(paths, out, run=True):
    """Make the decks of notebooks in the folder `out`; returns how many were made anew, and what went wrong."""
    out.mkdir(parents=True, exist_ok=True)
    copy_looks(out)
    simulated = digest_of(simulation())
    own = digest_of([*sorted(Path(__file__).parent.glob("slides*.py")), *sorted((Path(__file__).parent / "showing").glob("*.*"))])
    # The work is done in the notebooks' kernels, processes of their own: here threads only wait for them.
    runs = Parallel(n_jobs=AT_ONCE, backend="threading", return_as="generator")(
        delayed(_run)(path, out / RUNS, simulated, run) for path in paths
    )
    decks = {path.stem for path in paths} | {name for name, _, _ in decks_in(out)}
    new, faults = 0, []
    for notebook, path in zip(tqdm(runs, total=len(paths), unit="deck", desc="slides"), paths):
        if isinstance(notebook, NotRun):
            faults.append(str(notebook))
            continue
        new += _deck(out / f"{path.stem}.html", notebook, decks, own)
    write_index(out / "index.html", decks_in(out))
    return new, faults


def _run(path, folder, simulated, run):
    try:
        return run_of(path, folder, simulated, run)[0]
    except (NotRun, ValueError) as error:
        return error if isinstance(error, NotRun) else NotRun(str(error))


def _deck(path, notebook, decks, own):
    """Write one deck unless the one that is there was made from the same; returns whether it was written."""
    text = nbformat.writes(notebook)
    key = hashlib.sha256("\n".join([text, own, *sorted(decks)]).encode()).hexdigest()
    if made_from(path) == key:
        return False
    title, question = heading_and_question(notebook)
    write_deck(path, title or path.stem, question, slides_of(notebook), decks, key)
    return True


if __name__ == "__main__":
    sys.exit(main())
