"""`python -m tests.benchmarks`: what the engine, the trace and the picture cost, as ratios measured side by side.

A row says "met" or "missed"; a machine may be busy, so a miss is a reason to measure again and then to look, not an error.
"""

import sys
import tracemalloc
from importlib.metadata import version

from sim import World, exponential
from sim.scenarios import partial_failures
from tests.benchmarks import measure, queues
from tests.benchmarks.floors import engine, heap_loop, textbook
from tests.benchmarks.pictures import pictures

UNTIL = 60_000  # ms of simulated time for each turn of the engine


def trace_bytes(until=10 * UNTIL):
    """Return the bytes that the trace takes for a try, and those that a tuple of the same values would take."""
    world = World(seed=1)
    world.users(world.service("stock", workers=1, work=exponential(10)), rate=80)
    trace = world.run(until)
    columns = sum(sys.getsizeof(column) for column in vars(trace).values() if hasattr(column, "itemsize"))
    tracemalloc.start()
    spans = list(trace.spans())
    tuples, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return columns / len(trace), tuples / len(spans)


def chains():
    """Measure a chain of services against what it could cost at least and at most."""
    times = measure.side_by_side({work.__name__: lambda work=work: work(UNTIL) for work in (engine, heap_loop, textbook)})
    measure.compared("a call of three services with timeouts, recorded / heapq loop by hand", times, "engine", "heap_loop", at_most=1.8)
    measure.compared("the same in textbook SimPy / heapq loop by hand", times, "textbook", "heap_loop")
    measure.compared("the same in textbook SimPy / here", times, "textbook", "engine", at_least=2.5)


def simulators():
    """Measure a queue here against the other simulators that are installed."""
    whys = {package: queues.why_not(package, python) for _, package, python, _, _ in queues.OTHERS}
    here = [one for one in queues.OTHERS if not whys[one[1]]]
    times = measure.side_by_side({queue.__name__: queue for *_, theirs, ours in here for queue in (ours, theirs)})
    for name, package, _, theirs, ours in queues.OTHERS:
        kind = "M/M/1" if ours is queues.our_queue else "M/D/1 with a network"
        if whys[package]:
            measure.absent(f"{kind} in {name} / here", whys[package])
            continue
        wanted = {"at_least": 5} if name == "Ciw" else {}
        measure.compared(f"{kind} in {name} {version(package)} / here", times, theirs.__name__, ours.__name__, **wanted)


def scenario():
    """Measure the run behind the first explorer: no ratio, but what a slider waits for."""
    times = measure.side_by_side({"run": lambda: bool(partial_failures.run())})["run"]
    measure.row("`partial_failures.run()`, in ms", sorted(times)[len(times) // 2] / 1_000, digits=1)


def main():
    """Measure and print the table."""
    print(f"`python -m tests.benchmarks` on {measure.machine()}\n")
    measure.heading()
    chains()
    simulators()
    scenario()
    columns, tuples = trace_bytes()
    measure.row("bytes that the trace keeps for a try", columns, digits=1, at_most=64)
    measure.row("the same as tuples", tuples, digits=1)
    times = measure.side_by_side(pictures())
    measure.compared("picture redrawn / drawn anew", times, "updated", "anew", at_most=0.35)
    measure.compared("picture redrawn / an empty one", times, "updated", "empty")


if __name__ == "__main__":
    main()
