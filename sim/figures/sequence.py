"""Sequence diagrams drawn from a trace: time runs down, a lifeline for each part, arrows for what goes between them.

    sequence_diagram(trace, requests=[0])
    explore(run, SequenceFigure, …)

A solid line with a filled head is a call, with an open head a message that nobody waits for; dashed lines are what comes
back. A cross is what was lost, refused or too late.
"""

from math import inf

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.arguments import number
from sim.figures.lifelines import ANSWER, CALL, MESSAGE, PATIENCE, QUEUE, REPLY, WAITS, WORK, elements, requests_between
from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, GHOST, INK, ORANGE, PAPER, SKY_BLUE, VERMILLION
from sim.figures.still import drawn
from sim.figures.timeplot import sticky
from sim.trace import USERS

BARS = {  # face, edge, hatch
    QUEUE: (PAPER, GHOST, ""),
    WORK: (SKY_BLUE, BLUE, ""),
    WAITS: ("#FBE3B3", ORANGE, "////"),
}
WIDTHS = {QUEUE: 6, WORK: 10, WAITS: 10, PATIENCE: 7}  # px
SAYS = {WORK: "works", WAITS: "waits, blocked", QUEUE: "in the queue"}
DASHED, HEAD = (0, (4, 2)), 6  # px of an arrow's head
OPEN, BACK = (MESSAGE, REPLY, "on its way", "lost"), (ANSWER, REPLY)
SHORT = {USERS: "user"}


class SequencePlot:
    """Diagrams side by side in `axes`: `groups` maps the name of each to its lifelines, from left to right.

    `live` is the `LiveFigure` that it is part of, or None. `names` says what to write above a lifeline, where that is not
    its name. `left` maps each group to where it begins, in lifelines' distances.
    """

    def __init__(self, axes, groups, live=None, names=None, fontsize=8.5, gap=1.0):
        self.axes, self.places, self.left, self.right = axes, {}, {}, {}
        keep = live.animate if live is not None else lambda artist: artist
        x = 0.0
        for group, lifelines in groups.items():
            self.left[group], self.right[group] = x - 0.5, x + len(lifelines) - 0.5
            self.places |= {(group, name): x + place for place, name in enumerate(lifelines)}
            x += len(lifelines) + gap - 1
        axes.set_xlim(-0.6, x - gap + 0.6)
        self.set_span(50)
        axes.grid(False, axis="x")
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.spines["bottom"].set_visible(False)
        for (_, name), x in self.places.items():
            axes.axvline(x, color=GHOST, lw=0.8, ls=(0, (3, 2)), zorder=0)
            text = (names or {}).get(name, SHORT.get(name, name))
            axes.annotate(text, (x, 1), (0, 3), xycoords=axes.get_xaxis_transform(), textcoords="offset points", ha="center", fontsize=fontsize)
        self.windows = keep(axes.add_collection(PolyCollection([], fc=VERMILLION, ec="none", alpha=0.13)))
        self.bars = {}
        for sort, (face, edge, hatch) in BARS.items():
            self.bars[sort] = keep(axes.add_collection(PolyCollection([], fc=face, ec=edge, lw=0.7, hatch=hatch)))
        self.solid = keep(axes.add_collection(LineCollection([], colors=INK, lw=1.1)))
        self.dashed = keep(axes.add_collection(LineCollection([], colors=INK, lw=1.1, ls=[DASHED])))
        self.filled = keep(axes.add_collection(PolyCollection([], fc=INK, ec=INK, lw=0.5)))
        self.crosses = keep(axes.plot([], [], ls="", marker="x", ms=8, mew=2.2, color=VERMILLION, clip_on=False)[0])

    def set_span(self, span):
        """Let the time axis go to `span` ms."""
        self.axes.set_ylim(span, -0.02 * span)  # a little above 0, where arrows are that take no time

    def show(self, diagrams):
        """Draw for each group (`Elements`, the time in ms that stands at the top)."""
        box = self.axes.get_window_extent()
        (x0, x1), (y0, y1) = self.axes.get_xlim(), self.axes.get_ylim()
        px = np.array([(x1 - x0) / box.width, (y1 - y0) / box.height]) * self.axes.figure.dpi / 100  # a pixel in data units
        bars, windows, crosses = {sort: [] for sort in BARS}, [], []
        lines, heads = {False: [], True: []}, {False: [], True: []}
        for group, (found, start) in diagrams.items():
            at = {name: x for (owner, name), x in self.places.items() if owner == group}
            for name, begin, end, sort in found.bars:
                bars[WAITS if sort == PATIENCE else sort].append(_box(at[name], WIDTHS[sort] / 2 * px[0], begin - start, end - start))
            for name, begin, end in found.windows:
                middle = (at[name] + self.right[group]) / 2
                windows.append(_box(middle, self.right[group] - middle, begin - start, end - start))
            crosses += [(at[name], time - start) for name, time in found.crosses]
            for source, left, target, came, sort in found.arrows:
                place = at.get(target, at[source] + 1)  # a message that waits in its channel has no target yet
                tail, tip = np.array([at[source], left - start]), np.array([place, came - start])
                if sort in ("lost", "on its way"):
                    tip = (tail + tip) / 2
                    crosses += [tuple(tip)] if sort == "lost" else []
                lines[sort in BACK].append([tail, tip])
                heads[sort in OPEN].append(_head(tail, tip, px))
        for sort, artist in self.bars.items():
            _fill(artist.set_verts, artist, bars[sort])
        _fill(self.windows.set_verts, self.windows, windows)
        _fill(self.solid.set_segments, self.solid, lines[False] + heads[True])
        _fill(self.dashed.set_segments, self.dashed, lines[True])
        _fill(self.filled.set_verts, self.filled, heads[False])
        self.crosses.set_data([x for x, _ in crosses], [y for _, y in crosses])
        self.crosses.set_visible(bool(crosses))


def _box(x, half, start, end):
    return [(x - half, start), (x + half, start), (x + half, end), (x - half, end)]


def _fill(put, artist, shapes):
    """Give an artist its shapes; one without any is not drawn at all, which is quicker."""
    put(shapes)
    artist.set_visible(bool(shapes))


def _head(tail, tip, px):
    """Return the three points of an arrow's head at `tip`, in data units."""
    way = (tip - tail) / px
    length = np.hypot(*way)
    along = way / length if length else np.array([1.0, 0.0])
    across = np.array([-along[1], along[0]])
    base = tip / px - HEAD * along
    return [(base + 0.45 * HEAD * across) * px, tip, (base - 0.45 * HEAD * across) * px]


def key(windows=True):
    """Return the handles of a legend for sequence diagrams."""
    line = {"color": INK, "lw": 1.1}
    handles = [Patch(fc=BARS[sort][0], ec=BARS[sort][1], hatch=BARS[sort][2], label=says) for sort, says in SAYS.items()]
    handles += [
        Line2D([0], [0], **line, marker=">", markevery=[0], ms=5, label="call"),
        Line2D([0], [0], **line, marker="4", mew=1.1, ms=10, label="message"),
        Line2D([0], [0], **line, ls=DASHED, label="what comes back"),
        Line2D([0], [0], ls="", marker="x", ms=7, mew=2.2, color=VERMILLION, label="lost, refused or too late"),
    ]
    return handles + ([Patch(fc=VERMILLION, alpha=0.13, label="answers are collected")] if windows else [])


class SequenceFigure(LiveFigure):
    """The last request that has started by the cursor's time, with all that it led to, from the trace of a result."""

    size = (900, 460)

    def shape_of(self, result):
        """Other parts need other lifelines."""
        return tuple(dict.fromkeys(name for link in result.trace.links for name in link))

    def layout(self, figure, result):
        """Make the diagram and its legend."""
        self.plot = SequencePlot(figure.add_axes((0.07, 0.03, 0.71, 0.88)), {"": self.shape_of(result)}, self)
        self.plot.axes.set_ylabel("ms since the request")
        figure.legend(handles=key(), loc="upper right", bbox_to_anchor=(1, 0.93), fontsize=8)

    def limits(self, result, ghost):
        """The end of the time axis: that of the longest request of late, so that it seldom changes."""
        trace = result.trace
        ends = [trace.ended[row] - trace.started[row] for row in requests_between(trace)[-200:] if trace.ended[row] == trace.ended[row]]
        return sticky(self.plot.axes.get_ylim()[0], max(ends, default=50))

    def apply_limits(self, limits):
        """Set it."""
        self.plot.set_span(limits)

    def update(self, result, ghost, cursor):
        """Draw the request."""
        rows = requests_between(result.trace, end=inf if cursor is None else cursor)
        self.plot.show({"": (elements(result.trace, rows[-1:], result.now), result.trace.started[rows[-1]] if rows else 0)})


def sequence_diagram(trace, requests=None, start=0, end=inf, lifelines=None, names=None, title="", words=None, size=None, legend=True):
    """Return the sequence diagram of a trace, a picture.

    `requests` are rows of users' requests (None: all that started in the window `start` to `end`, in ms); with each comes
    all that it led to. `lifelines` orders the parts (None: as they appear), `names` renames them. `size` is in px.
    Raises ValueError if no request is meant, or a lifeline is missing.
    """
    requests = requests_between(trace, start, end) if requests is None else list(requests)
    if not requests:
        raise ValueError(f"requests must be at least one, got none between {start:,} and {end:,} ms")
    found = elements(trace, requests)
    lifelines = found.lifelines if lifelines is None else list(lifelines)
    if missing := [name for name in found.lifelines if name not in lifelines]:
        raise ValueError(f"lifelines must have all of {found.lifelines}, got {lifelines}: {missing[0]!r} is missing")
    begun = min(trace.started[row] for row in requests)
    width, height = size or (min(900, 200 + 105 * len(lifelines)), 360)
    number("size", width, above=0)

    def draw(figure):
        side = 175 if legend else 12  # px
        axes = figure.add_axes((58 / width, 14 / height, (width - 58 - side) / width, (height - (58 if title else 40)) / height))
        plot = SequencePlot(axes, {"": lifelines}, names=names)
        plot.set_span(1.04 * max(found.end - begun, 1e-3))
        axes.set_ylabel("ms since the request" if len(requests) == 1 else "ms since the first request")
        plot.show({"": (found, begun)})
        if title:
            figure.text(12 / width, 1 - 8 / height, title, va="top", fontsize=10, weight="bold")
        if legend:
            place = {"loc": "upper right", "bbox_to_anchor": (1, 1 - 30 / height)}
            figure.legend(handles=key(bool(found.windows)), fontsize=8, handlelength=1.9, labelspacing=0.7, **place)

    return drawn(draw, words or in_words(found, begun, names), (width, height))


def in_words(found, begun=0, names=None):
    """Return the arrows of a diagram as a text, line by line, for those who do not see it."""
    says = {CALL: "calls", MESSAGE: "sends a message to", ANSWER: "answers", REPLY: "sends a reply to", "lost": "loses a message to"}
    named = {**SHORT, **(names or {})}
    lines = []
    for source, left, target, came, sort in sorted(found.arrows, key=lambda arrow: arrow[1]):
        late = " (a cross: lost, refused or too late)" if (target, came) in found.crosses else ""
        lines.append(f"{left - begun:6.1f} ms  {named.get(source, source)} {says.get(sort, 'sends to')} {named.get(target, target)}, "
                     f"there at {came - begun:.1f} ms{late}")  # fmt: skip
    return "\n".join(lines)
