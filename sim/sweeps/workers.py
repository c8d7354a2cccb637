"""Where the cells of a sweep are worked on: in this process, in others on this machine, or on a Dask cluster.

Cells travel in batches, some twenty for each worker, so that the way there and back costs little and nobody is left with
much at the end. What comes back is plain and in no particular order.

On a Dask cluster the batches are submitted here and not by joblib's own backend, of which only the client is taken: when a
batch has lost too many workers, Dask gives it up with a KilledWorker, and joblib 1.6 then waits for its answer for ever.
Here its cells are submitted again one by one; and a cell that is given up once more, be it only for having waited at a worker
that another one killed, is tried alone at the very end. So only a cell that kills its workers itself fails.
"""

import traceback
from contextlib import closing
from numbers import Real

from joblib import Parallel, delayed, effective_n_jobs
from joblib.parallel import get_active_backend

from sim.arguments import number, shown, text

BATCHES = 20  # for each worker
MOST = 500  # cells in a batch


def outcomes(run, measure, cells, n_jobs):
    """Yield (cell, figures, error, traceback) for every cell, as they come: a dict and "", or None and what went wrong."""
    backend, _ = get_active_backend()
    workers = effective_n_jobs(n_jobs)
    size = 1 if workers == 1 else max(1, min(MOST, len(cells) // (BATCHES * workers)))
    batches = [cells[start : start + size] for start in range(0, len(cells), size)]
    client = getattr(backend, "client", None)  # joblib's backend for Dask alone has one
    job = run, measure, batches
    done = _on_this_machine(n_jobs, *job) if client is None else _on_dask(client, backend.submit_kwargs, *job)
    with closing(done):
        for place, *outcome in done:
            yield cells[place], *outcome


def work(run, measure, batch):
    """Return a list of (place, figures, error, traceback): what a worker does with a batch of cells."""
    done = []
    for cell in batch:
        try:
            value = run(**cell.params, seed=cell.seed)
            done.append((cell.place, figures_of(value if measure is None else measure(value)), "", ""))
        except Exception as error:  # whatever it is, it belongs to this cell
            done.append((cell.place, None, f"{type(error).__name__}: {error}", traceback.format_exc()))
    return done


def figures_of(value):
    """Return what a run gave as a dict of plain numbers, nan and inf among them; one number is called "value"."""
    if not isinstance(value, dict):
        value = {"value": value}
        if not isinstance(value["value"], Real):
            kinds = "a number or a dict of numbers (or give measure=, a function of what it returns)"
            raise TypeError(f"run must return {kinds}, got {shown(value['value'])}")
    return {text("a figure's name", name): _figure(name, figure) for name, figure in value.items()}


def _figure(name, value):
    if isinstance(value, Real) and value != value:
        return float("nan")
    return number(f"the figure {name!r}", value, finite=False)


def _on_this_machine(n_jobs, run, measure, batches):
    parallel = Parallel(n_jobs=n_jobs, batch_size=1, return_as="generator_unordered")
    with closing(parallel(delayed(work)(run, measure, batch) for batch in batches)) as results:
        for done in results:
            yield from done


def _on_dask(client, settings, run, measure, batches):
    from distributed import KilledWorker, as_completed  # here: it takes a second to import

    waiting, suspects = {}, []
    finished = as_completed(loop=client.loop, with_results=True, raise_errors=False)

    def submit(batch):
        future = client.submit(work, run, measure, batch, pure=False, **settings)
        waiting[future] = batch
        finished.add(future)

    try:
        for batch in batches:
            submit(batch)
        for future, result in finished:
            batch = waiting.pop(future)
            if isinstance(result, list):
                yield from result
                continue
            error = result[1] if isinstance(result, tuple) else result
            if not isinstance(error, KilledWorker):
                raise error
            if len(batch) == 1:
                suspects += batch
            else:
                for cell in batch:
                    submit([cell])
        for cell in suspects:
            try:
                yield from client.submit(work, run, measure, [cell], pure=False, **settings).result()
            except KilledWorker as error:
                yield cell.place, None, "KilledWorker: every worker that tried it died", str(error)
    finally:
        client.cancel(list(waiting))
