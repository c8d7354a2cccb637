"""The sweep itself: every cell of a grid is run, and what comes back is put in order."""

from contextlib import closing
from inspect import signature

from tqdm.auto import tqdm

from sim.arguments import flag, whole
from sim.sweeps.grid import TAKEN, cells_of
from sim.sweeps.table import Table
from sim.sweeps.workers import outcomes


class CellFailed(RuntimeError):
    """A run of a sweep went wrong; the message names its parameters, and a note has the traceback of where it ran."""


def sweep(run, grid, replications=1, seed=1, n_jobs=None, measure=None, keep_errors=False, progress=True):
    """Run every cell of a grid and return a `Table` with a row for each run, in the order of the grid.

    `run(**params, seed=…)` returns a number or a dict of numbers, or anything of which `measure` makes these. `grid` is a
    dict of names and lists of values; the last name changes first. Each of the `replications` of a cell has a seed of its
    own, drawn from a stream of `seed` that is named after the cell's parameters: a grid that is longer or in another order
    gives the same cell the same run. A row has the parameters, `replication`, `seed` and the figures.

    `n_jobs` are the processes of this machine that share the work (-1: as many as it has processors; None: one, or what
    joblib's `parallel_config` says). Under `parallel_config(backend="dask")` the cluster of the current client does it.
    The table is the same, byte for byte, wherever it is made.

    `keep_errors` makes a run that fails a row whose figures are None and whose column `error` says what happened;
    otherwise it ends the sweep. Raises `CellFailed` then, or if the figures of a run have other names than those of the
    others; TypeError or ValueError, before anything is run, if an argument is wrong.
    """
    for name, function in {"run": run, "measure": measure}.items():
        if not callable(function) and (name == "run" or function is not None):
            raise TypeError(f"{name} must be a function, got {function!r}")
    if n_jobs is not None and whole("n_jobs", n_jobs) == 0:
        raise ValueError("n_jobs must be a number of processes, or -1 for all processors, got 0")
    flag("keep_errors", keep_errors)
    cells = cells_of(grid, replications, seed)
    _takes(run, cells[0].params)
    found = [None] * len(cells)
    names = None
    bar = tqdm(total=len(cells), desc="sweep", unit="run", smoothing=0.1, disable=not flag("progress", progress))
    with bar, closing(outcomes(run, measure, cells, n_jobs)) as done:
        for cell, figures, error, where in done:
            if error and not keep_errors:
                raise _failure(cell, error, where)
            if figures is not None:
                names = _same_names(cell, figures, names)
            found[cell.place] = figures, error
            bar.update()
    return _table(cells, found, keep_errors)


def _takes(run, params):
    """Raise TypeError unless `run` can be called with these parameters and a seed."""
    try:
        expected = signature(run)
    except ValueError:  # written in C
        return
    try:
        expected.bind(**params, seed=0)
    except TypeError as error:
        raise TypeError(f"run must take the names in grid and a seed, got {', '.join(params)}: {error}") from None


def _same_names(cell, figures, names):
    if names is None:
        names = set(figures)
        clash = names & {*cell.params, *TAKEN}
        if clash:
            raise _failure(cell, f"a figure must not be called like another column, got {sorted(clash)}")
    elif set(figures) != names:
        raise _failure(cell, f"every run must give the same figures, got {sorted(figures)} after {sorted(names)}")
    return names


def _failure(cell, error, where=""):
    failure = CellFailed(f"the run of {cell} failed: {error}")
    if where:
        failure.add_note(f"There:\n{where}")
    return failure


def _table(cells, found, keep_errors):
    """Return the rows; their keys are the same objects in all, so that even pickles are equal wherever they come from."""
    names = next((list(figures) for figures, _ in found if figures is not None), [])
    rows = Table()
    for cell, (figures, error) in zip(cells, found):
        row = {**cell.params, "replication": cell.replication, "seed": cell.seed}
        row |= {name: None if figures is None else figures[name] for name in names}
        rows.append(row | {"error": error} if keep_errors else row)
    return rows
