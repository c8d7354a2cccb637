"""Create-order three ways: what users get, how long it takes until an order is really decided, and how old the copies are."""

from functools import lru_cache
from math import sqrt

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import MaxNLocator

from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, BLUISH_GREEN, GHOST, INK, PAPER, QUIET, RULE, VERMILLION
from sim.figures.quicktext import QuickText
from sim.figures.timeplot import TimePlot, round_up, sticky
from sim.scenarios.improving_availability import ORDERS, WAYS, answered, waits
from sim.theory import availability_spread, serial_availability, still_pending
from sim.trace import OK, USERS

LOOKS = {  # the broad line lies under the thin one, so that both are seen where they agree
    "synchronous": {"color": VERMILLION, "lw": 1.8, "ls": (0, (4, 1.5))},
    "replicated data": {"color": BLUE, "lw": 5, "alpha": 0.45},
    "finish later": {"color": BLUISH_GREEN, "lw": 1.8, "ls": (0, (1, 1.2))},
}
MARKS = {"synchronous": "X", "replicated data": "s", "finish later": "o"}
OUT = {"fc": "#F3CDB5", "ec": VERMILLION, "lw": 0.8}  # without a hatch, which would cost as much as all else; a bar is sign enough
GRID = np.linspace(0.5, 1, 26)
ROWS = ("the order service is out", "the consumer service is out", "the restaurant service is out",
        "orders lost, synchronous", "orders lost, the two other ways")  # fmt: skip


class AvailabilityFigure(LiveFigure):
    """Answered orders against the others' availability (left), time until decided (right); outages and their price over time."""

    size = (1000, 660)

    def shape_of(self, result):
        """Time that rolls needs another axis."""
        return result.now > result.until

    def layout(self, figure, result):
        """Make the two curves above and the three panels over time."""
        self._availability(figure.add_axes((0.055, 0.615, 0.41, 0.285)))
        self._decided(figure.add_axes((0.55, 0.615, 0.435, 0.285)))
        span, rolling = result.until, result.now > result.until
        self.events = TimePlot(self, figure.add_axes((0.2, 0.355, 0.785, 0.155)), "Outages, and the orders lost in them", span, rolling)
        self._rows(self.events.axes)
        self.events.ready(None)
        self.count = TimePlot(self, figure.add_axes((0.2, 0.2, 0.785, 0.09)), "Orders that are PENDING (finish later)", span, rolling)
        self.count.curve("pending", "PENDING", BLUISH_GREEN)
        self.count.ready(None)
        title = "The copies are behind by (s) (replicated data)"
        self.stale = TimePlot(self, figure.add_axes((0.2, 0.06, 0.785, 0.09)), title, span, rolling, last=True)
        self.stale.curve("stale", "behind", BLUE)
        self.stale.ready(None)
        self.moment = self.animate(QuickText(figure, 0.745, 0.524, 9, QUIET))
        for plot in (self.count, self.stale):
            plot.axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))

    def _availability(self, axes):
        axes.set_xlim(49, 101)
        axes.set_ylim(0, 106)
        axes.tick_params(length=0)
        axes.set_title("Users' orders answered (%)", pad=36)
        axes.set_xlabel("the consumer and the restaurant service are up, each (% of the time)", labelpad=1)
        self.bands = {way: self.animate(axes.add_collection(PolyCollection([], alpha=0.16, lw=0, fc=LOOKS[way]["color"]))) for way in WAYS[:2]}
        self.lines = {way: self.animate(axes.plot([], [], **LOOKS[way])[0]) for way in (WAYS[1], WAYS[0], WAYS[2])}
        points = {"ls": "", "mew": 1.0}
        self.kept = {way: self.animate(axes.plot([], [], marker=MARKS[way], ms=8, mfc=GHOST, mec=PAPER, **points)[0]) for way in WAYS}
        sizes = {"synchronous": 10, "replicated data": 12, "finish later": 6}
        self.points = {
            way: self.animate(axes.plot([], [], marker=MARKS[way], ms=sizes[way], mfc=LOOKS[way]["color"], mec=PAPER, **points)[0])
            for way in WAYS
        }
        handles = [
            axes.plot([], [], marker=MARKS[way], ms=7, mfc=LOOKS[way]["color"], mec=PAPER, label=way, **LOOKS[way])[0] for way in WAYS
        ]
        told = [axes.plot([], [], ls="", marker="o", mfc=PAPER, mec=INK, ms=6, label="marks: this run")[0],
                axes.fill_between([], [], color=RULE, label="bands: 95 % of such runs")]  # fmt: skip
        where = {"loc": "lower left", "fontsize": 8, "handlelength": 2.6, "borderpad": 0.1, "columnspacing": 1.2, "handletextpad": 0.5}
        axes.add_artist(axes.legend(handles=handles, bbox_to_anchor=(-0.02, 1.07), ncols=3, **where))
        axes.legend(handles=told, bbox_to_anchor=(-0.02, 0.98), ncols=2, **where)

    def _decided(self, axes):
        self.axes = axes
        axes.set_title("Not decided yet, of the orders answered “received” (%)", pad=36)
        axes.set_xlabel("seconds since the order was placed", labelpad=1)
        axes.tick_params(length=0)
        axes.set_xlim(0, 10)
        self.late_kept = self.animate(axes.plot([], [], color=GHOST, lw=1.4)[0])
        self.theory = self.animate(axes.plot([], [], color=INK, lw=1.2, ls=(0, (4, 1.5)))[0])
        self.late = self.animate(axes.plot([], [], color=BLUISH_GREEN, lw=2.2, drawstyle="steps-post")[0])
        self.limit = self.animate(axes.axvline(0, color=VERMILLION, lw=1.2, ls=(0, (1, 1.5))))
        handles = [
            axes.plot([], [], color=BLUISH_GREEN, lw=2.2, label="finish later: this run")[0],
            axes.plot([], [], color=INK, lw=1.2, ls=(0, (4, 1.5)), label="theory: the two others' outages alone")[0],
            axes.plot([], [], color=VERMILLION, lw=1.2, ls=(0, (1, 1.5)), label="the limit, if any: REJECTED")[0],
        ]
        where = {"loc": "lower left", "fontsize": 8, "handlelength": 2.6, "borderpad": 0.1, "columnspacing": 1.2, "handletextpad": 0.5}
        axes.legend(handles=handles, bbox_to_anchor=(-0.02, 0.98), ncols=2, **where)

    def _rows(self, axes):
        axes.set_ylim(len(ROWS), 0)
        axes.set_yticks([row + 0.5 for row in range(len(ROWS))], ROWS, fontsize=8)
        axes.grid(False, axis="y")
        for row in range(len(ROWS) + 1):
            axes.axhline(row, color=RULE, lw=0.6)
        self.outs = self.animate(axes.add_collection(PolyCollection([], **OUT)))
        self.losses = [self.animate(axes.plot([], [], "|", color=colour, ms=10, mew=0.9)[0]) for colour in (VERMILLION, BLUE)]

    def limits(self, result, ghost):
        """How far the undecided orders, the pending and the staleness reach."""
        shown = [_curves(one) for one in (result, ghost) if one is not None]
        old = (self.axes.get_ylim()[1], self.count.axes.get_ylim()[1], self.stale.axes.get_ylim()[1])
        longest = max(_span_of_ages(one) for one in (result, ghost) if one is not None)
        highest = 100 * still_pending(result.params["available"], 1, 2, 0)
        most = [max(1.05 * max(curves[name], default=0) for curves in shown) for name in ("late", "pending", "stale")]
        return (
            longest, min(105, sticky(old[0], max(most[0], 1.05 * highest, 4))),
            sticky(old[1], max(most[1], 5)), sticky(old[2], max(most[2], 2)),
        )  # fmt: skip

    def apply_limits(self, limits):
        """Set them."""
        self.axes.set_xlim(0, limits[0])
        for axes, limit in zip((self.axes, self.count.axes, self.stale.axes), limits[1:]):
            axes.set_ylim(0, limit)

    def update(self, result, ghost, cursor):
        """Move everything."""
        params, now = result.params, result.now
        lines = theory_lines(params["own"], params["lasts"], params["rate"], result.until / 1_000)
        for way, (middle, low, high) in lines.items():
            self.lines[way].set_data(100 * GRID, middle)
            if way in self.bands:
                edge = np.concatenate([low, high[::-1]])
                self.bands[way].set_verts([np.column_stack([np.concatenate([100 * GRID, 100 * GRID[::-1]]), edge])])
        for marks, one in ((self.points, result), (self.kept, ghost)):
            shares = _curves(one)["answered"] if one is not None else {}
            for way, mark in marks.items():
                mark.set_data([100 * one.params["available"]] if shares else [], [100 * shares[way]] if shares else [])
        curves = _curves(result)
        self.late.set_data(curves["ages"], curves["late"])
        self.late_kept.set_visible(ghost is not None)
        if ghost is not None:
            self.late_kept.set_data(_curves(ghost)["ages"], _curves(ghost)["late"])
        limit = params["limit"]
        ages = np.linspace(0, limit or self.axes.get_xlim()[1], 60)
        self.theory.set_data(ages, [100 * still_pending(params["available"], params["lasts"], 2, age) for age in ages])
        self.limit.set_visible(limit > 0)
        self.limit.set_xdata([limit, limit])
        self._events(result)
        self.moment.set_text("" if cursor is None else _moment(result, curves, min(cursor, now)))
        kept = (ghost.watch, _curves(ghost)) if ghost else None
        for plot in (self.events, self.count, self.stale):
            plot.show(result.watch, curves, kept, None, None if cursor is None else min(cursor, now))

    def _events(self, result):
        start, now = max(0, result.now - result.until), result.now
        boxes = []
        for row, outages in enumerate(result.details["outages"][WAYS[0]]):
            for begin, end in outages.log:
                if end > start:
                    left, right = (max(begin, start) - start) / 1_000, (min(end, now) - start) / 1_000
                    boxes.append([(left, row + 0.12), (right, row + 0.12), (right, row + 0.88), (left, row + 0.88)])
        self.outs.set_verts(boxes)
        for row, (mark, lost) in enumerate(zip(self.losses, _curves(result)["lost"]), 3):
            seconds = (lost[lost >= start] - start) / 1_000
            mark.set_data(seconds, np.full(len(seconds), row + 0.5))


def _moment(result, curves, time):
    """Return what is so at a time, in words."""
    sample = min(int(time // result.watch.every), len(result.watch.times) - 1)
    out = [outages.service.name for outages in result.details["outages"][WAYS[0]] if any(begin <= time < end for begin, end in outages.log)]
    told = f"{len(out)} of 3 services out" if out else "all three services up"
    return f"{time / 1_000:.1f} s: {told}; {curves['pending'][sample]} PENDING; copies {curves['stale'][sample]:.1f} s behind"


@lru_cache(maxsize=32)
def theory_lines(own, lasts, rate, seconds):
    """Return for each way what is expected (%), with the bounds of 95 % of runs of so many s, along `GRID`."""
    lines = {}
    for way in WAYS:
        wholes = [[own, a, a] if way == WAYS[0] else [own] for a in GRID]
        middle = np.array([serial_availability(parts) for parts in wholes])
        by_outages = [availability_spread(parts, lasts, seconds) for parts in wholes] if way == WAYS[0] else (
            [availability_spread([own], lasts, seconds)] * len(GRID))  # fmt: skip
        spread = 1.96 * np.array([sqrt(part**2 + p * (1 - p) / (rate * seconds)) for part, p in zip(by_outages, middle)])
        lines[way] = tuple(100 * np.clip(line, 0, 1) for line in (middle, middle - spread, middle + spread))
    return lines


def _span_of_ages(result):
    """Return up to how many s after their placing orders are looked at."""
    return round_up(max(10, 4 * result.params["lasts"]))


def _curves(result):
    known = getattr(result, "_availability_curves", None)
    if known is None or known[0] != result.now:
        known = result._availability_curves = result.now, _make_curves(result)
    return known[1]


def _make_curves(result):
    """Return every curve: over the watch's times, and of the undecided orders over their age in s."""
    times, now = np.array(result.watch.times), result.now
    orders = list(result.details["pending"].orders.values())
    placed = np.array([order.placed for order in orders])
    waited = np.array(waits(result))
    decided = np.sort(placed + waited)
    ages = np.linspace(0, _span_of_ages(result), 81) * 1_000
    late = 100 * _undecided(np.minimum(waited, now - placed), waited < np.inf, np.maximum(ages, 100))
    stale = [_staleness(replica, times) for replica in result.details["replicas"].values()]
    return {
        "ages": ages / 1_000, "late": late, "stale": np.maximum(*stale) / 1_000,
        "pending": np.searchsorted(placed, times) - np.searchsorted(decided, times),
        "answered": answered(result), "lost": [_lost(result, way) for way in (WAYS[0], WAYS[2])],
    }  # fmt: skip


def _undecided(waited, decided, ages):
    """Return the share that waits longer than each of `ages`, if some are not decided so far (Kaplan and Meier, 1958)."""
    order = np.argsort(waited, kind="stable")
    left = np.concatenate([[1.0], np.cumprod(1 - decided[order] / np.arange(len(order), 0, -1))])
    return left[np.searchsorted(waited[order], ages, side="right")]


def _staleness(replica, times):
    """Return what `Replica.staleness` does, for many times at once."""
    changed, seen = np.array([*replica.changed, 0.0]), np.searchsorted(replica.applied, times)
    return np.where(seen < np.searchsorted(replica.changed, times), times - changed[seen], 0.0)


def _lost(result, way):
    """Return when the orders were placed that were answered with an error, in ms."""
    trace = result.details["worlds"][way].trace
    return np.array([trace.started[row] for row in trace.rows(ORDERS, USERS) if trace.code[row] > OK])
