"""What changes when a call becomes a message: how long it takes, how often it is answered, and what nobody knows."""

from math import sqrt

from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, NullLocator

from sim.figures.live import LiveFigure
from sim.figures.one_order import OneOrder, chosen
from sim.figures.palette import (
    BLUE,
    BLUISH_GREEN,
    GHOST,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    REDDISH_PURPLE,
    RULE,
    SKY_BLUE,
    VERMILLION,
)
from sim.scenarios.what_is_ipc import DISTANCES, MOST, in_theory, samples_of, story_of

LINES = {  # a colour and dashes of its own for each distance
    "function": (BLUISH_GREEN, "-"),
    "queue": (SKY_BLUE, (0, (4, 1.2))),
    "socket": (ORANGE, (0, (1, 1))),
    "http": (BLUE, (0, (6, 1.2, 1, 1.2))),
    "broker": (REDDISH_PURPLE, (0, (2, 1))),
}
FROM, TO = 1e-5, 5e3  # ms on the axis of times
FLOORS = (0.9, 0.8, 0.6, 0.0)  # where the axis of availability may begin
CELLS = {  # (heard, written): what it means
    (True, 0): ("cannot be", PAPER), (True, 1): ("as it should be", "#DDF1EA"), (True, 2): ("done too often", "#F7DFD0"),
    (False, 0): ("failed,\nnothing happened", "#ECEFF2"), (False, 1): ("it happened,\nnobody knows", "#FBEBC8"),
    (False, 2): ("done too often,\nnobody knows", "#F7DFD0"),
}  # fmt: skip
Z = 1.96  # standard errors of a 95 % interval


class IpcFigure(LiveFigure):
    """Top: the measured distances with the chain's times; availability against the length of the chain. Below: one order; all orders."""

    size = (1000, 590)

    def shape_of(self, result):
        """Other measured times need another picture."""
        return result.params["samples"]

    def layout(self, figure, result):
        """Make the four panels."""
        self._times(figure.add_axes((0.05, 0.585, 0.435, 0.37)), samples_of(result.params))
        self._chain(figure.add_axes((0.56, 0.585, 0.425, 0.31)))
        self.order = OneOrder(self, figure.add_axes((0.02, 0.0, 0.49, 0.455)))
        self._all(figure.add_axes((0.56, 0.01, 0.425, 0.445)))

    def _times(self, axes, samples):
        axes.set_title("Calls done within … (%), as measured", pad=4)
        axes.set_xscale("log")
        axes.set_xlim(FROM, TO)
        axes.set_ylim(0, 101)
        axes.xaxis.set_major_locator(FixedLocator([1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1_000]))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xticklabels(["10 ns", "100 ns", "1 µs", "10 µs", "0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s"], fontsize=8)
        axes.tick_params(length=0)
        for name, times in samples.times.items():
            if name in LINES:
                colour, dashes = LINES[name]
                shares = [100 * (i + 1) / len(times) for i in range(len(times))]
                axes.plot(times, shares, color=colour, ls=dashes, lw=1.5, label=DISTANCES[name])
        self.times_ghost = self.animate(axes.plot([], [], color=GHOST, lw=2.2, drawstyle="steps-post")[0])
        (self.times,) = axes.plot([], [], color=INK, lw=2.6, drawstyle="steps-post", label="this chain")
        self.animate(self.times)
        axes.legend(loc="upper left", bbox_to_anchor=(0.125, 0.95), fontsize=7.5, handlelength=2.1)

    def _chain(self, axes):
        self.chain = axes
        axes.set_title("Answered well (%)", pad=33)
        axes.set_xlim(0.4, MOST + 0.6)
        axes.xaxis.set_major_locator(FixedLocator([1, 5, 10, 15, 20]))
        axes.set_xlabel("services in a row", labelpad=2)
        axes.tick_params(length=0)
        self.theory_ghost = self.animate(axes.plot([], [], color=GHOST, lw=1.6)[0])
        (self.retried,) = axes.plot([], [], color=BLUE, ls=(0, (4, 1.5)), label="in theory, with the client's attempts")
        (self.theory,) = axes.plot([], [], color=INK, label="in theory, one try")
        self.bars = self.animate(axes.add_collection(LineCollection([], colors=VERMILLION, linewidths=1.4)))
        (self.points,) = axes.plot([], [], "o", ms=5, color=VERMILLION, mec=PAPER, label="simulated, one try, 95 % interval")
        (self.clients,) = axes.plot([], [], "D", ms=8, mfc=PAPER, mec=BLUE, mew=2, clip_on=False, label="simulated, the client's orders")
        for line in (self.retried, self.theory, self.points, self.clients):
            self.animate(line)
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.06, 0.985), fontsize=7.5, ncols=2, handlelength=2.2, columnspacing=1.2, labelspacing=0.25,
        )  # fmt: skip

    def _all(self, axes):
        axes.set_axis_off()
        axes.set_xlim(-0.62, 3)
        axes.set_ylim(2.12, -0.52)
        axes.text(0, 1.03, "All orders: did it happen?", transform=axes.transAxes, fontsize=10, color=INK)
        for column, words in enumerate(("not written down", "written down once", "more than once")):
            axes.text(column + 0.5, -0.12, words, ha="center", fontsize=8.5, color=QUIET)
        for row, words in enumerate(("client\nheard\n“done”", "client\nheard no\n“done”")):
            axes.text(-0.08, row + 0.5, words, ha="right", va="center", fontsize=8.5, color=QUIET)
        self.cells = {}
        for (heard, written), (words, face) in CELLS.items():
            x, y = written, 0 if heard else 1
            axes.add_patch(Rectangle((x + 0.02, y + 0.03), 0.96, 0.94, fc=face, ec=RULE, lw=0.8))
            axes.text(x + 0.5, y + 0.78, words, ha="center", va="center", fontsize=8, color=INK, linespacing=1.0)
            self.cells[heard, written] = self.animate(axes.text(x + 0.5, y + 0.36, "", ha="center", va="center", fontsize=17, color=INK))

    def limits(self, result, ghost):
        """Where the axis of availability begins: low enough for every length of the chain and every point."""
        lows = [share for one in (result, ghost) if one for share in (in_theory(one.params, MOST)[0], *_shares(one))]
        return next(floor for floor in FLOORS if min(lows) >= floor)

    def apply_limits(self, limits):
        """Set it."""
        self.chain.set_ylim(100 * limits - 0.5, 100.5 if limits == FLOORS[0] else 101.5)

    def update(self, result, ghost, cursor):
        """Move everything."""
        lengths = range(1, MOST + 1)
        story = story_of(result)
        self.times.set_data(*_curve(result))
        self.theory.set_data(lengths, [100 * in_theory(result.params, n)[0] for n in lengths])
        again = result.params["tries"] > 1
        self.retried.set_data(lengths, [100 * in_theory(result.params, n)[1] for n in lengths] if again else [float("nan")] * MOST)
        intervals = {n: interval(*counts) for n, counts in sorted(story.chains.items()) if counts[1]}
        self.points.set_data(list(intervals), [100 * story.chains[n][0] / story.chains[n][1] for n in intervals])
        self.bars.set_segments([[(n, 100 * low), (n, 100 * high)] for n, (low, high) in intervals.items()])
        done = [order.heard for order in story.orders]
        self.clients.set_data([result.params["services"]] if done else [], [100 * sum(done) / len(done)] if done else [])
        for line in (self.times_ghost, self.theory_ghost):
            line.set_visible(ghost is not None)
        if ghost is not None:
            self.times_ghost.set_data(*_curve(ghost))
            self.theory_ghost.set_data(lengths, [100 * in_theory(ghost.params, n)[1] for n in lengths])
        self.order.show(result.trace, chosen(story, cursor), result.params["idempotent"])
        counts = dict.fromkeys(CELLS, 0)
        for order in story.orders:
            counts[order.heard, min(2, order.written)] += 1
        for cell, text in self.cells.items():
            text.set_text(f"{counts[cell]:,}")


def interval(good, ended):
    """Return the 95 % interval of a share of independent trials (Wilson, 1927)."""
    share, spread = good / ended, Z * Z / ended
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(share * (1 - share) / ended + spread / (4 * ended))
    return middle - half, middle + half


def _shares(result):
    return [good / ended for good, ended in story_of(result).chains.values() if ended]


def _curve(result):
    """Return the distribution of the clients' times: at most 200 points of it."""
    times = story_of(result).times
    step = max(1, len(times) // 200)
    kept = range(step - 1, len(times), step)
    return [*times[:1], *(times[i] for i in kept)], [*[0.0][: len(times)], *(100 * (i + 1) / len(times) for i in kept)]
