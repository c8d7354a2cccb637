"""Orders and their messages: the lag of each over time, what is missing or too much by strategy, and lag against polling interval."""

from math import nan
from statistics import median

from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, BLUISH_GREEN, GHOST, INK, ORANGE, QUIET, REDDISH_PURPLE, VERMILLION
from sim.figures.quicktext import QuickText
from sim.figures.timeplot import sticky
from sim.outbox import STRATEGIES
from sim.scenarios.transactional_messaging import READ, SEND, counts, lags
from sim.theory import longest_polling_lag, polling_capacity, polling_lag, tailing_lag

FATES = {  # what is wrong with a message: its colour, and its marker
    "lost": (VERMILLION, "X"),
    "phantom": (REDDISH_PURPLE, "D"),
    "duplicates": (ORANGE, "s"),
}
NAMES = {"commit first": "commit first", "publish first": "publish first", "polling": "outbox, polling", "log tailing": "outbox, log tailing"}
EVERY = tuple(round(20 * 1.2**n) for n in range(26))  # ms, of the knob's range
BAR = 0.27


class OutboxFigure(LiveFigure):
    """Top: each order at the time of its commit, as high as its message lags; what went wrong in a strip below. Bottom: all ways."""

    size = (1000, 600)

    def shape_of(self, result):
        """Time that rolls needs another axis."""
        return result.now > result.until

    def layout(self, figure, result):
        """Make the panels."""
        self.rolling, self.span = result.now > result.until, result.until
        axes = self.time = figure.add_axes((0.075, 0.625, 0.91, 0.3))
        self.name = self.animate(axes.text(0, 1.035, "", transform=axes.transAxes, fontsize=10))
        axes.tick_params(length=0, labelbottom=False)
        self.old = self.animate(axes.plot([], [], "o", color=GHOST, ms=3.5, mew=0)[0])
        self.longest = self.animate(axes.plot([], [], color=QUIET, lw=1.2, ls=(0, (1, 1.5)), label="a period, a look and a whole batch")[0])
        self.dots = self.animate(axes.plot([], [], "o", color=BLUE, ms=4.5, mew=0, label="message out once")[0])
        self.twice = self.animate(axes.plot([], [], "s", mfc="none", mec=ORANGE, ms=7.5, mew=1.6, label="out more than once")[0])
        axes.legend(loc="lower right", bbox_to_anchor=(1.01, 0.98), ncols=3, fontsize=8, handlelength=1.6, columnspacing=1.2, borderpad=0.1)
        strip = self.strip = figure.add_axes((0.075, 0.545, 0.91, 0.07))
        strip.set_ylim(-0.6, 1.6)
        strip.set_yticks([1, 0], ["lost", "phantom"])
        strip.tick_params(length=0)
        strip.set_xlabel("seconds before now" if self.rolling else "seconds", labelpad=1)
        self.marks = {name: self.animate(strip.plot([], [], FATES[name][1], color=FATES[name][0], ms=6.5, mec=INK, mew=0.4)[0])
                      for name in ("lost", "phantom")}  # fmt: skip
        for one in (axes, strip):
            one.set_xlim(0, self.span / 1_000)
            if self.rolling:
                one.xaxis.set_major_formatter(FuncFormatter(lambda s, _: f"{s - self.span / 1_000:.0f}"))
        self.cursors = [self.animate(one.axvline(0, color=INK, lw=1, ls=(0, (2, 2)))) for one in (axes, strip)]
        self._bars(figure, figure.add_axes((0.135, 0.085, 0.345, 0.335)))
        self._against_every(figure.add_axes((0.575, 0.085, 0.41, 0.305)))

    def _bars(self, figure, axes):
        self.sums = axes
        axes.set_title("What is missing or too much, by strategy", pad=5)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_xlabel("messages", labelpad=1)
        axes.set_ylim(len(STRATEGIES) - 0.45, -0.55)
        axes.set_yticks(range(len(STRATEGIES)), [NAMES[name] for name in STRATEGIES])
        axes.tick_params(length=0)
        axes.grid(axis="y", visible=False)
        self.bars = {name: self.animate(axes.plot([], [], color=colour, lw=7, solid_capstyle="butt")[0]) for name, (colour, _) in FATES.items()}
        self.values = {}
        left, bottom, width, height = axes.get_position().bounds
        for row, strategy in enumerate(STRATEGIES):
            for at, name in enumerate(FATES):
                y = row + (at - 1) * BAR
                share = (len(STRATEGIES) - 0.45 - y) / (len(STRATEGIES) + 0.1)
                self.values[strategy, name] = self.animate(QuickText(figure, left, bottom + height * share, size=8, align="left"))
        self.frame = left, width

    def _against_every(self, axes):
        self.lag = axes
        axes.set_title("Lag (ms) against the polling interval (ms)", pad=34)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlim(18, 2_200)
        axes.set_ylim(8, 20_000)
        axes.set_xticks([20, 50, 100, 200, 500, 1_000, 2_000], ["20", "50", "100", "200", "500", "1,000", "2,000"])
        axes.set_yticks([10, 100, 1_000, 10_000], ["10", "100", "1,000", "10,000"])
        axes.minorticks_off()
        axes.tick_params(length=0)
        self.theory = {
            "longest": self.animate(axes.plot([], [], color=QUIET, lw=1.2, ls=(0, (1, 1.5)), label="polling: longest, theory")[0]),
            "mean": self.animate(axes.plot([], [], color=BLUE, lw=1.8, label="polling: mean, theory")[0]),
            "tailing": self.animate(axes.plot([], [], color=BLUISH_GREEN, lw=1.8, ls=(0, (4, 1.5)), label="log tailing: mean, theory")[0]),
        }
        self.kept = self.animate(axes.plot([], [], "x", color=GHOST, ms=8, mew=2)[0])
        self.spreads = {name: self.animate(axes.plot([], [], color=colour, lw=width, alpha=0.4, solid_capstyle="butt")[0])
                        for name, colour, width in (("polling", BLUE, 6), ("log tailing", BLUISH_GREEN, 2.5))}  # fmt: skip
        self.points = {
            "polling": self.animate(axes.plot([], [], "o", color=BLUE, mec=INK, ms=7, label="simulated: median, 5 to 95 %")[0]),
            "log tailing": self.animate(axes.plot([], [], "D", color=BLUISH_GREEN, mec=INK, ms=7)[0]),
        }
        shown = [self.theory["longest"], self.theory["tailing"], self.theory["mean"], self.points["polling"]]
        axes.legend(handles=shown, loc="lower left", bbox_to_anchor=(-0.06, 0.98), ncols=2, fontsize=8, handlelength=2.2, columnspacing=1.2,
                    borderpad=0.1, labelspacing=0.25)  # fmt: skip

    def limits(self, result, ghost):
        """The upper limits of lag and of counts."""
        shown = [one for one in (result, ghost) if one is not None]
        times = [time for one in shown for time in lags(one, start=0)]
        longest, least = max(times, default=0), min(times, default=0)
        most = max(counts(result, strategy)[name] for strategy in STRATEGIES for name in FATES)
        upper = sticky(self.time.get_ylim()[1], max(longest * 1.1, 20))
        messages = sticky(self.sums.get_xlim()[1], max(2.3 * most, 10))  # with room for the words behind the longest bar
        return upper, min(1.4 * least, -0.05 * upper), messages

    def apply_limits(self, limits):
        """Set them."""
        self.time.set_ylim(limits[1], limits[0])
        self.sums.set_xlim(0, limits[2])

    def update(self, result, ghost, cursor):
        """Move everything."""
        start = max(0, result.now - self.span) if self.rolling else 0
        book = _book(result)
        both = [n for n, (c, p) in enumerate(zip(book.committed, book.published)) if c == c and p == p]
        seconds = [(time - start) / 1_000 for time in book.committed]
        self.dots.set_data(*_points(book, both, seconds))
        self.twice.set_data(*_points(book, [n for n in both if book.copies[n] > 1], seconds))
        old = _book(ghost) if ghost else None
        self.old.set_data(*(_points(old, range(len(old.copies)), [time / 1_000 for time in old.committed]) if old else ([], [])))
        params = result.params
        self.name.set_text(f"{NAMES[params['strategy']].capitalize()}: lag of each order's message (ms)")
        polls = params["strategy"] == "polling"
        bound = longest_polling_lag(params["every"], params["batch"], READ, SEND)
        bounded = polls and _keeps_up(params, params["every"])
        self.longest.set_data(*(([0, self.span / 1_000], [bound] * 2) if bounded else ([], [])))
        gone = {"lost": book.lost_orders(), "phantom": book.phantom_messages()}
        for row, name in ((1, "lost"), (0, "phantom")):
            times = [(time - start) / 1_000 for time in gone[name]]
            self.marks[name].set_data(times, [row] * len(times))
        for line in self.cursors:
            line.set_visible(cursor is not None)
            if cursor is not None:
                line.set_xdata([(cursor - start) / 1_000] * 2)
        self._show_bars(result)
        self._show_lag(result, ghost)

    def _show_bars(self, result):
        left, width = self.frame
        most = self.sums.get_xlim()[1]
        found = {strategy: counts(result, strategy) for strategy in STRATEGIES}
        for at, (name, line) in enumerate(self.bars.items()):
            ends = [(0, found[strategy][name], nan) for strategy in STRATEGIES]
            line.set_data([x for end in ends for x in end], [row + (at - 1) * BAR for row in range(len(STRATEGIES)) for _ in range(3)])
        for (strategy, name), value in self.values.items():
            number = found[strategy][name]
            again = f", {found[strategy]['again']:,} cooked again" if name == "duplicates" and number else ""
            value.set_text(f"{number:,} {name[:-1] if number == 1 and name[-1] == 's' else name}{again}")
            value.x = left + width * found[strategy][name] / most + 0.006

    def _show_lag(self, result, ghost):
        params = result.params
        rate, batch = params["rate"], params["batch"]
        held = [every for every in EVERY if _keeps_up(params, every)]
        self.theory["mean"].set_data(held, [polling_lag(rate, every, READ, SEND) for every in held])
        self.theory["longest"].set_data(held, [longest_polling_lag(every, batch, READ, SEND) for every in held])
        self.theory["tailing"].set_data([EVERY[0], EVERY[-1]], [tailing_lag(rate, READ) + SEND] * 2)
        found = {name: sorted(lags(result, name)) for name in self.points}
        for name, line in self.points.items():
            line.set_data([params["every"]], [median(found[name]) if found[name] else nan])
        for name, line in self.spreads.items():
            times = found[name]
            line.set_data([params["every"]] * 2, [times[int(len(times) * share)] if times else nan for share in (0.05, 0.95)])
        before = lags(ghost, "polling") if ghost else []
        self.kept.set_data([ghost.params["every"]] if before else [], [median(before)] if before else [])


def _keeps_up(params, every):
    """Return whether a relay that polls every so many ms can publish all that comes: only then do the closed forms hold."""
    return params["rate"] < polling_capacity(every, params["batch"], READ, SEND)


def _book(result):
    return result.details["records"][result.params["strategy"]].book


def _points(book, numbers, seconds):
    return [seconds[n] for n in numbers], [book.published[n] - book.committed[n] for n in numbers]
