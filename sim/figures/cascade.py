"""The cascade: a service graph coloured by health, beside what users, workers and calls went through."""

from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke

from sim.figures.health import FAILING, GOOD, HEALTHY, IDLE, STRAINED, call_health, sample_at, service_health
from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, BLUISH_GREEN, GHOST, INK, ORANGE, PAPER, QUIET, RULE, SKY_BLUE, VERMILLION
from sim.figures.placing import place, short, world_graph
from sim.figures.timeplot import TimePlot, sticky
from sim.trace import USERS

STATES = {  # each state has a shape of its own, so that colour is never the only sign
    HEALTHY: ("o", BLUISH_GREEN),
    STRAINED: ("D", ORANGE),
    FAILING: ("X", VERMILLION),
    IDLE: ("o", PAPER),
}
LEGEND = ("healthy", "strained: no worker free, or 5 % fail", "failing: half fail, or no answers")
SIZES = {"o": 17, "D": 14, "X": 18}
HALO = [withStroke(linewidth=2.5, foreground=PAPER)]  # so that a call's line does not cross out a word
CALLS = {"good": (GHOST, "-", 1.2), "failing": (VERMILLION, "-", 2.4), "refused": (BLUE, (0, (1.5, 1.5)), 2.4)}


class CascadeFigure(LiveFigure):
    """The service graph at the cursor's time (left), and users, workers and calls over time (right).

    Its result needs `details` with "victim", a service, and "trouble", whose `window` is (start, end) in ms or None.
    """

    size = (1000, 540)

    def shape_of(self, result):
        """Another graph, another service in trouble, or time that rolls, need another picture."""
        names = tuple((call.caller, call.service.name) for call in result.world.links)
        return names, result.details["victim"].name, result.now > result.until

    def layout(self, figure, result):
        """Make both halves."""
        entry, victim = result.world.entry.name, result.details["victim"].name
        self._graph(figure.add_axes((0.005, 0.02, 0.475, 0.96)), result.world, victim)
        span, rolling = result.until, result.now > result.until
        boxes = [figure.add_axes((0.535, bottom, 0.45, 0.235)) for bottom in (0.715, 0.395, 0.075)]
        self.users = TimePlot(self, boxes[0], "Users served (%)", span, rolling)
        self.users.curve("served", "with or without a substitute", SKY_BLUE, ls=(0, (3, 1.2)))
        self.users.curve("in full", "without", BLUISH_GREEN)
        self.users.ready()
        self.workers = TimePlot(self, boxes[1], "Workers in use (%)", span, rolling)
        self.workers.curve("entry", short(entry), INK)
        self.workers.curve("victim", short(victim), VERMILLION, ls=(0, (4, 1.5)))
        self.workers.ready()
        self.calls = TimePlot(self, boxes[2], f"Calls to {short(victim)} per second", span, rolling, last=True)
        self.calls.curve("tries", "tried", INK)
        self.calls.curve("good", "answered well", BLUISH_GREEN, ls=(0, (3, 1.2)))
        self.calls.ready()
        for plot in (self.users, self.workers):
            plot.axes.set_ylim(0, 108)
            plot.axes.set_yticks([0, 50, 100])

    def _graph(self, axes, world, victim):
        axes.set_axis_off()
        axes.set_xlim(-0.13, 1.13)
        axes.set_ylim(-0.16, 1.03)
        self.places = place(world_graph(world))
        crowded = len(self.places) > 12
        size = 6.8 if crowded else 8
        for name, (x, y) in self.places.items():
            in_trouble = name == victim
            axes.annotate(
                label(name, crowded) + ("\nin trouble" if in_trouble else ""), (x, y), (0, -22), textcoords="offset points",
                ha="center", va="top", fontsize=size, linespacing=0.95, color=VERMILLION if in_trouble else INK, zorder=4,
                weight="bold" if in_trouble or name == world.entry.name else "normal", path_effects=HALO,
            )  # fmt: skip
        self.edges = {}
        for kind, (colour, dashes, width) in CALLS.items():
            lines = LineCollection([], colors=colour, linestyles=[dashes], linewidths=width, zorder=1)
            self.edges[kind] = self.animate(axes.add_collection(lines))
        self.nodes = {}
        for state, (marker, colour) in STATES.items():
            edge = GHOST if state == IDLE else PAPER
            style = {"ls": "", "marker": marker, "ms": SIZES[marker], "mfc": colour, "mec": edge, "mew": 1.5}
            self.nodes[state] = self.animate(axes.plot([], [], **style)[0])
        track = [[(x - 0.045, y - 0.052), (x + 0.045, y - 0.052)] for x, y in self.places.values()]
        axes.add_collection(LineCollection(track, colors=RULE, linewidths=4, capstyle="butt"))
        self.bars = self.animate(axes.add_collection(LineCollection([], colors=INK, linewidths=4, capstyle="butt")))
        self.queues = {
            name: self.animate(axes.text(x + 0.035, y + 0.022, "", fontsize=8, color=INK, weight="bold", path_effects=HALO))
            for name, (x, y) in self.places.items()
        }
        self.moment = self.animate(axes.text(-0.12, 1.02, "", fontsize=10, va="top", color=INK))
        self._legend(axes)

    def _legend(self, axes):
        for (state, x), words in zip(((HEALTHY, -0.11), (STRAINED, 0.1), (FAILING, 0.66)), LEGEND):
            marker, colour = STATES[state]
            axes.plot([x], [-0.105], marker=marker, ms=8, mfc=colour, mec=PAPER, ls="")
            axes.text(x + 0.025, -0.107, words, fontsize=7.5, color=QUIET, va="center")
        for words, kind, x in (("calls fail", "failing", -0.125), ("breaker open", "refused", 0.1)):
            colour, dashes, width = CALLS[kind]
            axes.plot([x, x + 0.05], [-0.145, -0.145], color=colour, ls=dashes, lw=width)
            axes.text(x + 0.06, -0.147, words, fontsize=7.5, color=QUIET, va="center")
        axes.plot([0.37, 0.42], [-0.145, -0.145], color=INK, lw=4, solid_capstyle="butt")
        axes.text(0.43, -0.147, "workers in use", fontsize=7.5, color=QUIET, va="center")
        axes.text(0.68, -0.147, "+7", fontsize=8, color=INK, va="center", weight="bold")
        axes.text(0.745, -0.147, "calls waiting", fontsize=7.5, color=QUIET, va="center")

    def limits(self, result, ghost):
        """The upper limit of the calls' plot."""
        most = max(self._series(result)["tries"] + (self._series(ghost)["tries"] if ghost else []))
        return sticky(self.calls.axes.get_ylim()[1], max(10, 1.1 * most))

    def apply_limits(self, limits):
        """Set it."""
        self.calls.axes.set_ylim(0, limits)

    def update(self, result, ghost, cursor):
        """Move everything."""
        kept = (ghost.watch, self._series(ghost)) if ghost else None
        window = result.details["trouble"].window
        series = self._series(result)
        for plot in (self.users, self.workers, self.calls):
            plot.show(result.watch, series, kept, window, cursor)
        self._show_graph(result, sample_at(result.watch, cursor))

    def _series(self, result):
        watch, victim, entry = result.watch, result.details["victim"].name, result.world.entry.name
        answered = watch.answered[USERS, entry]
        ended = _sum(answered.values())
        pairs = [pair for pair in watch.started if pair[1] == victim]
        return {
            "served": _percent(watch.share(_sum(answered[o] for o in GOOD), ended, 1_000)),
            "in full": _percent(watch.share(answered["ok"], ended, 1_000)),
            "entry": _percent(b / w for b, w in zip(watch.busy[entry], watch.workers[entry])),
            "victim": _percent(b / w for b, w in zip(watch.busy[victim], watch.workers[victim])),
            "tries": watch.rate(_sum(watch.started[pair] for pair in pairs), 1_000),
            "good": watch.rate(_sum(watch.ended[pair][o] for pair in pairs for o in GOOD), 1_000),
        }

    def _show_graph(self, result, at):
        watch = result.watch
        self.moment.set_text(f"At {watch.times[at] / 1_000:.1f} s")
        groups = {state: ([], []) for state in STATES}
        bars = []
        for name, (x, y) in self.places.items():
            xs, ys = groups[service_health(watch, name, at)]
            xs.append(x)
            ys.append(y)
            used = min(1.0, watch.busy[name][at] / watch.workers[name][at])
            bars.append([(x - 0.045, y - 0.052), (x - 0.045 + 0.09 * used, y - 0.052)])
            waiting = watch.waiting[name][at]
            self.queues[name].set_text(f"+{waiting:,}" if waiting else "")
        for state, (xs, ys) in groups.items():
            self.nodes[state].set_data(xs, ys)
        self.bars.set_segments(bars)
        lines = {kind: [] for kind in CALLS}
        for pair in watch.ended:
            if pair[0] in self.places:
                share, _ = call_health(watch, pair, at)
                kind = "refused" if watch.breaker[pair][at] == "open" else "failing" if share < 0.5 else "good"
                lines[kind].append([self.places[pair[0]], self.places[pair[1]]])
        for kind, segments in lines.items():
            self.edges[kind].set_segments(segments)


def label(name, crowded):
    """Return what stands under a service; where many stand side by side, a long name takes two lines."""
    name = short(name)
    head, hyphen, tail = name.rpartition("-")
    return f"{head}-\n{tail}" if crowded and hyphen and len(name) > 12 else name


def _sum(lists):
    return [sum(values) for values in zip(*lists)]


def _percent(shares):
    return [100 * share for share in shares]
