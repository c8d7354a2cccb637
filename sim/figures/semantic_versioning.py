"""A roll-out: failed calls over the days, a line per strategy; who has moved; and who meets whom on the day under the cursor."""

from matplotlib.patches import Rectangle
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
    Style,
)
from sim.scenarios.rollout import fate
from sim.scenarios.semantic_versioning import DAY, SLOTS
from sim.versions import BREAKS, DEFAULT, FITS, WORKS

FATES = {  # how a meeting is drawn
    WORKS: Style(BLUISH_GREEN, "o", "", "✓"),
    DEFAULT: Style(SKY_BLUE, "s", "..", "~"),
    BREAKS: Style(VERMILLION, "X", "///", "✗"),
}
LINES = {  # how a strategy is drawn: colour and dashes
    "all at once": (INK, (0, (1, 1.2))),
    "one by one": (BLUE, "-"),
    "both in each": (ORANGE, (0, (4, 1.3))),
    "side by side": (REDDISH_PURPLE, (0, (6, 1.2, 1, 1.2))),
}


class RollOutFigure(LiveFigure):
    """Failed calls and shares that have moved over the days (left), the matrix of clients and instances (right)."""

    size = (1000, 540)

    def shape_of(self, result):
        """Other versions, or clients that name none, need another matrix; another span another axis."""
        return result.days, tuple(self._rows(result)), result.instances.new

    def layout(self, figure, result):
        """Make the two panels and the matrix."""
        self.failed, self.moved = figure.add_axes((0.055, 0.495, 0.555, 0.37)), figure.add_axes((0.055, 0.095, 0.555, 0.225))
        for axes in (self.failed, self.moved):
            axes.set_xlim(0, result.days)
            axes.set_ylim(-2, 106)
            axes.set_yticks([0, 50, 100])
            axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))
            axes.tick_params(length=0)
        self.failed.set_title("Calls that fail (%), expected for each strategy; the chosen one is thick", pad=44)
        self.failed.tick_params(labelbottom=False)
        self.moved.set_title("Who has moved (%)", pad=21)
        self.moved.set_xlabel("day", labelpad=1)
        self._curves(result)
        self._matrix(figure.add_axes((0.655, 0.075, 0.34, 0.845)), result)
        self.cursors = [self.animate(a.axvline(0, color=INK, lw=1, ls=(0, (2, 2)))) for a in (self.failed, self.moved)]

    def _curves(self, result):
        self.kept = self.animate(self.failed.plot([], [], color=GHOST, lw=5, alpha=0.6, solid_capstyle="butt")[0])
        style = {"ls": "", "ms": 3.6, "mec": PAPER, "mew": 0.4}
        self.lines = {
            name: self.animate(self.failed.plot([], [], color=colour, ls=dashes, lw=1.2)[0]) for name, (colour, dashes) in LINES.items()
        }
        self.defaults = self.animate(self.failed.plot([], [], marker="s", mfc=SKY_BLUE, **style)[0])
        self.counted = self.animate(self.failed.plot([], [], marker="o", mfc=VERMILLION, **style | {"ms": 4.6})[0])
        handles = [self.failed.plot([], [], color=c, ls=d, label=name)[0] for name, (c, d) in LINES.items()]
        handles += [
            self.failed.plot([], [], marker="o", mfc=VERMILLION, label="counted, a day (chosen strategy)", **style | {"ms": 5.5})[0],
            self.failed.plot([], [], marker="s", mfc=SKY_BLUE, label="worked with a default", **style)[0],
            self.failed.plot([], [], color=GHOST, lw=5, alpha=0.6, label="kept run")[0],
        ]
        where = {"loc": "lower left", "fontsize": 8, "borderpad": 0.1, "columnspacing": 1.5, "handletextpad": 0.5}
        first = self.failed.legend(handles=handles[:4], bbox_to_anchor=(-0.02, 1.085), ncols=4, handlelength=2.8, **where)
        self.failed.add_artist(first)
        self.failed.legend(handles=handles[4:], bbox_to_anchor=(-0.02, 0.995), ncols=3, handlelength=1.6, **where)
        names = {"clients": (INK, "-", "clients that use the new"), "old": (VERMILLION, (0, (4, 1.3)), "instances that serve the old"),
                 "new": (BLUISH_GREEN, (0, (1, 1.2)), "instances that serve the new")}  # fmt: skip
        self.shares = {
            name: self.animate(self.moved.plot([], [], color=c, ls=d, lw=2.2 if name == "clients" else 2.6, drawstyle="steps-post")[0])
            for name, (c, d, _) in names.items()
        }
        shown = [self.moved.plot([], [], color=c, ls=d, lw=2, label=label)[0] for c, d, label in names.values()]
        self.moved.legend(handles=shown, bbox_to_anchor=(-0.02, 0.99), ncols=3, handlelength=2.4, **where)

    @staticmethod
    def _rows(result):
        clients = result.clients
        quiet = (False, True) if any(clients.silent) else (False,)
        return [(version, silent) for silent in quiet for version in (clients.old, clients.new)]

    def _matrix(self, axes, result):
        fleet, rows = result.instances, self._rows(result)
        columns = [fleet.old, fleet.both, fleet.new]
        axes.set_axis_off()
        axes.set_xlim(-1.0, 3.0)
        axes.set_ylim(len(rows) + 0.62, -1.0)
        self.moment = self.animate(axes.text(-1, -0.98, "", fontsize=10, va="top", color=INK))
        axes.text(1.5, -0.58, "instances that serve", ha="center", fontsize=9, color=QUIET)
        axes.text(-0.98, -0.12, "clients", ha="left", fontsize=9, color=QUIET)
        self.cells = {}
        for x, served in enumerate(columns):
            axes.text(x + 0.5, -0.10, "\nand ".join(served), ha="center", va="bottom", fontsize=9, linespacing=0.95)
            for y, caller in enumerate(rows):
                style = FATES[fate(caller, served)]
                axes.add_patch(Rectangle((x + 0.03, y + 0.04), 0.94, 0.92, fc=style.colour, ec=PAPER, alpha=0.16, lw=0))
                axes.add_patch(Rectangle((x + 0.03, y + 0.04), 0.94, 0.92, fc="none", ec=style.colour, hatch=style.hatch, alpha=0.35, lw=1))
                axes.text(x + 0.13, y + 0.28, style.letter, fontsize=12, weight="bold", color=INK, ha="left", va="center")
                self.cells[caller, served] = self.animate(axes.text(x + 0.5, y + 0.6, "", fontsize=12, color=INK, ha="center", va="center"))
        for y, (version, silent) in enumerate(rows):
            axes.text(-0.98, y + 0.5, version + ("\nnames none" if silent else ""), va="center", fontsize=9)
        for x, (name, style) in enumerate(FATES.items()):
            axes.text(-0.98 + (0, 0.85, 2.75)[x], len(rows) + 0.2, f"{style.letter} {name}", fontsize=9, va="center", color=INK)
        self.sum = self.animate(axes.text(-0.98, len(rows) + 0.46, "", fontsize=9.5, weight="bold", color=INK, va="center"))

    def update(self, result, ghost, cursor):
        """Move everything."""
        chosen = result.params["strategy"]
        for name, line in self.lines.items():
            line.set_data(result.times, [100 * share for share in result.expected[name][BREAKS]])
            line.set_linewidth(2.6 if name == chosen else 1.2)
        days = range(result.days)
        middles = [day + 0.5 for day in days]
        self.counted.set_data(middles, [100 * result.failed(day) for day in days])
        filled = [100 * result.share(DEFAULT, day) for day in days]
        self.defaults.set_data(*((middles, filled) if any(filled) else ([], [])))
        self.kept.set_data([], [])
        if ghost is not None:
            self.kept.set_data(ghost.times, [100 * share for share in ghost.expected[ghost.params["strategy"]][BREAKS]])
        self._show_moves(result)
        self._show_matrix(result, min(result.days, result.days if cursor is None else cursor / DAY), cursor is not None)

    def _show_moves(self, result):
        edges = [slot / SLOTS for slot in range(result.days * SLOTS + 1)]
        clients, fleet = result.clients, result.instances
        curves = {
            "clients": [clients.moved(day) for day in edges],
            "old": [fleet.serve(clients.old, day) for day in edges],
            "new": [fleet.serve(clients.new, day) for day in edges],
        }
        for name, shares in curves.items():
            self.shares[name].set_data(edges, [100 * share for share in shares])

    def _show_matrix(self, result, day, shown):
        for line in self.cursors:
            line.set_visible(shown)
            line.set_xdata([day, day])
        meetings, sums = result.meetings(day), dict.fromkeys(FITS, 0.0)
        for meeting, text in self.cells.items():
            share = meetings.get(meeting, 0.0)
            sums[fate(*meeting)] += share
            text.set_text(f"{100 * share:.0f} %" if share else "")
        self.moment.set_text(f"Who meets whom on day {day:.1f} (% of all calls)")
        told = f"{100 * sums[BREAKS]:.0f} % of calls fail: the sum of the cells with {FATES[BREAKS].letter}"
        self.sum.set_text(told if sums[BREAKS] else "No call fails on this day")
        self.sum.set_color(VERMILLION if sums[BREAKS] else INK)
