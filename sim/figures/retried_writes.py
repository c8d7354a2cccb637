"""How often orders were really done that were sent until an answer came, and how many orders that makes by method."""

from sim.figures.live import LiveFigure
from sim.figures.palette import BLUISH_GREEN, GHOST, INK, VERMILLION
from sim.figures.timeplot import sticky
from sim.scenarios.retried_writes import UNTIL, orders_made, shares_done

MOST = 6  # tries in all
STEP = 500  # ms


class WritesFigure(LiveFigure):
    """Left: the share of orders done 0, 1, 2, … times, bars over theory. Right: orders meant and made, over time."""

    size = (1000, 380)

    def layout(self, figure, result):
        """Make both panels."""
        axes = figure.add_axes((0.06, 0.14, 0.4, 0.7))
        axes.set_title("How many times an order was done (% of orders)", pad=20)
        axes.set_xlim(-0.6, MOST + 0.6)
        axes.set_ylim(0, 108)
        axes.set_xlabel("times that the server did it", labelpad=1)
        axes.tick_params(length=0)
        axes.grid(axis="x", visible=False)
        kinds = [GHOST if times == 0 else BLUISH_GREEN if times == 1 else VERMILLION for times in range(MOST + 1)]
        hatches = [None if times < 2 else "//" for times in range(MOST + 1)]
        self.bars = [self.animate(bar) for bar in axes.bar(range(MOST + 1), [0] * (MOST + 1), 0.7, color=kinds, edgecolor=INK, hatch=hatches, lw=0.5)]
        self.ghost = self.animate(axes.plot([], [], "x", color=GHOST, ms=8, mew=2)[0])
        self.theory = self.animate(axes.plot([], [], "_", color=INK, ms=30, mew=1.8, label="theory")[0])
        self.values = [self.animate(axes.text(times, 0, "", ha="center", va="bottom", fontsize=8.5)) for times in range(MOST + 1)]
        short = axes.plot([], [], "_", color=INK, ms=12, mew=1.8)[0]
        axes.legend(
            handles=[self.bars[0], self.bars[1], self.bars[2], short], labels=["lost", "once", "more than once", "theory"],
            loc="lower left", bbox_to_anchor=(-0.02, 0.98), ncols=4, fontsize=8, handlelength=1.4, columnspacing=1.2,
        )  # fmt: skip
        axes = self.time = figure.add_axes((0.55, 0.14, 0.435, 0.7))
        axes.set_title("Orders in the database", pad=20)
        axes.set_xlim(0, UNTIL / 1_000)
        axes.set_xticks(range(0, UNTIL // 1_000 + 1, 5))
        axes.set_xlabel("seconds", labelpad=1)
        axes.tick_params(length=0)
        self.old = self.animate(axes.plot([], [], color=GHOST, lw=1.6)[0])
        self.lines = {
            "meant": self.animate(axes.plot([], [], color=INK, ls=(0, (1, 1.5)), label="meant")[0]),
            "POST": self.animate(axes.plot([], [], color=VERMILLION, label="made by POST")[0]),
            "PUT": self.animate(axes.plot([], [], color=BLUISH_GREEN, ls=(0, (4, 1.5)), label="by PUT, or POST with a key")[0]),
        }
        self.cursor = self.animate(axes.axvline(0, color=INK, lw=1, ls=(0, (2, 2))))
        axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 0.98), ncols=3, fontsize=8, handlelength=1.8, columnspacing=1.2)

    def limits(self, result, ghost):
        """The upper limit of the orders."""
        most = max(max(orders_made(run), len(run.details["done"])) for run in (result, ghost) if run is not None)
        return sticky(self.time.get_ylim()[1], max(10, 1.05 * most))

    def apply_limits(self, limits):
        """Set it."""
        self.time.set_ylim(0, limits)

    def update(self, result, ghost, cursor):
        """Move everything."""
        seen, theory = shares_done(result)
        for times, bar in enumerate(self.bars):
            share = 100 * seen[times] if times < len(seen) else 0
            bar.set_height(share)
            self.values[times].set_text(f"{share:.1f}" if times < len(seen) else "")
            self.values[times].set_y(min(share, 100) + 1)
        self.theory.set_data(range(len(theory)), [100 * part for part in theory])
        kept = shares_done(ghost)[0] if ghost else []
        self.ghost.set_data(range(len(kept)), [100 * part for part in kept])
        seconds, curves = _curves(result)
        for name, line in self.lines.items():
            line.set_data(seconds, curves[name])
        self.old.set_data(*((seconds, _curves(ghost)[1]["POST"]) if ghost else ([], [])))
        self.cursor.set_visible(cursor is not None)
        if cursor is not None:
            self.cursor.set_xdata([cursor / 1_000] * 2)


def _curves(result):
    """Return seconds, and how many orders were meant and made by then, by name."""
    steps = UNTIL // STEP
    curves = {"meant": [0] * (steps + 1), "POST": [0] * (steps + 1), "PUT": [0] * (steps + 1)}
    for times, begun, _ in result.details["done"]:
        at = min(steps, int(begun // STEP) + 1)
        curves["meant"][at] += 1
        curves["POST"][at] += times
        curves["PUT"][at] += times > 0
    for values in curves.values():
        for at in range(steps):
            values[at + 1] += values[at]
    return [at * STEP / 1_000 for at in range(steps + 1)], curves
