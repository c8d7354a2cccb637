"""What formats cost: bytes and work as bars, and what these make of a link: how long orders take, how many get through."""

from functools import lru_cache
from math import inf, sqrt
from statistics import stdev

from matplotlib.collections import LineCollection
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from sim.costs import stored_costs
from sim.figures.format_bars import FORMAT_STYLES, FormatBars
from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, GHOST, INK, ORANGE, PAPER, REDDISH_PURPLE
from sim.figures.timeplot import round_up, sticky
from sim.metrics import latencies
from sim.scenarios.message_formats import STAGES, capacity
from sim.theory.links import constant_capacity, constant_sojourn, wire_time

FROM, TO = 0.1, 10_000  # Mbit/s
GRID = [FROM * (TO / FROM) ** (i / 60) for i in range(61)]
BANDWIDTHS = (0.1, 1, 10, 100, 1_000, 10_000)
FASTEST, SLOWEST = 0.002, 1_000  # ms on the axis of times
STAGE_STYLES = {"encoder": (ORANGE, (0, (1, 1))), "link": (BLUE, "-"), "decoder": (REDDISH_PURPLE, (0, (4, 1.5)))}
BATCHES, T95 = 10, 2.26  # of an interval, and Student's t for so many


class FormatsFigure(LiveFigure):
    """Top: bytes and work of one order in each format. Middle: times and capacity against bandwidth. Below: who waits where."""

    size = (1000, 660)

    def shape_of(self, result):
        """Other measured formats need another picture."""
        return _costs(result).formats

    def layout(self, figure, result):
        """Make the five panels."""
        names = _costs(result).formats
        left, right = figure.add_axes((0.135, 0.73, 0.345, 0.22)), figure.add_axes((0.56, 0.73, 0.41, 0.22))
        self.bytes = FormatBars(self, left, "Bytes of one order; lower bars: with gzip", names, named=True)
        self.work = FormatBars(self, right, "Work for one order in µs (thick: writing, thin: reading)", names)
        self._times(figure.add_axes((0.055, 0.265, 0.425, 0.365)), names)
        self._capacity(figure.add_axes((0.56, 0.265, 0.41, 0.365)), names)
        shown = [*self.time_lines.values(), self.point, self.offered]
        figure.legend(
            handles=shown, loc="center", bbox_to_anchor=(0.51, 0.677), ncols=len(shown), fontsize=8, handlelength=2.6, columnspacing=1.4,
        )  # fmt: skip
        self._waiting(figure.add_axes((0.055, 0.04, 0.915, 0.115)))

    def _times(self, axes, names):
        axes.set_title("Mean time of an order, written, sent and read (ms)", pad=4, fontsize=9.5)
        axes.set_ylim(FASTEST, SLOWEST)
        _log_axes(axes, (0.01, 0.1, 1, 10, 100, 1_000))
        self.time_ghost = self.animate(axes.plot([], [], color=GHOST, lw=2.4)[0])
        self.time_lines = self._lines(axes, names)
        self.here = self.animate(axes.axvline(1, color=INK, lw=0.9, ls=(0, (2, 2))))
        self.bar = self.animate(axes.add_collection(LineCollection([], colors=INK, linewidths=1.6)))
        (self.point,) = axes.plot([], [], "o", ms=8, color=INK, mec=PAPER, label="simulated, 95 % interval", clip_on=False)
        self.animate(self.point)

    def _capacity(self, axes, names):
        axes.set_title("Orders that get through (per second)", pad=4, fontsize=9.5)
        axes.set_ylim(1, 1e6)
        _log_axes(axes, (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000))
        self.most_ghost = self.animate(axes.plot([], [], color=GHOST, lw=2.4)[0])
        self.most_lines = self._lines(axes, names)
        self.here_too = self.animate(axes.axvline(1, color=INK, lw=0.9, ls=(0, (2, 2))))
        self.offered = self.animate(axes.axhline(1, color=INK, lw=1.4, ls=(0, (5, 1, 1, 1)), label="orders that come"))
        (self.through,) = axes.plot([], [], "o", ms=8, color=INK, mec=PAPER, clip_on=False)
        self.animate(self.through)

    def _lines(self, axes, names):
        lines = {}
        for name in names:
            colour, dashes = FORMAT_STYLES[name]
            (lines[name],) = axes.plot([], [], color=colour, ls=dashes, label=name)
            self.animate(lines[name])
        return lines

    def _waiting(self, axes):
        self.queues = axes
        axes.set_title("Orders that wait, from the beginning of the run to its end", pad=4, fontsize=9.5)
        axes.set_xlim(0, 1)
        axes.xaxis.set_major_locator(FixedLocator([0, 0.25, 0.5, 0.75, 1]))
        axes.tick_params(length=0, labelbottom=False)
        self.stages = {}
        for name, words in STAGES.items():
            colour, dashes = STAGE_STYLES[name]
            (self.stages[name],) = axes.plot([], [], color=colour, ls=dashes, label=f"for {words}")
            self.animate(self.stages[name])
        self.cursor = self.animate(axes.axvline(0, color=INK, lw=1.0, ls=(0, (2, 2))))
        axes.legend(loc="lower right", bbox_to_anchor=(1.005, 0.97), ncols=3, fontsize=8, borderpad=0.1, columnspacing=1.2)

    def limits(self, result, ghost):
        """How far the bars and the queues reach, in steps that seldom change."""
        bytes_, work = _most(result)
        waits = max((max(values) for name, values in result.watch.waiting.items() if name in STAGES), default=0)
        surplus = result.params["rate"] - capacity(result.params)
        waits = max(waits, 0.9 * surplus * result.until / 1_000)  # at once what it will be, so that the axis need not follow
        held = self._limits[2] if isinstance(self._limits, tuple) else 5
        return round_up(bytes_), round_up(work), max(5, sticky(held, waits))

    def apply_limits(self, limits):
        """Set them."""
        self.bytes.reach(limits[0])
        self.work.reach(limits[1])
        self.queues.set_ylim(0, 1.05 * limits[2])
        self.queues.yaxis.set_major_locator(FixedLocator([0, limits[2] / 2, limits[2]]))
        self.queues.yaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}" if n == int(n) else ""))

    def update(self, result, ghost, cursor):
        """Move everything."""
        params, costs = result.params, _costs(result)
        both = {name: (costs.of(name, params["lines"]), costs.of(name, params["lines"], True)) for name in costs.formats}
        self.bytes.show({name: [(cost.size,) for cost in two] for name, two in both.items()}, params)
        self.work.show({name: [(1_000 * cost.encode, 1_000 * cost.decode) for cost in two] for name, two in both.items()}, params)
        for name in costs.formats:
            times, most = _curves(costs, name, params["lines"], params["gzip"], params["rate"])
            chosen = name == params["format"]
            for line, data in ((self.time_lines[name], times), (self.most_lines[name], most)):
                line.set_data(*data)
                line.set_linewidth(3.2 if chosen else 1.5)
        for line in (self.time_ghost, self.most_ghost):
            line.set_visible(ghost is not None)
        if ghost is not None:
            then = ghost.params
            times, most = _curves(_costs(ghost), then["format"], then["lines"], then["gzip"], then["rate"])
            self.time_ghost.set_data(*times)
            self.most_ghost.set_data(*most)
        self._simulated(result)
        self._queues_over_time(result, cursor)

    def _simulated(self, result):
        bandwidth = result.params["bandwidth"]
        count, middle, ends = simulated(result)
        for line in (self.here, self.here_too):
            line.set_xdata([bandwidth] * 2)
        self.offered.set_ydata([result.params["rate"]] * 2)
        told = count and result.params["rate"] < capacity(result.params)  # else the mean says how long the run was
        self.point.set_data([bandwidth] if told else [], [middle] if told else [])
        self.bar.set_segments([[(bandwidth, y) for y in ends]] if told and ends else [])
        self.through.set_data([bandwidth] if count else [], [1_000 * count / result.now] if count else [])

    def _queues_over_time(self, result, cursor):
        watch, until = result.watch, result.until
        start = max(0, watch.times[-1] - until)  # a world that runs on rolls
        places = [(time - start) / until for time in watch.times]
        for name, line in self.stages.items():
            line.set_data(places, watch.waiting[name])
        self.cursor.set_visible(cursor is not None)
        if cursor is not None:
            self.cursor.set_xdata([(cursor - start) / until] * 2)


def simulated(result):
    """Return (how many orders arrived, their mean time in ms, its 95 % interval or None), read off the trace once."""
    held = result.details.get("simulated")
    if not held or held[0] != result.now:
        taken = latencies(result.trace, "shop")
        ends = interval(taken) if len(taken) >= 2 * BATCHES else None
        held = result.details["simulated"] = result.now, (len(taken), sum(taken) / len(taken) if taken else None, ends)
    return held[1]


def interval(values):
    """Return (low, high), the 95 % interval of the mean by ten batches: orders that follow each other wait alike.

    Law, Simulation Modeling and Analysis, ch. 9. Needs at least ten values.
    """
    size = len(values) // BATCHES
    means = [sum(values[i * size : (i + 1) * size]) / size for i in range(BATCHES)]
    half = T95 * stdev(means) / sqrt(BATCHES)
    middle = sum(values) / len(values)
    return max(FASTEST / 10, middle - half), middle + half


@lru_cache(maxsize=256)
def _curves(costs, name, lines, gzip, rate):
    """Return ((bandwidths, times), (bandwidths, capacities)) of a format."""
    cost = costs.of(name, lines, gzip)
    enough = rate * cost.size * 8 / 1e6 * 1.0002  # Mbit/s: with less the link is overloaded
    grid = sorted([*GRID, enough, 1.02 * enough, 1.1 * enough]) if FROM < enough < TO else GRID
    stages = [[cost.encode, wire_time(cost.size, bandwidth), cost.decode] for bandwidth in grid]
    points = [(bandwidth, constant_sojourn(rate, three)) for bandwidth, three in zip(grid, stages)]
    points = [(bandwidth, time) for bandwidth, time in points if time < inf]
    if points and points[0][0] > FROM:
        points.insert(0, (points[0][0], 10 * SLOWEST))  # up and out of the picture: there is no least bandwidth that will do
    times = tuple(zip(*points)) or ((), ())
    link = [(FROM, constant_capacity(stages[0])), (TO, constant_capacity(stages[-1]))]
    knee = constant_capacity([cost.encode, cost.decode]) * cost.size * 8 / 1e6
    if FROM < knee < TO:
        link.insert(1, (knee, link[-1][1]))
    return times, tuple(zip(*link))


def _most(result):
    costs, lines = _costs(result), result.params["lines"]
    all_ = [costs.of(name, lines, gzip) for name in costs.formats for gzip in (False, True)]
    return max(cost.size for cost in all_), max(1_000 * (cost.encode + cost.decode) for cost in all_)


def _costs(result):
    return result.params["costs"] or stored_costs()


def _log_axes(axes, ticks):
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(FROM, TO)
    axes.xaxis.set_major_locator(FixedLocator(list(BANDWIDTHS)))
    axes.set_xticklabels([f"{tick:,}" for tick in BANDWIDTHS])
    axes.yaxis.set_major_locator(FixedLocator(list(ticks)))
    axes.set_yticklabels([f"{tick:,g}" if tick < 1e6 else "1 M" for tick in ticks])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_locator(NullLocator())
    axes.set_xlabel("bandwidth (Mbit/s)", labelpad=1)
    axes.tick_params(length=0)
