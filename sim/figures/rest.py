"""The waterfall of one page, as a browser's network panel shows it, beside latency against size and against distance."""

from math import nan
from statistics import mean

from matplotlib.ticker import MaxNLocator

from sim.figures.against_theory import confidence
from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, BLUISH_GREEN, GHOST, INK, ORANGE, QUIET, SKY_BLUE, VERMILLION
from sim.figures.timeplot import sticky
from sim.scenarios.rest import WAYS, expected, loads
from sim.trace import USERS

PIECES = {  # of a request: colour, width of the bar, words
    "waits": (ORANGE, 2, "waits for a connection"),
    "travels": (SKY_BLUE, 5, "on its way, there and back"),
    "works": (BLUISH_GREEN, 9, "the server works"),
}
LINES = {
    "chatty": (VERMILLION, "-", "one by one"),
    "parallel": (ORANGE, (0, (4, 1.5)), "several at once"),
    "composed": (BLUE, (0, (1.5, 1)), "one for all"),
}
POINT = {"chatty": "o", "parallel": "s", "composed": "D"}
SPAN = (4, 20_000)  # ms: from the quickest page that the knobs allow to the slowest, so that the axes stay
TRIPS = tuple(range(0, 201, 10))


class PageFigure(LiveFigure):
    """Left: the load of the largest page at the cursor, request by request. Right: what pages take, by size and distance."""

    size = (1000, 540)

    def shape_of(self, result):
        """Another number of connections needs another legend; nothing else changes the axes."""
        return result.params["connections"]

    def layout(self, figure, result):
        """Make the three panels."""
        axes = self.fall = figure.add_axes((0.045, 0.09, 0.49, 0.8))
        axes.tick_params(length=0)
        axes.set_yticks([])
        axes.set_xlabel("ms since the page was asked for", labelpad=2)
        self.ghost_end = self.animate(axes.axvline(0, color=GHOST, lw=3))
        self.bars = {
            name: self.animate(axes.plot([], [], color=colour, lw=width, solid_capstyle="butt", label=label)[0])
            for name, (colour, width, label) in PIECES.items()
        }
        self.end = self.animate(axes.axvline(0, color=INK, lw=1.2))
        self.said = self.animate(axes.text(0, 1.055, "", transform=axes.transAxes, fontsize=10, va="bottom"))
        self.first_said = self.animate(axes.text(0, 0, "", va="center", fontsize=8.5, color=QUIET))
        self.end_said = self.animate(axes.text(0.99, 0.93, "", transform=axes.transAxes, ha="right", va="top", fontsize=9))
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 0.985), ncols=3, fontsize=8, handlelength=1.4, columnspacing=1.4)
        self.by_size = self._panel(figure.add_axes((0.6, 0.575, 0.385, 0.315)), "Mean time of a page (ms) by its parts", True)
        self.by_trip = self._panel(figure.add_axes((0.6, 0.09, 0.385, 0.315)), "… and by the round trip (ms), largest page", False)
        self.by_size["axes"].set_xlabel("parts besides the order", labelpad=1)
        self.by_trip["axes"].set_xlabel("round trip in ms", labelpad=1)
        self.by_trip["axes"].set_xlim(0, 204)

    def _panel(self, axes, title, legend):
        axes.set_title(title, pad=18 if legend else 4)
        axes.tick_params(length=0)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_yscale("log")
        axes.set_ylim(*SPAN)
        axes.set_yticks([10, 100, 1_000, 10_000], ["10", "100", "1,000", "10,000"])
        axes.minorticks_off()
        panel = {"axes": axes, "ghost": self.animate(axes.plot([], [], "x", color=GHOST, ms=7, mew=2)[0])}
        for way, (colour, dashes, label) in LINES.items():
            panel[way] = self.animate(axes.plot([], [], color=colour, ls=dashes, lw=1.6, label=f"{label}, theory")[0])
        panel["bounds"] = self.animate(axes.plot([], [], color=ORANGE, lw=1, ls=(0, (4, 1.5)))[0])
        panel["chance"] = self.animate(axes.plot([], [], color=INK, lw=1.4)[0])
        panel["points"] = self.animate(axes.plot([], [], "o", color=INK, ms=6, label="simulated, 95 %")[0])
        if legend:
            handles = [panel[way] for way in WAYS] + [panel["points"]]
            axes.legend(
                handles=handles, labels=[LINES[way][2] for way in WAYS] + ["simulated, 95 %"], loc="lower left",
                bbox_to_anchor=(-0.13, 0.985), ncols=4, fontsize=7.8, handlelength=1.8, columnspacing=0.9, borderpad=0.1,
            )  # fmt: skip
        return panel

    def limits(self, result, ghost):
        """The waterfall's width in ms, and its rows."""
        shown = [result, *([ghost] if ghost else [])]
        longest = max(max(loads(run, run.details["sizes"][-1]), default=1) for run in shown)
        return sticky(self.fall.get_xlim()[1], 1.05 * longest), max(run.details["sizes"][-1] for run in shown)

    def apply_limits(self, limits):
        """Set them."""
        longest, parts = limits
        self.fall.set_xlim(0, longest)
        self.fall.set_ylim(parts + 1.7, -1.4)
        self.by_size["axes"].set_xlim(0, parts * 1.04)
        for name, (_, width, _) in PIECES.items():
            self.bars[name].set_linewidth(width * min(1, 26 / parts))

    def update(self, result, ghost, cursor):
        """Move everything."""
        size = result.details["sizes"][-1]
        bars, took = waterfall(result, cursor)
        for name, line in self.bars.items():
            line.set_data(*bars[name])
        self.end.set_xdata([took, took])
        self.said.set_text(f"One page: an order and its {size} parts" if size > 1 else "One page: an order and its one part")
        one = result.params["way"] == "composed"
        self.first_said.set_text("  one request; below, what the server fetches for it" if one else "  the order")
        self.first_said.set_position((bars["travels"][0][1] if took else 0, -0.05))
        said = f"all here after {took:,.0f} ms"
        self.ghost_end.set_visible(ghost is not None)
        if ghost is not None:
            before = waterfall(ghost, cursor)[1]
            self.ghost_end.set_xdata([before, before])
            said += f"\nkept run (grey): {before:,.0f} ms"
        self.end_said.set_text(said)
        sizes = result.details["sizes"]
        everywhere = range(1, size + 1)
        self._curves(self.by_size, everywhere, lambda way, x: expected(result, x, way))
        self._curves(self.by_trip, TRIPS, lambda way, x: expected(result, size, way, x))
        self._points(self.by_size, sizes, [loads(result, x) for x in sizes], result)
        self._points(self.by_trip, [result.params["round_trip"]], [loads(result, size)], result)
        kept = [x for x in ghost.details["sizes"] if loads(ghost, x)] if ghost else []
        self.by_size["ghost"].set_data(kept, [mean(loads(ghost, x)) for x in kept])
        last = kept[-1:] if ghost and kept[-1:] == ghost.details["sizes"][-1:] else []
        self.by_trip["ghost"].set_data([ghost.params["round_trip"] for _ in last], [mean(loads(ghost, x)) for x in last])

    def _curves(self, panel, xs, bounds):
        for way in WAYS:
            panel[way].set_data(xs, [bounds(way, x)[0] for x in xs])
        panel["bounds"].set_data(xs, [bounds("parallel", x)[1] for x in xs])

    def _points(self, panel, xs, samples, result):
        shown = [(x, mean(times), confidence(times) if len(times) > 1 else 0) for x, times in zip(xs, samples) if times]
        panel["points"].set_data([x for x, _, _ in shown], [y for _, y, _ in shown])
        panel["points"].set_marker(POINT[result.params["way"]])
        panel["chance"].set_data(
            [v for x, _, _ in shown for v in (x, x, nan)], [v for _, y, half in shown for v in (y - half, y + half, nan)]
        )


def waterfall(result, cursor=None):
    """Return (bars, took): the bars of the largest page's load at a time in ms (None: the last), and how long it took.

    `bars` maps "waits", "travels" and "works" to the data of a line in pieces: ms since the page was asked for, and
    rows from 0.
    """
    trace, size = result.trace, result.details["sizes"][-1]
    rows = [row for row in trace.rows(f"page of {size}", USERS) if trace.ended[row] == trace.ended[row]]
    bars = {name: ([], []) for name in PIECES}
    if not rows:
        return bars, 0
    page = max((row for row in rows if cursor is None or trace.started[row] <= cursor), default=rows[0])
    begun, line = trace.started[page], 0
    below = _children(trace, page, trace.ended[page])
    for row in below[page]:
        inner = below.get(row, [])
        service = trace.links[trace.link[row]][1]
        if service.startswith("connections"):
            _bar(bars["waits"], line, trace.arrived[row] - begun, trace.served[row] - begun)
            row, inner = inner[0], []
        _bar(bars["travels"], line, trace.started[row] - begun, trace.ended[row] - begun)
        if not inner:
            _bar(bars["works"], line, trace.served[row] - begun, trace.released[row] - begun)
        line += 1
        for part in inner:  # what the gateway asks for, behind its own request
            _bar(bars["travels"], line, trace.started[part] - begun, trace.ended[part] - begun)
            _bar(bars["works"], line, trace.served[part] - begun, trace.released[part] - begun)
            line += 1
    return bars, trace.ended[page] - begun


def _children(trace, page, until):
    """Return the rows of the tries made for a page, or for such a try, by the row they were made for."""
    below = {page: []}
    for row in range(page + 1, len(trace)):
        if trace.started[row] > until:
            break
        if trace.parent[row] in below:
            below[trace.parent[row]].append(row)
            below[row] = []
    return below


def _bar(line, row, start, end):
    line[0].extend((start, end, nan))
    line[1].extend((row, row, nan))
