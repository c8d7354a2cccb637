"""The same calls over a pool of connections and over one shared one: bar by bar, and what it comes to."""

from bisect import bisect_left
from itertools import accumulate

from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, BLUISH_GREEN, GHOST, ORANGE, REDDISH_PURPLE, VERMILLION
from sim.figures.remembered import Remembered
from sim.figures.timeplot import TimePlot, sticky
from sim.trace import USERS

SHOWN = 24  # calls in a waterfall
PIECES = {  # of a call's time: colour, thickness of the bar (so that colour is not the only sign), words
    "waits": (ORANGE, 0.25, "waits for a connection or stream"),
    "works": (BLUISH_GREEN, 0.75, "network and work"),
    "lost": (VERMILLION, 0.9, "its own packet was lost"),
    "behind": (REDDISH_PURPLE, 0.45, "behind the lost packet of another"),
}
WAYS = {"pool": ("pool", VERMILLION, (0, (4, 1.2))), "http2": ("HTTP/2", BLUE, "-")}


class ConnectionsFigure(LiveFigure):
    """Left: the 24 calls from the cursor on, over the pool and over HTTP/2. Right: latency and calls in flight over time,
    and latency against the calls in flight that a call met.
    """

    size = (1000, 600)

    def __init__(self, scale=1):
        super().__init__(scale)
        self._told = Remembered(tell)

    def shape_of(self, result):
        """Time that rolls needs another axis, another number of connections another title."""
        return result.now > result.until, result.params["connections"], result.params["streams"]

    def layout(self, figure, result):
        """Make the five panels."""
        span, rolling = result.until, result.now > result.until
        many, streams = result.params["connections"], result.params["streams"]
        titles = {
            "pool": f"HTTP/1.1, {f'{many} connections' if many > 1 else 'one connection'}: the {SHOWN} calls from the cursor on",
            "http2": f"HTTP/2, one connection, {f'{streams} calls' if streams > 1 else 'one call'} at once: the same calls",
        }
        self.falls = {}
        for (name, title), bottom in zip(titles.items(), (0.575, 0.155)):
            axes = figure.add_axes((0.03, bottom, 0.475, 0.38))
            axes.set_title(title, pad=4)
            axes.set_ylim(SHOWN + 0.2, -0.4)
            axes.set_yticks([])
            axes.tick_params(length=0)
            axes.tick_params(labelbottom=name == "http2")
            self.falls[name] = axes, {
                piece: self.animate(axes.add_collection(PolyCollection([], facecolors=colour, linewidths=0)))
                for piece, (colour, _, _) in PIECES.items()
            }
        axes.set_xlabel("ms after the cursor", labelpad=2)
        keys = [Line2D([], [], color=colour, lw=10 * thick, label=words, solid_capstyle="butt") for colour, thick, words in PIECES.values()]
        axes.legend(handles=keys, loc="upper left", bbox_to_anchor=(-0.02, -0.135), ncols=2, fontsize=8, handlelength=1.6, borderpad=0.2)
        boxes = [figure.add_axes((0.57, bottom, 0.415, 0.21)) for bottom in (0.74, 0.455, 0.085)]
        self.latency = TimePlot(self, boxes[0], "Latency (ms), mean of a second", span, rolling)
        self.flight = TimePlot(self, boxes[1], "Calls in flight", span, rolling, last=True)
        for plot in (self.latency, self.flight):
            for name, (words, colour, dashes) in reversed(WAYS.items()):  # the dashed one over the other, to show both
                plot.curve(name, words, colour, ls=dashes)
            plot.ready()
        self.against = boxes[2]
        self.against.set_title("Latency (ms) by the calls in flight that a call met", pad=4)
        self.against.set_xlabel("calls in flight when a call began", labelpad=2)
        self.against.tick_params(length=0)
        pale = {name: self.animate(self.against.plot([], [], color=GHOST, ls=dashes)[0]) for name, (_, _, dashes) in WAYS.items()}
        dots = {
            name: self.animate(self.against.plot([], [], color=colour, ls=dashes, marker="os"[name == "pool"], ms=3.5)[0])
            for name, (_, colour, dashes) in reversed(WAYS.items())
        }
        self.dots = dots, pale

    def limits(self, result, ghost):
        """The limits of the waterfalls' time, of both plots over time, and of the last panel."""
        told = [self._told(one) for one in (result, ghost) if one is not None]
        most = [max(max(values) for one in told for values in one[name].values()) for name in ("latency", "flight")]
        met, took = (max(max(points[axis], default=1) for one in told for points in one["against"].values()) for axis in (0, 1))
        long = max(one["long"] for one in told) + SHOWN / result.params["rate"] * 1_000
        old = (self.falls["pool"][0].get_xlim()[1], *(plot.axes.get_ylim()[1] for plot in (self.latency, self.flight)))
        old += self.against.get_xlim()[1], self.against.get_ylim()[1]
        new = (long, 1.05 * max(most[0], 100), 1.05 * max(most[1], 5), max(met, 5), 1.05 * max(took, 10))
        return tuple(sticky(*pair) for pair in zip(old, new))

    def apply_limits(self, limits):
        """Set them."""
        for axes, _ in self.falls.values():
            axes.set_xlim(0, limits[0])
        self.latency.axes.set_ylim(0, limits[1])
        self.flight.axes.set_ylim(0, limits[2])
        self.against.set_xlim(0, limits[3])
        self.against.set_ylim(0, limits[4])

    def update(self, result, ghost, cursor):
        """Move everything."""
        told, kept = self._told(result), self._told(ghost) if ghost else None
        at = result.now / 2 if cursor is None else cursor
        for name, world in result.details["worlds"].items():
            bars = _bars(world, told["children"][name], result.details["paths"][name].held, at)
            for piece, collection in self.falls[name][1].items():
                collection.set_verts(bars[piece])
        for plot, what in ((self.latency, "latency"), (self.flight, "flight")):
            plot.show(result.watch, told[what], (ghost.watch, kept[what]) if ghost else None, None, cursor)
        dots, pale = self.dots
        for name in WAYS:
            dots[name].set_data(*told["against"][name])
            pale[name].set_visible(kept is not None)
            if kept:
                pale[name].set_data(*kept["against"][name])


def tell(result):
    """Return the curves of a result: "latency" and "flight" at the watch's times, "against" points, and what finds bars."""
    told = {"latency": {}, "flight": {}, "against": {}, "children": {}, "long": 50.0}
    for name, watch in (("pool", result.watch), ("http2", result.others["http2"])):
        trace = watch.world.trace
        parent = trace.parent
        told["children"][name] = {parent[row]: row for row in range(len(trace)) if parent[row] >= 0}
        calls = [row for row in range(len(trace)) if parent[row] < 0]
        started, ends = trace.started, trace.ended
        done = sorted((ends[row], ends[row] - started[row]) for row in calls if ends[row] == ends[row])
        ended, sums = [end for end, _ in done], [0.0, *accumulate(took for _, took in done)]
        means, last = [], 0.0
        for time in watch.times:
            low, high = bisect_left(ended, time - 1_000), bisect_left(ended, time)
            last = (sums[high] - sums[low]) / (high - low) if high > low else last
            means.append(last)
        told["latency"][name] = means
        begun, over = watch.started[USERS, "client"], watch.ended[USERS, "client"]
        told["flight"][name] = [b - sum(o) for b, *o in zip(begun, *over.values())]
        met = {}
        for place, row in enumerate(calls):
            if ends[row] == ends[row]:
                met.setdefault(place - bisect_left(ended, started[row]), []).append(ends[row] - started[row])
        told["against"][name] = _points(met)
        if done:
            took = sorted(took for _, took in done)
            told["long"] = max(told["long"], took[int(0.9 * len(took))])
    return told


def _points(met):
    """Return x and y of the mean latencies, in groups of at least 5 calls, of neighbours where it takes several."""
    xs, ys, group, weight, total = [], [], 0, 0.0, 0.0
    width = max(1, (max(met, default=0) + 1) // 40)
    for number in sorted(met):
        group, weight, total = group + len(met[number]), weight + number * len(met[number]), total + sum(met[number])
        if group >= 5 * width:
            xs.append(weight / group)
            ys.append(total / group)
            group, weight, total = 0, 0.0, 0.0
    return xs, ys


def _bars(world, children, held, cursor):
    """Return {piece: rectangles} of the calls from `cursor` (ms) on."""
    trace, now = world.trace, world.now
    bars = {piece: [] for piece in PIECES}
    row, place = bisect_left(trace.started, cursor), 0
    while row < len(trace) and place < SHOWN:
        if trace.parent[row] < 0:
            for piece, begin, end in pieces(trace, row, children.get(row), held, now):
                if end > begin:
                    left, right, half = begin - cursor, end - cursor, PIECES[piece][1] / 2
                    low, high = place + 0.5 - half, place + 0.5 + half
                    bars[piece].append([(left, low), (right, low), (right, high), (left, high)])
            place += 1
        row += 1
    return bars


def pieces(trace, row, child, held, now):
    """Return what became of a call's time, as (piece, begin, end) in ms; `child` is the row of its try at the server."""

    def known(time):
        return time if time == time else now

    served, ended = known(trace.served[row]), known(trace.ended[row])
    parts = [("waits", trace.started[row], served)]
    through = known(trace.released[child]) if child is not None else now
    own, behind = held.get(child, (0.0, 0.0))
    if own or behind:
        parts.append(("works", served, min(ended, through - own - behind)))
        parts.append(("lost", through - own - behind, through - behind))
        parts.append(("behind", through - behind, through))
        return [*parts, ("works", through, ended)]
    return [*parts, ("works", served, ended)]
