"""`python -m tests.benchmarks.sweeps`: what a sweep costs for a run, whether two workers halve the time, and 10^6 runs.

The figures of docs/sweeps.md. Times of runs are of the processor; overheads and the gain of a second worker are of the
wall, so they need a machine with two free processors. Runs that only sleep need none: their gain is that of the sweep alone.
`--small` tries everything with a few runs: its figures say little.
"""

import logging
import sys
from argparse import ArgumentParser
from contextlib import contextmanager
from statistics import median
from time import perf_counter, process_time, sleep

from distributed import Client, LocalCluster
from joblib import parallel_config

from sim.metrics import availability
from sim.scenarios import metastability, partial_failures
from sim.sweeps import sweep
from tests.benchmarks import measure

LOADS, PAUSES = [100, 160, 220, 280], [0.5, 1.0, 1.5, 2.0]  # as wide as the map of the notebook
MILLION = 10**6


def nothing(*, number, seed):
    """A run that costs nothing: what is left is the sweep's own cost."""
    return number


def nap(*, number, seed):
    """A run that takes 50 ms and no processor."""
    sleep(0.05)
    return number


def served(result):
    """Measure the share of users that the shop of `partial_failures` served."""
    return availability(result.trace, result.details["entry"].name, caller="users")


def empty(count):
    """Sweep over `count` runs of nothing."""
    return sweep(nothing, {"number": range(count)}, progress=False)


def shop(replications):
    """Sweep over so many runs of the shop of notebook 09."""
    return sweep(partial_failures.run, {"slow": [20]}, replications, measure=served, progress=False)


def storms(replications):
    """Sweep over the map of storms."""
    grid = {"load": LOADS, "pause": PAUSES}
    return sweep(metastability.run, grid, replications, measure=metastability.served_late, progress=False)


def naps(replications):
    """Sweep over runs that sleep."""
    return sweep(nap, {"number": range(16)}, replications, progress=False)


def each(clock, work, runs, rounds):
    """Return the median over the rounds of the ms that `work()` takes for each of its runs."""
    taken = []
    for _ in range(rounds):
        begin = clock()
        work()
        taken.append(1_000 * (clock() - begin) / runs)
    return median(taken)


@contextmanager
def dask_backend(workers=2):
    """Two worker processes on this machine; gives the keyword arguments of `parallel_config` for one and for both."""
    quiet = {"dashboard_address": None, "worker_dashboard_address": None, "silence_logs": logging.CRITICAL}
    with LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", **quiet) as cluster, Client(cluster) as client:
        client.wait_for_workers(workers, timeout=60)
        first = list(client.scheduler_info()["workers"])[:1]
        yield {1: {"backend": "dask", "workers": first}, workers: {"backend": "dask"}}


def gain(places, work, replications, rounds):
    """Return the median over the rounds of the time of `work` with one worker to that with two, taken in turn."""
    ratios = []
    for place in places.values():
        with parallel_config(**place):
            work(1)  # once unmeasured: processes, imports
    for _ in range(rounds):
        times = {}
        for workers, place in places.items():
            with parallel_config(**place):
                times[workers] = each(perf_counter, lambda: work(replications), 1, 1)
        ratios.append(times[1] / times[2])
    return median(ratios)


def million(name, run, overhead):
    """Print the line of what 10^6 runs cost, in core-hours: (ms of a run + ms of overhead) x 10^6 / 3.6 x 10^6."""
    measure.row(f"10^6 runs of {name}, in core-hours", (run + overhead) * MILLION / 3.6e6, digits=1)


def main(arguments=None):
    """Measure and print the table."""
    parser = ArgumentParser(prog="python -m tests.benchmarks.sweeps", description=__doc__)
    parser.add_argument("--small", action="store_true")
    small = parser.parse_args(arguments).small
    count, replications, rounds = (200, 1, 1) if small else (4_000, 3, 5)
    print(f"`python -m tests.benchmarks.sweeps{' --small' if small else ''}` on {measure.machine()}\n")
    measure.heading()
    shop(1), storms(1)  # imports, caches
    cells = len(LOADS) * len(PAUSES)
    of_shop = each(process_time, lambda: shop(10 * replications), 10 * replications, rounds)
    of_storm = each(process_time, lambda: storms(replications), cells * replications, rounds)
    measure.row("a run of `partial_failures`, in ms", of_shop, digits=1)
    measure.row("a run of the map of storms, in ms", of_storm, digits=1)
    overhead = {"in one process": each(perf_counter, lambda: empty(count), count, rounds)}
    here = {1: {"backend": "loky", "n_jobs": 1}, 2: {"backend": "loky", "n_jobs": 2}}
    with parallel_config(**here[2]):
        empty(count)
        overhead["in two processes"] = each(perf_counter, lambda: empty(count), count, rounds)
    gains = {(work, "two processes"): gain(here, work, replications, rounds) for work in (naps, storms)}
    with dask_backend() as there:
        with parallel_config(**there[2]):
            empty(count)
            overhead["on a Dask cluster"] = each(perf_counter, lambda: empty(count), count, rounds)
        gains |= {(work, "two Dask workers"): gain(there, work, replications, rounds) for work in (naps, storms)}
    for place, cost in overhead.items():
        measure.row(f"the sweep's own cost for a run {place}, in ms", cost, digits=3)
    for (work, place), ratio in gains.items():
        what = "runs that sleep" if work is naps else "the map of storms"
        measure.row(f"{what}, with one worker / with {place}", ratio, at_least=1.6)
    million("`partial_failures`", of_shop, overhead["on a Dask cluster"])
    million("the map of storms", of_storm, overhead["on a Dask cluster"])


if __name__ == "__main__":
    from tests.benchmarks.sweeps import main as by_name  # the workers know `nothing` by the name of its module

    sys.exit(by_name())
