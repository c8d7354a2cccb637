"""An API that evolves: the provider's changes on one line, each consumer on its own, broken or working, over the weeks."""

from math import nan

from matplotlib.ticker import MaxNLocator

from sim.contracts import BREAKING
from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, BLUISH_GREEN, GHOST, INK, ORANGE, PAPER, QUIET, VERMILLION
from sim.scenarios.defining_an_api import WEEK

PROVIDER = {  # how a change is drawn: label, marker, colour
    "additive": ("additive change", "^", BLUE),
    "harmless": ("breaking, but nobody is hurt", "o", ORANGE),
    "hurts": ("breaks a consumer", "X", VERMILLION),
    "held": ("ready, held by the check", "d", INK),
}


class ContractsFigure(LiveFigure):
    """The provider's changes above, a line per consumer below it, and how many consumers are broken at the bottom."""

    size = (1000, 540)

    def shape_of(self, result):
        """Other consumers or another span need another picture."""
        return tuple(result.outages), result.weeks

    def layout(self, figure, result):
        """Make the lanes and the count."""
        self.names = list(result.outages)
        self._lanes(figure.add_axes((0.085, 0.315, 0.85, 0.56)), result.weeks)
        axes = self.count = figure.add_axes((0.085, 0.085, 0.85, 0.155))
        axes.set_title("Consumers that are broken", pad=4)
        axes.set_xlim(0, result.weeks)
        axes.set_ylim(0, len(self.names) + 0.4)
        axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
        axes.tick_params(length=0)
        axes.set_xlabel("weeks", labelpad=1)
        self.old = self.animate(axes.plot([], [], color=GHOST, lw=1.6, drawstyle="steps-post")[0])
        self.new = self.animate(axes.plot([], [], color=VERMILLION, drawstyle="steps-post")[0])
        self.cursors = [self.animate(a.axvline(0, color=INK, lw=1, ls=(0, (2, 2)))) for a in (self.lanes, axes)]

    def _lanes(self, axes, weeks):
        self.lanes, count = axes, len(self.names)
        axes.set_xlim(0, weeks)
        axes.set_ylim(-0.55, count + 0.75)
        axes.set_yticks(range(count + 1), [*reversed(self.names), "provider"])
        axes.get_yticklabels()[-1].set_weight("bold")
        axes.tick_params(length=0, labelbottom=False)
        axes.grid(axis="y", visible=False)
        self.moment = self.animate(axes.text(0, 1.105, "", transform=axes.transAxes, fontsize=10, color=INK, va="bottom"))
        axes.text(1.015, count, "broken", transform=axes.get_yaxis_transform(), color=QUIET, fontsize=8.5, va="center")
        places = {name: count - 1 - row for row, name in enumerate(self.names)}
        self.places = places
        for y in places.values():
            axes.plot([0, weeks], [y, y], color=BLUISH_GREEN, lw=1.6, zorder=1)
        self.waits = self._line(axes, INK, 1.2, ls=(0, (2, 1.5)))
        self.hits = self._line(axes, VERMILLION, 0.8, alpha=0.45)
        self.ghosts = self._line(axes, GHOST, 4)
        self.outages = self._line(axes, VERMILLION, 9)
        self.releases = self.animate(axes.plot([], [], ls="", marker="|", ms=9, mec=INK, mew=1.1)[0])
        self.marks = {
            name: self.animate(axes.plot([], [], ls="", marker=marker, ms=8, mfc=colour, mec=PAPER, mew=0.6)[0])
            for name, (_, marker, colour) in PROVIDER.items()
        }
        self.shares = {
            name: self.animate(axes.text(1.015, y, "", transform=axes.get_yaxis_transform(), va="center", fontsize=9))
            for name, y in places.items()
        }
        self._legend(axes)

    def _line(self, axes, colour, width, **style):
        """Return a line that is drawn in pieces: much quicker than a collection of lines."""
        return self.animate(axes.plot([], [], color=colour, lw=width, solid_capstyle="butt", **style)[0])

    def _legend(self, axes):
        handles = [
            axes.plot([], [], ls="", marker=marker, ms=8, mfc=colour, mec=PAPER, label=label)[0]
            for label, marker, colour in PROVIDER.values()
        ]
        handles += [
            axes.plot([], [], color=VERMILLION, lw=8, label="broken", solid_capstyle="butt")[0],
            axes.plot([], [], color=BLUISH_GREEN, lw=1.6, label="works")[0],
            axes.plot([], [], ls="", marker="|", ms=9, mec=INK, mew=1.1, label="releases")[0],
        ]
        axes.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(-0.075, 1.0), ncols=7, fontsize=8, handlelength=1.2,
            columnspacing=1.8, borderpad=0.1, handletextpad=0.5,
        )  # fmt: skip

    def update(self, result, ghost, cursor):
        """Move everything."""
        top = len(self.names)
        points = {name: ([], []) for name in PROVIDER}
        waits, hits = [], []
        for change in result.changes:
            if change.released > change.due:
                _add(points["held"], change.due, top + 0.42)
                waits.append((change.due, top + 0.42, min(change.released, result.weeks), top + 0.42))
            if change.released <= result.weeks:
                kind = "hurts" if change.hurt else "harmless" if change.what in BREAKING else "additive"
                _add(points[kind], change.released, top)
                hits += [(change.released, top, change.released, self.places[name]) for name in change.hurt]
        for name, line in self.marks.items():
            line.set_data(*points[name])
        self.waits.set_data(*_pieces(waits))
        self.hits.set_data(*_pieces(hits))
        self.outages.set_data(*_pieces(self._spans(result, 0)))
        self.ghosts.set_data(*_pieces(self._spans(ghost, -0.3) if ghost else []))
        ticks = [(week, self.places[name]) for name, weeks in result.releases.items() for week in weeks]
        self.releases.set_data([week for week, _ in ticks], [y for _, y in ticks])
        for name, text in self.shares.items():
            text.set_text(f"{100 * result.broken_share(name):.0f} %")
        self.new.set_data(*_steps(result))
        self.old.set_data(*(_steps(ghost) if ghost else ([], [])))
        self._show_cursor(result, cursor)

    def _spans(self, result, shift):
        return [(a, self.places[name] + shift, b, self.places[name] + shift) for name, spans in result.outages.items() for a, b in spans]

    def _show_cursor(self, result, cursor):
        for line in self.cursors:
            line.set_visible(cursor is not None)
        week = result.weeks if cursor is None else cursor / WEEK
        for line in self.cursors:
            line.set_xdata([week, week])
        last = max((c for c in result.changes if c.released <= week), key=lambda c: c.released, default=None)
        down = [name for name, spans in result.outages.items() if any(a <= week < b for a, b in spans)]
        text = f"Week {week:.0f}: " + (f"broken: {', '.join(down)}" if down else "nobody is broken")
        self.moment.set_text(text + (f".  Last change: {last.name}" if last else ""))


def _add(points, x, y):
    points[0].append(x)
    points[1].append(y)


def _pieces(lines):
    """Return the data of one line in pieces, each (x, y, x, y), with gaps between them."""
    xs, ys = [], []
    for x, y, then_x, then_y in lines:
        xs += (x, then_x, nan)
        ys += (y, then_y, nan)
    return xs, ys


def _steps(result):
    """Return how many consumers are broken over time, as (weeks, counts) of a step curve."""
    moves = sorted((at, step) for spans in result.outages.values() for a, b in spans for at, step in ((a, 1), (b, -1)))
    weeks, counts = [0.0], [0]
    for at, step in moves:
        weeks.append(at)
        counts.append(counts[-1] + step)
    return [*weeks, result.weeks], [*counts, counts[-1]]
