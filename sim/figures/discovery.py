"""Which instances each client believes in against which live, over time; and what that costs the users."""

from matplotlib.collections import PolyCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from sim.figures.live import LiveFigure
from sim.figures.palette import (
    BLUE,
    BLUISH_GREEN,
    GHOST,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    REDDISH_PURPLE,
    SKY_BLUE,
    VERMILLION,
    YELLOW,
)
from sim.figures.timeplot import TimePlot, sticky
from sim.group import ABSENT, GONE, STUCK, UP
from sim.leases import spells
from sim.scenarios.service_discovery import EVENT_AT, TIMES
from sim.trace import USERS

RIGHT, WRONG = "right", "wrong"
FILLS = {  # colour is never the only sign: place (lives below, beliefs above) and hatch tell them apart too
    UP: {"facecolor": BLUISH_GREEN, "label": "answers"},
    STUCK: {"facecolor": ORANGE, "hatch": "//", "edgecolor": PAPER, "label": "stuck"},
    RIGHT: {"facecolor": SKY_BLUE, "label": "rightly believed in"},
    WRONG: {"facecolor": VERMILLION, "hatch": "xxx", "edgecolor": PAPER, "label": "wrongly believed in"},
}
RULER = (("lease", YELLOW), ("sweep", REDDISH_PURPLE), ("cache", GHOST), ("fetch", BLUE))
OVER = 20_000  # ms over which shares are taken


class DiscoveryFigure(LiveFigure):
    """How long a wrong belief may last, for each instance when it lives and who believes in it, and below what that costs.

    The bar on top is a length, whatever the time below it. The result is one of `sim.scenarios.service_discovery`.
    """

    size = (1000, 600)

    def shape_of(self, result):
        """Other instances, other believers, or time that rolls, need another picture."""
        details = result.details
        return tuple(details["group"].instances), tuple(details["registry"].clients), result.now > result.until

    def layout(self, figure, result):
        """Make the four panels."""
        span, rolling = result.until, result.now > result.until
        self._ruler(figure.add_axes((0.075, 0.93, 0.91, 0.02)), span)
        self.names, self.believers = list(result.details["group"].instances), list(result.details["registry"].clients)
        axes = figure.add_axes((0.075, 0.44, 0.91, 0.42))
        self.band = TimePlot(self, axes, self._band_title(), span, rolling)
        axes.set_ylim(len(self.names), 0)
        axes.set_yticks([i + 0.5 for i in range(len(self.names))], self.names, fontsize=8.5)
        axes.grid(False, axis="y")
        for i in range(1, len(self.names)):
            axes.axhline(i, color=QUIET, lw=0.4)
        self.fills = {
            kind: self.animate(axes.add_patch(PathPatch(_together([]), lw=0, **style))) for kind, style in FILLS.items()
        }
        self.band.ready(handles=list(self.fills.values()))
        boxes = [figure.add_axes((0.075, bottom, 0.91, 0.125)) for bottom in (0.25, 0.07)]
        self.shares = TimePlot(self, boxes[0], "Lost (%), over the last 20 s", span, rolling)
        self.shares.curve("astray", "tries that went astray", VERMILLION, lw=3, ls=(0, (2, 0.8)))
        self.shares.curve("failed", "users' requests that failed", INK)
        self.shares.ready()
        self.load = TimePlot(self, boxes[1], "Calls in work at an instance that answers", span, rolling, last=True)
        self.load.curve("most", "at the busiest", ORANGE, drawstyle="steps-post")
        self.load.curve("mean", "on average", BLUE)
        self.load.ready()
        for plot in (self.shares, self.load):
            plot.axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))

    def _band_title(self):
        who = "the router believes (line above)" if self.believers == ["router"] else f"{len(self.believers)} clients believe (lines above)"
        return f"Who lives, and what {who}"

    def _ruler(self, axes, span):
        axes.set_xlim(0, span / 1_000)
        axes.set_ylim(0, 1)
        axes.set_axis_off()
        at = EVENT_AT / 1_000
        axes.text(at - 2, 0.5, "wrongly believed in for", fontsize=8.5, va="center", ha="right", color=QUIET)
        self.allowed = self.animate(axes.text(at, 1.7, "", fontsize=9.5, va="center", color=INK))
        self.pieces = {
            name: self.animate(axes.add_collection(PolyCollection([], facecolors=colour, edgecolors=INK, lw=0.8, label=name)))
            for name, colour in RULER
        }
        axes.legend(loc="lower right", bbox_to_anchor=(1.01, 0.9), fontsize=8, handlelength=1.2, borderpad=0.1, ncols=4)

    def limits(self, result, ghost):
        """The upper limits of the two lower panels."""
        self._now, self._kept = ((_lost(one), _load(one)) if one else None for one in (result, ghost))
        shown = [self._now, self._kept] if ghost else [self._now]
        lost = max(max(lost["astray"] + lost["failed"]) for lost, _ in shown)
        most = max(max(load["most"]) for _, load in shown)
        old = self.shares.axes.get_ylim()[1], self.load.axes.get_ylim()[1]
        return sticky(old[0], max(10, lost)), sticky(old[1], max(5, 1.05 * most))

    def apply_limits(self, limits):
        """Set them."""
        for plot, limit in zip((self.shares, self.load), limits):
            plot.axes.set_ylim(-0.04 * limit, limit)  # a line at 0 is to be seen whole

    def update(self, result, ghost, cursor):
        """Move everything."""
        self._update_ruler(result.params)
        self.band.show(result.watch, {}, None, None, cursor)
        start = max(0, result.now - result.until) if self.band.rolling else 0
        for kind, pieces in _pieces(result, self.names, start).items():
            self.fills[kind].set_path(_together(pieces))
        for i, plot in enumerate((self.shares, self.load)):
            plot.show(result.watch, self._now[i], (ghost.watch, self._kept[i]) if ghost else None, None, cursor)

    def _update_ruler(self, params):
        parts, text = _allowed(params)
        at = EVENT_AT / 1_000
        for name, _ in RULER:
            long = parts.get(name, 0)
            self.pieces[name].set_verts([[(at, 0), (at + long, 0), (at + long, 1), (at, 1)]] if long else [])
            at += long
        self.allowed.set_text(text)


def _allowed(params):
    """Return the parts (s) of how long a wrong belief may last, {} if there is no saying, and what they are together."""
    event, polled = params["event"], params["registration"] == "registrar"
    if event == "none" or (event == "stuck" and not polled):
        return {}, "no limit: it beats on" if event == "stuck" else ""
    parts = {name: params[name] for name in TIMES if name != "heartbeat"}
    if event == "rolling deploy":
        parts = {"cache": parts["cache"], "fetch": parts["fetch"]}
    elif polled:
        parts |= {"sweep": 0, "lease": -(-parts["lease"] // params["heartbeat"]) * params["heartbeat"]}
    return parts, f"at most {sum(parts.values()):g} s"


def _together(rectangles):
    """Return one path of many rectangles: its hatch is drawn once, not once for each."""
    corners = [corner for rectangle in rectangles for corner in [*rectangle, rectangle[0]]]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(rectangles)
    return Path(corners or [(0, 0)] * 5, codes or [Path.MOVETO] * 5)


def _pieces(result, names, start):
    """Return for each kind of FILLS its rectangles, in s after `start` (ms) and rows."""
    group, copies = result.details["group"], list(result.details["registry"].clients.values())
    pieces = {kind: [] for kind in FILLS}
    high = 0.6 / len(copies)

    def add(kind, begin, end, bottom, height):
        begin, end = max(begin - start, 0) / 1_000, (end - start) / 1_000
        if end > begin:
            pieces[kind].append([(begin, bottom), (end, bottom), (end, bottom + height), (begin, bottom + height)])

    for row, name in enumerate(names):
        life = _life(group.log, name, result.now)
        for begin, end, state in life:
            if state in (UP, STUCK):
                add(state, begin, end, row + 0.7, 0.22)
        for i, copy in enumerate(copies):
            for begin, end in spells(copy.log, name, result.now):
                for since, until, state in life:
                    kind = RIGHT if state == UP else WRONG
                    add(kind, max(begin, since), min(end, until), row + 0.07 + i * high, 0.8 * high)
    return pieces


def _life(log, name, now):
    """Return (begin, end, state) of each state that an instance was in."""
    changes = [(when, state) for when, who, state in log if who == name] + [(now, None)]
    return [(begin, end, state) for (begin, state), (end, _) in zip(changes, changes[1:])]


def _lost(result):
    watch, tally = result.watch, result.details["tally"]
    size = len(watch.times)
    pairs = [pair for pair in watch.answered if pair[0] == USERS]
    ended = [sum(values) for values in zip(*(v for pair in pairs for v in watch.answered[pair].values()))]
    good = [sum(values) for values in zip(*(watch.answered[pair]["ok"] for pair in pairs))]
    bad = [whole - part for whole, part in zip(ended, good)]
    sent, astray = ((values + values[-1:] * 2)[:size] for values in (tally.sent, tally.astray))
    return {
        "failed": [100 * part for part in watch.share(bad, ended, OVER, empty=0.0)],
        "astray": [100 * part for part in watch.share(astray, sent, OVER, empty=0.0)],
    }


def _load(result):
    watch, log = result.watch, result.details["group"].log
    state, at = {}, 0
    most, mean = [], []
    for i, time in enumerate(watch.times):
        while at < len(log) and log[at][0] <= time:
            state[log[at][1]] = log[at][2]
            at += 1
        busy = [watch.busy[name][i] for name, what in state.items() if what not in (ABSENT, GONE, STUCK)]
        most.append(max(busy, default=0))
        mean.append(sum(busy) / len(busy) if busy else 0)
    return {"most": most, "mean": mean}
