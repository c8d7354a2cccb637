"""`python -m tests.benchmarks`: what the engine and the picture cost, as ratios measured side by side in one run.

The contestants take turns and every figure is a median over rounds, so that a machine that is slow for a while is slow
for all of them. Times are of the processor, not of the wall; ratios travel from machine to machine, times do not.
"""

import sys
import tracemalloc
from statistics import median
from time import process_time

import ciw

from sim import World, exponential
from sim.figures.cascade import CascadeFigure
from sim.figures.live import LiveFigure
from sim.scenarios import partial_failures
from tests.benchmarks.floors import engine, heap_loop, textbook

UNTIL = 60_000  # ms of simulated time for each turn of the engine
ROUNDS = 9


def timed(work):
    """Return the processor's time (s) for `work()` and what it returned."""
    begin = process_time()
    result = work()
    return process_time() - begin, result


def side_by_side(contestants, rounds=ROUNDS):
    """Return by name the times (µs) of one unit of work, a list with an entry a round; each contestant returns its units."""
    times = {name: [] for name in contestants}
    for work in contestants.values():
        work()  # once unmeasured: imports, caches, first layouts
    for _ in range(rounds):
        for name, work in contestants.items():
            seconds, units = timed(work)
            times[name].append(seconds / units * 1e6)
    return times


def ratio(times, one, other):
    """Return the median over the rounds of `one`'s time to `other`'s in the same round."""
    return median(a / b for a, b in zip(times[one], times[other]))


def our_queue(until=UNTIL, rate=80, seed=1):
    """An M/M/1 queue here; returns the number of customers."""
    world = World(seed=seed)
    world.users(world.service("stock", workers=1, work=exponential(10)), rate=rate)
    return len(world.run(until))


def ciw_queue(until=UNTIL, rate=80, seed=1):
    """The same in Ciw."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=rate / 1_000)],
        service_distributions=[ciw.dists.Exponential(rate=1 / 10)],
        number_of_servers=[1],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(until)
    return len(simulation.get_all_records())


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


class Empty(LiveFigure):
    """A picture of nothing, as large as the cascade's, with one dot that moves: the least that a picture can cost."""

    size = CascadeFigure.size

    def layout(self, figure, result):
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set(xlim=(0, 1), ylim=(0, 1))
        self.dot = self.animate(axes.plot([0.5], [0.5], "o")[0])

    def update(self, result, ghost, cursor):
        self.dot.set_xdata([cursor / result.until])


def pictures(updates=20):
    """Return contestants that draw the default cascade: updated, anew each time, and nothing but a dot."""
    result = partial_failures.run()
    cursors = [result.until * i / updates for i in range(updates)]
    kept, empty = CascadeFigure(), Empty()

    def drawn(figures):
        return lambda: sum(bool(figure.draw(result, None, cursor)) for figure, cursor in zip(figures(), cursors))

    return {
        "updated": drawn(lambda: [kept] * updates),
        "anew": drawn(lambda: [CascadeFigure() for _ in range(3)]),
        "empty": drawn(lambda: [empty] * updates),
    }


def row(what, wanted, ratio, unit="", other=""):
    """Print one line of the table."""
    print(f"| {what} | {wanted} | {ratio} | {unit} | {other} |")


def compared(what, wanted, times, one, other, digits=2):
    """Print the line of two contestants: their ratio, and what a unit of each takes in µs."""
    row(what, wanted, f"{ratio(times, one, other):.{digits}f}", f"{median(times[one]):,.1f}", f"{median(times[other]):,.1f}")


def main():
    """Measure and print the table."""
    row("what", "wanted", "ratio", "µs a unit", "µs a unit of the other")
    row(*["---"] * 5)
    chain = side_by_side({work.__name__: lambda work=work: work(UNTIL) for work in (engine, heap_loop, textbook)})
    compared("a call of three services with timeouts, recorded / heapq loop by hand", "at most 1.8", chain, "engine", "heap_loop")
    compared("textbook SimPy / the same", "at least 2.5", chain, "textbook", "heap_loop")
    compared("textbook SimPy / here", "", chain, "textbook", "engine")
    compared("M/M/1 in Ciw / here", "at least 5", side_by_side({"ours": our_queue, "ciw": ciw_queue}), "ciw", "ours")
    picture = side_by_side(pictures())
    compared("picture redrawn / drawn anew", "at most 0.35", picture, "updated", "anew")
    compared("picture redrawn / an empty one", "", picture, "updated", "empty")
    columns, tuples = trace_bytes()
    row("bytes that a trace keeps for a try", "at most 64", f"{columns:.1f}")
    row("the same as tuples", "", f"{tuples:.1f}")


if __name__ == "__main__":
    main()
