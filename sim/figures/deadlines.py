"""One request down a chain, with a deadline that travels and without, beside what that does to all of them."""

from bisect import bisect_left

from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, BLUISH_GREEN, INK, ORANGE, SKY_BLUE, VERMILLION
from sim.figures.remembered import Remembered
from sim.figures.timeplot import TimePlot, sticky
from sim.trace import OK, TIMEOUT, USERS
from sim.waste import busy_for_nobody

PIECES = {  # of a service's time with a request: colour, thickness of the bar (so that colour is not the only sign), words
    "queue": (ORANGE, 0.16, "in the queue"),
    "work": (BLUISH_GREEN, 0.62, "its own work"),
    "late": (VERMILLION, 0.85, "… for nobody: the user has left"),
    "asks": (SKY_BLUE, 0.34, "waits for the next one"),
}
WAYS = {"deadlines": ("deadlines travel", BLUE, "-"), "without": ("without", VERMILLION, (0, (4, 1.2)))}
TITLES = {"deadlines": "With a deadline that travels: one request", "without": "Without: the same request"}


class DeadlineFigure(LiveFigure):
    """Left: the first request after the cursor, down the chain. Right: users served, work for nobody, and the queue."""

    size = (1000, 560)

    def __init__(self, scale=1):
        super().__init__(scale)
        self._told = Remembered(tell)

    def shape_of(self, result):
        """Time that rolls needs another axis, another patience another waterfall."""
        return result.now > result.until, result.params["patience"]

    def layout(self, figure, result):
        """Make the five panels."""
        span, rolling, patience = result.until, result.now > result.until, result.params["patience"]
        self.names = list(result.world.services)
        self.falls, self.notes = {}, {}
        for (name, title), bottom in zip(TITLES.items(), (0.59, 0.205)):
            axes = figure.add_axes((0.075, bottom, 0.42, 0.34))
            axes.set_title(title, pad=4)
            axes.set_xlim(0, 3 * patience)
            axes.set_ylim(len(self.names) - 0.15, -0.6)
            axes.set_yticks(range(len(self.names)), self.names)
            axes.tick_params(length=0, labelbottom=name == "without")
            axes.axvline(patience, color=INK, lw=1.4, ls=(0, (1, 1)))
            axes.text(1.03 * patience, -0.55, "the user's deadline", fontsize=8, va="top", color=INK)
            self.falls[name] = {
                piece: self.animate(axes.add_collection(PolyCollection([], facecolors=colour, linewidths=0)))
                for piece, (colour, _, _) in PIECES.items()
            }
            self.notes[name] = self.animate(axes.text(2.97 * patience, len(self.names) - 0.2, "", fontsize=8.5, ha="right", va="bottom", color=INK))
        axes.set_xlabel("ms since the user asked", labelpad=2)
        keys = [Line2D([], [], color=colour, lw=11 * thick, label=words, solid_capstyle="butt") for colour, thick, words in PIECES.values()]
        axes.legend(handles=keys, loc="upper left", bbox_to_anchor=(-0.15, -0.17), ncols=2, fontsize=8, handlelength=1.6, borderpad=0.2)
        boxes = [figure.add_axes((0.565, bottom, 0.42, 0.225)) for bottom in (0.715, 0.395, 0.08)]
        titles = ("Users served (%)", "Workers busy for nobody", "Calls waiting at the stock")
        self.plots = {}
        for what, axes, title in zip(("served", "nobody", "queue"), boxes, titles):
            plot = self.plots[what] = TimePlot(self, axes, title, span, rolling, last=what == "queue")
            for name, (words, colour, dashes) in WAYS.items():
                plot.curve(name, words, colour, ls=dashes)
            plot.ready()
        self.plots["served"].axes.set_ylim(0, 108)
        self.plots["served"].axes.set_yticks([0, 50, 100])

    def limits(self, result, ghost):
        """The upper limits of the lower two plots over time."""
        told = [self._told(one) for one in (result, ghost) if one is not None]
        most = [max(max(values) for one in told for values in one[what].values()) for what in ("nobody", "queue")]
        old = [self.plots[what].axes.get_ylim()[1] for what in ("nobody", "queue")]
        return sticky(old[0], 1.05 * max(most[0], 1)), sticky(old[1], 1.05 * max(most[1], 10))

    def apply_limits(self, limits):
        """Set them."""
        for what, limit in zip(("nobody", "queue"), limits):
            self.plots[what].axes.set_ylim(0, limit)

    def update(self, result, ghost, cursor):
        """Move everything."""
        told, kept = self._told(result), self._told(ghost) if ghost else None
        at = result.now / 2 if cursor is None else cursor
        for name, world in result.details["worlds"].items():
            bars, note = _request(world, self.names, at)
            for piece, collection in self.falls[name].items():
                collection.set_verts(bars[piece])
            self.notes[name].set_text(note)
        window = result.details["trouble"].window
        for what, plot in self.plots.items():
            plot.show(result.watch, told[what], (ghost.watch, kept[what]) if ghost else None, window, cursor)


def tell(result):
    """Return the curves "served" (%), "nobody" (workers) and "queue" (calls), each a dict of both ways to a list."""
    told = {"served": {}, "nobody": {}, "queue": {}}
    for name, watch in (("deadlines", result.watch), ("without", result.others["without"])):
        ends = watch.answered[USERS, "gateway"]
        told["served"][name] = [100 * part for part in watch.share(ends["ok"], [sum(column) for column in zip(*ends.values())], 1_000)]
        told["nobody"][name] = busy_for_nobody(watch.world.trace, watch.times)
        told["queue"][name] = watch.waiting["stock"]
    return told


def _request(world, names, cursor):
    """Return ({piece: rectangles}, a line in words) of the first request from `cursor` (ms) on."""
    trace = world.trace
    row = bisect_left(trace.started, cursor)
    while row < len(trace) and trace.parent[row] >= 0:
        row += 1
    bars = {piece: [] for piece in PIECES}
    if row == len(trace):
        return bars, "no request since"
    started, left = trace.started[row], trace.ended[row]
    for piece, name, begin, end in pieces(trace, row, world.now):
        place, half = names.index(name), PIECES[piece][1] / 2
        low, high = place - half, place + half
        bars[piece].append([(begin - started, low), (end - started, low), (end - started, high), (begin - started, high)])
    code = trace.code[row]
    if left != left or code != TIMEOUT:
        return bars, "still waits" if left != left else f"{'served' if code == OK else 'an error'} at {left - started:,.0f} ms"
    last = row
    while (below := child_of(trace, last)) is not None:
        last = below
    name, begun = trace.links[trace.link[last]][1], trace.served[last]  # few letters: drawing them takes most of the time
    return bars, f"{name} begins at {begun - started:,.0f} ms" if begun == begun else f"{name} never begins"


def pieces(trace, row, now):
    """Yield (piece, service, begin, end) in ms of the request that begins with `row`, down the chain."""
    left = trace.ended[row] if trace.ended[row] == trace.ended[row] else now
    below = row
    while row is not None:
        name = trace.links[trace.link[row]][1]
        below = child_of(trace, row)
        arrived, served, released = (time if time == time else now for time in (trace.arrived[row], trace.served[row], trace.released[row]))
        yield "queue", name, arrived, min(served, released)
        if trace.served[row] == trace.served[row]:
            done = released if below is None else trace.started[below]
            yield "work", name, served, max(served, min(done, left))
            yield "late", name, max(served, left), max(served, left, done)
            yield "asks", name, done, released
        row = below


def child_of(trace, row):
    """Return the row of the call that this one made, None if there is none."""
    return next((other for other in range(row + 1, len(trace)) if trace.parent[other] == row), None)
