"""Five styles of interaction side by side: the same request as a sequence diagram in each; below, who is blocked when."""

from bisect import bisect_left
from statistics import fmean

from matplotlib.collections import PolyCollection

from sim.figures.lifelines import PATIENCE, WAITS, WORK, Elements, elements, requests_between
from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, GHOST, ORANGE, QUIET, SKY_BLUE
from sim.figures.quicktext import QuickText
from sim.figures.sequence import BARS, SequencePlot, key
from sim.figures.timeplot import round_up
from sim.trace import USERS

COLUMNS = (("a user\nwaits (ms)", 0.69), ("shop's workers\nin use", 0.79), ("the warehouses'\nworkers in use", 0.885), ("messages\nand calls", 0.968))
TITLES = {"/": "/\n", "one-way ": "one-way\n"}
TABLE = 0.075, 0.185  # the lower end and the height of the five rows below, as shares of the figure's


class StylesFigure(LiveFigure):
    """The user's request at the cursor's time in every world of the result, and what that costs on average.

    Its result needs `details` with "worlds", a dict of style to `World`, whose shop is called "shop", and "warehouses", a
    dict of style to names.
    """

    size = (1000, 610)

    def shape_of(self, result):
        """Other subscribers need other lifelines."""
        return tuple(map(tuple, result.details["warehouses"].values()))

    def layout(self, figure, result):
        """Make the diagrams, the bars, and the table of means."""
        self._of = None  # the result and time that the table tells of
        self.styles = list(result.details["worlds"])
        groups = {style: [USERS, "shop", *names] for style, names in result.details["warehouses"].items()}
        axes = figure.add_axes((0.05, 0.405, 0.945, 0.475))
        crowded = sum(map(len, groups.values())) > 20
        self.plot = SequencePlot(axes, groups, self, fontsize=7.5 if crowded else 8.5, gap=1.3)
        axes.set_ylabel("ms since the user's request")
        axes.yaxis.set_label_coords(-0.041, 0.5)
        for style, x in self.plot.left.items():
            title = style
            for short, long in TITLES.items():
                title = title.replace(short, long)
            axes.annotate(title, (x, 1), (0, 24), xycoords=axes.get_xaxis_transform(), textcoords="offset points", weight="bold", va="bottom")
            if x > 0:
                axes.axvline(x - 0.15, color=GHOST, lw=0.8, ymin=-0.02, ymax=1.2, clip_on=False)
        figure.legend(handles=key(), loc="center left", bbox_to_anchor=(0.04, 0.378), ncols=8, fontsize=8, handlelength=1.6, columnspacing=1.3)
        low, high = TABLE
        self._bars(figure.add_axes((0.195, low, 0.435, high)))
        figure.text(0.008, 0.288, "Who is blocked when, in this request", fontsize=10, va="center")
        figure.text(0.655, 0.338, "On average, for all requests so far", fontsize=10, va="center")
        self.columns = []
        for text, x in COLUMNS:
            figure.text(x, 0.298, text, fontsize=8, color=QUIET, ha="center", va="center", linespacing=0.95)
            heights = [low + high * (1 - (row + 0.5) / 5) for row in range(5)]
            self.columns.append([self.animate(QuickText(figure, x, y)) for y in heights])
        self.moment = self.animate(QuickText(figure, 0.84, 0.022, 8.5, QUIET))

    def _bars(self, axes):
        self.axes = axes
        axes.set_ylim(5, 0)
        axes.set_yticks([row + 0.5 for row in range(5)], self.styles, fontsize=8)
        axes.tick_params(length=0, pad=34)
        axes.tick_params(axis="x", pad=2)
        axes.grid(False, axis="y")
        for row in range(5):
            axes.axhline(row, color=GHOST, lw=0.5, clip_on=False)
            for y, name in ((0.28, "user"), (0.74, "shop")):
                axes.annotate(name, (0, row + y), (-5, 0), textcoords="offset points", ha="right", va="center", fontsize=7, color=QUIET)
        axes.set_xlabel("ms since the user's request", labelpad=1)
        self.works = self.animate(axes.add_collection(PolyCollection([], fc=SKY_BLUE, ec=BLUE, lw=0.6)))
        self.waits = self.animate(axes.add_collection(PolyCollection([], fc=BARS[WAITS][0], ec=ORANGE, lw=0.6, hatch="////")))

    def limits(self, result, ghost):
        """The end of the time axes: of the longest that the window or a usual request takes."""
        longest = [result.params["window"] + 10]
        for world in result.details["worlds"].values():
            trace = world.trace
            rows = range(max(0, len(trace) - 600), len(trace))
            times = sorted(trace.ended[row] - trace.started[row] for row in rows if trace.code[row])
            longest.append(times[int(0.9 * len(times))] if times else 0)
        return round_up(1.2 * max(longest))

    def apply_limits(self, limits):
        """Set it."""
        self.plot.set_span(limits)
        self.axes.set_xlim(0, limits)

    def update(self, result, ghost, cursor):
        """Draw the request at the cursor, and the means."""
        traces = [world.trace for world in result.details["worlds"].values()]
        requests = requests_between(traces[0], end=result.now if cursor is None else max(0, cursor))
        while len(requests) > 1 and not getattr(result, "finished", True) and not _ended(traces, traces[0].started[requests[-1]]):
            requests.pop()  # a run that goes on shows a whole request, not the first moments of the newest
        begun = traces[0].started[requests[-1]] if requests else None
        if self._of != (id(result), result.now):
            self._of = id(result), result.now
            rows = [_means(result, style, trace) for style, trace in zip(self.styles, traces)]
            for column, texts in zip(self.columns, zip(*rows)):
                for place, text in zip(column, texts):
                    place.set_text(text)
        waits, works, diagrams = [], [], {}
        for row, (style, trace) in enumerate(zip(self.styles, traces)):
            found = Elements() if begun is None else elements(trace, [_same(trace, begun)], result.now)
            diagrams[style] = found, begun or 0
            for name, start, end, sort in found.bars:
                y = row + (0.28 if name == USERS else 0.74)
                if sort in (PATIENCE, WAITS) or (sort == WORK and name == "shop"):
                    (works if sort == WORK else waits).append(_box(start - begun, end - begun, y))
        self.plot.show(diagrams)
        self.works.set_verts(works)
        self.waits.set_verts(waits)
        told = f"the user's request no. {len(requests):,}, begun at {begun / 1_000:.2f} s" if requests else "no request has begun yet"
        self.moment.set_text(told)


def _ended(traces, begun):
    """Return whether the user's request that began at that time has ended in every world."""
    return all(trace.code[_same(trace, begun)] for trace in traces)


def _same(trace, begun):
    """Return the row of the user's request that began at that time, in another world with the same users."""
    row = bisect_left(trace.started, begun)
    while trace.links[trace.link[row]][0] != USERS:
        row += 1
    return row


def _box(start, end, y):
    return [(start, y - 0.17), (end, y - 0.17), (end, y + 0.17), (start, y + 0.17)]


def _means(result, style, trace):
    """Return the texts of one row of the table."""
    watch = result.watch if result.world is result.details["worlds"][style] else result.others[style]
    asked = trace.links.index((USERS, "shop"))
    rows = range(max(0, len(trace) - 4_000), len(trace))
    times = [trace.ended[row] - trace.started[row] for row in rows if trace.link[row] == asked and trace.code[row]]
    sent = sum(trace.link[row] != asked and trace.links[trace.link[row]][0] != trace.links[trace.link[row]][1] for row in rows)
    users = sum(trace.link[row] == asked for row in rows)
    staff = sum(fmean(watch.busy[name][-200:]) for name in result.details["warehouses"][style])
    return (
        f"{fmean(times):,.0f}" if times else "–", f"{fmean(watch.busy['shop'][-200:]):.2f}", f"{staff:.2f}",
        f"{sent / users:.1f}" if users else "–",
    )  # fmt: skip
