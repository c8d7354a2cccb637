"""The breaker's state as a band over what users saw, with it and without."""

from matplotlib.collections import PolyCollection

from sim.figures.live import LiveFigure
from sim.figures.palette import BREAKER_STATES, INK, OUTCOMES, QUIET
from sim.figures.timeplot import TimePlot, sticky
from sim.trace import USERS

SEEN = ("ok", "fallback", "error", "timeout")
WORDS = {"ok": "ok", "fallback": "substitute", "error": "error", "timeout": "gave up"}


class BreakerFigure(LiveFigure):
    """Top: the breaker's state. Then users' outcomes per second with and without it, and the calls that reach the stock.

    The result needs `others["without"]`, the watch of the same world without a breaker, and `details["trouble"]`.
    """

    size = (1000, 600)

    def shape_of(self, result):
        """Time that rolls needs another axis."""
        return result.now > result.until

    def layout(self, figure, result):
        """Make the four panels."""
        span, rolling = result.until, result.now > result.until
        boxes = [
            figure.add_axes((0.055, bottom, 0.93, height))
            for bottom, height in ((0.885, 0.055), (0.625, 0.18), (0.36, 0.18), (0.075, 0.195))
        ]
        self.band = TimePlot(self, boxes[0], "The breaker", span, rolling)
        self.band.axes.set_yticks([])
        self.band.axes.set_ylim(0, 1)
        self.band.axes.grid(False)
        self.states = {
            state: self.animate(boxes[0].add_collection(PolyCollection([], **_fill(style), label=state)))
            for state, style in BREAKER_STATES.items()
        }
        self.band.ready(handles=list(self.states.values()))
        self.panels = {}
        for name, axes, title in (
            ("with", boxes[1], "Users' requests per second, with the breaker"),
            ("without", boxes[2], "… and without it, under the same luck"),
        ):
            plot = TimePlot(self, axes, title, span, rolling)
            areas = {
                outcome: self.animate(axes.add_collection(PolyCollection([], **_fill(OUTCOMES[outcome]), label=WORDS[outcome])))
                for outcome in SEEN
            }
            self.panels[name] = plot.ready(handles=list(areas.values()) if name == "with" else None), areas
        self.calls = TimePlot(self, boxes[3], "Calls per second that reach the stock", span, rolling, last=True)
        self.calls.curve("with", "with the breaker", INK)
        self.calls.curve("without", "without", QUIET, ls=(0, (3, 1.2)))
        self.calls.ready()

    def limits(self, result, ghost):
        """The upper limits of the outcomes' and of the calls' panels."""
        results = [result] + ([ghost] if ghost else [])
        ended = [value for one in results for watch in _both(one).values() for value in _stack(watch)[-1]]
        calls = [value for one in results for values in self._calls(one).values() for value in values]
        old = (self.panels["with"][0].axes.get_ylim()[1], self.calls.axes.get_ylim()[1])
        return tuple(sticky(limit, max(10, 1.05 * max(most))) for limit, most in zip(old, (ended, calls)))

    def apply_limits(self, limits):
        """Set them."""
        for plot, _ in self.panels.values():
            plot.axes.set_ylim(0, limits[0])
        self.calls.axes.set_ylim(0, limits[1])

    def update(self, result, ghost, cursor):
        """Move everything."""
        window = result.details["trouble"].window
        self.band.show(result.watch, {}, None, window, cursor)
        seconds = self.band.seconds(result.watch)
        for state, pieces in _pieces(seconds, result.watch.breaker["shop", "stock"]).items():
            self.states[state].set_verts(pieces)
        for name, watch in _both(result).items():
            plot, areas = self.panels[name]
            plot.show(watch, {}, None, window, cursor)
            floor = [0.0] * len(seconds)
            for outcome, top in zip(SEEN, _stack(watch)):
                outline = [*zip(seconds, floor), *zip(reversed(seconds), reversed(top))]
                areas[outcome].set_verts([outline] if max(t - f for t, f in zip(top, floor)) > 0 else [])
                floor = top
        kept = (ghost.watch, self._calls(ghost)) if ghost else None
        self.calls.show(result.watch, self._calls(result), kept, window, cursor)

    def _calls(self, result):
        return {name: _reaching(watch) for name, watch in _both(result).items()}


def _fill(style):
    return {"facecolors": style.colour, "edgecolors": "white", "hatch": style.hatch or None, "linewidths": 0, "alpha": 0.9}


def _both(result):
    return {"with": result.watch, "without": result.others["without"]}


def _stack(watch):
    """Return, for each of SEEN, the rate per second of it and of those before it."""
    total = [0.0] * len(watch.times)
    tops = []
    for outcome in SEEN:
        rates = watch.rate(watch.answered[USERS, "shop"][outcome], 1_000)
        total = [a + b for a, b in zip(total, rates)]
        tops.append(total)
    return tops


def _reaching(watch):
    started, ended = watch.started["shop", "stock"], watch.ended["shop", "stock"]["open"]
    return watch.rate([begun - refused for begun, refused in zip(started, ended)], 1_000)


def _pieces(seconds, states):
    """Return {state: rectangles} of the stretches of time in each state."""
    pieces = {state: [] for state in BREAKER_STATES}
    begin = 0
    for i in range(1, len(states) + 1):
        if i == len(states) or states[i] != states[begin]:
            end = seconds[min(i, len(states) - 1)]
            if states[begin] in pieces:
                pieces[states[begin]].append([(seconds[begin], 0), (end, 0), (end, 1), (seconds[begin], 1)])
            begin = i
    return pieces
