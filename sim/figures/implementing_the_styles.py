"""Order and number: when each step of an order was done, who had something to do, what waits, and what was done again."""

from math import inf, nan

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

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
    RULE,
    SKY_BLUE,
    VERMILLION,
)
from sim.figures.quicktext import QuickText
from sim.figures.timeplot import sticky
from sim.scenarios.implementing_the_styles import MOST, STEPS, WORK, counts, in_wrong_order, recognised
from sim.theory import deliveries_per_message, unheard_in_time
from sim.trace import AGAIN, ERROR

ROWS = 10
COLOURS = (BLUE, ORANGE, REDDISH_PURPLE)
FATES = {"done": BLUE, "done again": ORANGE, "recognised by the table": BLUISH_GREEN, "dead letters": VERMILLION, "not done yet": GHOST}
FAILED = (ERROR, ERROR + AGAIN)
POINTS = 120
SOONEST = 20  # ms: where the rows begin, with all that came sooner
TICKS = (SOONEST, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)


class OrderFigure(LiveFigure):
    """Top: the last orders before the cursor, a lane each. Bottom: the consumers' time, what waits, what became of the messages."""

    size = (1000, 600)

    def layout(self, figure, result):
        """Make the panels."""
        self._lanes(figure, figure.add_axes((0.085, 0.545, 0.765, 0.375)))
        self._consumers(figure, figure.add_axes((0.085, 0.085, 0.16, 0.33)))
        self._waiting(figure.add_axes((0.385, 0.085, 0.235, 0.33)))
        self._fates(figure, figure.add_axes((0.785, 0.085, 0.16, 0.33)))

    def _lanes(self, figure, axes):
        self.lanes = axes
        axes.set_title(f"{ROWS} orders up to the cursor, a row each", pad=6)
        axes.set_xlabel("ms from the order's coming until a step was done (logarithmic)", labelpad=1)
        axes.set_xscale("log")
        axes.set_xticks(TICKS, [f"≤ {SOONEST}", *(f"{ms:,}" for ms in TICKS[1:])])
        axes.set_ylim(ROWS - 0.4, -0.6)
        axes.set_yticks([])
        axes.minorticks_off()
        axes.tick_params(length=0)
        self.wrong = self.animate(axes.plot([], [], color=VERMILLION, alpha=0.16, lw=15, solid_capstyle="butt")[0])
        self.lines = self.animate(axes.plot([], [], color=RULE, lw=1.2)[0])
        self.sent = self.animate(axes.plot([], [], "|", color=QUIET, ms=9, mew=1.2, label="sent")[0])
        self.steps, self.digits = [], []
        for number, (name, colour) in enumerate(zip(STEPS, COLOURS), 1):
            self.steps.append(self.animate(axes.plot([], [], "o", color=colour, ms=12, mec=INK, mew=0.6, label=f"{number} {name}")[0]))
        self.again = self.animate(axes.plot([], [], "s", mfc="none", mec=VERMILLION, ms=16, mew=1.6, label="done again")[0])
        for number in (1, 2, 3):
            self.digits.append(self.animate(axes.plot([], [], color=INK if number > 1 else PAPER, ls="", marker=f"${number}$", ms=6, mew=0.3)[0]))
        axes.legend(loc="lower right", bbox_to_anchor=(1.008, 0.985), ncols=5, fontsize=8, markerscale=0.6, handlelength=1.2, columnspacing=1.2,
                    borderpad=0.1)  # fmt: skip
        left, bottom, width, height = axes.get_position().bounds
        figure.text(left + width + 0.012, bottom + height + 0.018, "done in the order", fontsize=9, color=INK)
        places = [bottom + height * (1 - (row + 0.6) / (ROWS + 0.2)) for row in range(ROWS)]
        self.names = [self.animate(QuickText(figure, 0.044, y, size=8.5, colour=QUIET)) for y in places]
        self.says = [self.animate(QuickText(figure, left + width + 0.07, y, size=8.5)) for y in places]

    def _consumers(self, figure, axes):
        self.people = axes
        axes.set_title("Consumers: time at work", pad=20)
        axes.set_xlim(0, 100)
        axes.set_xticks([0, 50, 100], ["0", "50", "100 %"])
        axes.set_ylim(MOST - 0.4, -0.6)
        axes.set_yticks(range(MOST), [f"no. {n + 1}" for n in range(MOST)])
        axes.tick_params(length=0)
        axes.grid(axis="y", visible=False)
        style = {"lw": 11, "solid_capstyle": "butt"}
        self.well = self.animate(axes.plot([], [], color=SKY_BLUE, label="went well", **style)[0])
        self.ill = self.animate(axes.plot([], [], color=VERMILLION, label="failed", **style)[0])
        axes.legend(loc="lower left", bbox_to_anchor=(-0.05, 0.98), ncols=2, fontsize=8, handlelength=0.8, columnspacing=1, borderpad=0.1,
                    handleheight=0.5)  # fmt: skip
        for line in axes.get_legend().get_lines():
            line.set_linewidth(6)
        left, bottom, width, height = axes.get_position().bounds
        self.reads = [self.animate(QuickText(figure, left + width + 0.037, bottom + height * (1 - (n + 0.6) / (MOST + 0.2)), size=8))
                      for n in range(MOST)]  # fmt: skip

    def _waiting(self, axes):
        self.queue = axes
        axes.set_title("Messages that are not done yet", pad=6)
        axes.set_xlabel("seconds", labelpad=1)
        axes.tick_params(length=0)
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))
        self.old = self.animate(axes.plot([], [], color=GHOST, lw=1.4)[0])
        self.undone = self.animate(axes.plot([], [], color=INK)[0])
        self.cursor = self.animate(axes.axvline(0, color=INK, lw=1, ls=(0, (2, 2))))

    def _fates(self, figure, axes):
        self.sums = axes
        axes.set_title("Messages", pad=20)
        axes.set_ylim(len(FATES) - 0.4, -0.6)
        axes.set_yticks(range(len(FATES)), ["done", "done again", "recognised\nby the table", "dead letters", "not done yet"])
        axes.tick_params(length=0)
        axes.grid(axis="y", visible=False)
        axes.xaxis.set_major_locator(MaxNLocator(3, integer=True))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,.0f}"))
        self.bars = {name: self.animate(axes.plot([], [], color=colour, lw=15, solid_capstyle="butt")[0]) for name, colour in FATES.items()}
        self.theory = self.animate(axes.plot([], [], "D", mfc=PAPER, mec=INK, ms=6, label="expected: delivered again")[0])
        axes.legend(loc="lower left", bbox_to_anchor=(-0.5, 0.98), fontsize=8, handlelength=1, borderpad=0.1)
        self.frame = left, bottom, width, height = axes.get_position().bounds
        places = [bottom + height * (1 - (row + 0.6) / (len(FATES) + 0.2)) for row in range(len(FATES))]
        self.values = [self.animate(QuickText(figure, 0, y, size=8.5)) for y in places]

    def limits(self, result, ghost):
        """Of the lanes' time, the messages that wait, time, and the counts."""
        ends = sorted(done[-1][1] - sent[0] for done, sent in zip(result.details["orders"].effects, result.details["orders"].sent) if done)
        longest = ends[int(0.95 * (len(ends) - 1))] if ends else 500
        most = max([max(_undone(one)[1], default=0) for one in (result, ghost) if one is not None])
        seconds = max(result.until, result.now) / 1_000
        lanes = next(limit for limit in (1_000, 3_000, 10_000, 30_000, inf) if 1.1 * longest <= limit)
        return (
            lanes, sticky(self.queue.get_ylim()[1], max(1.1 * most, 10)),
            seconds if seconds <= result.until / 1_000 else 10 * np.ceil(seconds / 10),
            sticky(self.sums.get_xlim()[1], max(1.05 * max(_fates(result).values()), 10)),
        )  # fmt: skip

    def apply_limits(self, limits):
        """Set them."""
        lanes, waiting, seconds, most = limits
        self.lanes.set_xlim(0.9 * SOONEST, min(lanes, 100_000))
        self.queue.set_ylim(0, waiting)
        self.queue.set_xlim(0, seconds)
        self.sums.set_xlim(0, most)

    def update(self, result, ghost, cursor):
        """Move everything."""
        self._show_lanes(result, result.now if cursor is None else min(cursor, result.now))
        self._show_consumers(result)
        times, undone = _undone(result)
        self.undone.set_data(times / 1_000, undone)
        self.old.set_data(*((times / 1_000, undone) if ghost is None else (_undone(ghost)[0] / 1_000, _undone(ghost)[1])))
        self.old.set_visible(ghost is not None)
        self.cursor.set_visible(cursor is not None)
        if cursor is not None:
            self.cursor.set_xdata([cursor / 1_000] * 2)
        self._show_fates(result)

    def _show_lanes(self, result, time):
        orders = result.details["orders"]
        begun = [n for n in range(len(orders.sent)) if orders.sent[n][0] <= time]
        points, again, sent, wrong, lines = ([], [], []), [], [], [], []
        right = self.lanes.get_xlim()[1]
        for row in range(ROWS):
            shown = begun[-ROWS:]
            if row >= len(shown):
                self.names[row].set_text("")
                self.says[row].set_text("")
                continue
            number = shown[row]
            start, effects = orders.sent[number][0], orders.effects[number]
            done = [step for step, _ in effects]
            sent += [(max(when - start, SOONEST), row) for when in orders.sent[number]]
            lines += [(SOONEST, row), (max([when - start for _, when in effects], default=SOONEST), row), (nan, nan)]
            for place, (step, when) in enumerate(effects):
                points[step].append((max(when - start, SOONEST), row))
                if step in done[:place]:
                    again.append(points[step][-1])
            if in_wrong_order(done):
                wrong += [(1, row), (right, row), (nan, nan)]
            self.names[row].set_text(f"order {number + 1}")
            self.says[row].set_text(_said(result, number, done))
        for line, some in (*zip(self.steps, points), *zip(self.digits, points), (self.again, again), (self.sent, sent), (self.wrong, wrong),
                           (self.lines, lines)):  # fmt: skip
            line.set_data(*(zip(*some) if some else ([], [])))

    def _show_consumers(self, result):
        well, ill = _at_work(result)
        ends = [(0, share, nan) for share in well]
        rows = [n for n in range(MOST) for _ in range(3)]
        self.well.set_data([x for end in ends for x in end], rows)
        self.ill.set_data([x for a, b in zip(well, ill) for x in (a, a + b, nan)], rows)
        takers = result.details["consumers"]
        for n in range(MOST):
            shards = takers[n].shards if n < len(takers) else []
            text = "reads all" if not result.params["shards"] else f"{len(shards)} shards" if len(shards) > 1 else "1 shard" if shards else "no shard"
            self.reads[n].set_text("off" if n >= result.params["consumers"] else text)

    def _show_fates(self, result):
        left, _, width, _ = self.frame
        most = self.sums.get_xlim()[1]
        params = result.params
        calm = not params["poison"] and not params["deliveries"] and result.now <= result.until
        unheard = unheard_in_time(params["lost_acks"], params["visibility"], WORK)
        expected = counts(result).delivered * (deliveries_per_message(unheard) - 1)
        self.theory.set_visible(calm and 0.5 < expected < most)
        marked = 2 if params["table"] else 1
        self.theory.set_data([expected], [marked])
        for row, (name, number) in enumerate(_fates(result).items()):
            self.bars[name].set_data([0, number], [row, row])
            text = f"{number:,}"
            self.values[row].set_text(text)
            end = max(number, expected) if row == marked and calm else number
            self.values[row].x = left + width * min(1, end / most) + 0.01 + 0.004 * len(text)


def _said(result, number, done):
    """Return in what order the steps of an order were done, with what became of the others."""
    orders = result.details["orders"]
    book = result.details["channel"].ledger.of()
    fates = [book.fate(message) for message in orders.numbers[number]]
    text = " ".join(str(step + 1) for step in done[:6]) + (" …" if len(done) > 6 else "")
    if in_wrong_order(done):
        return text + " ✗"
    if "dead" in fates:
        return f"{text} dead"
    return text + " ✓" if len(set(done)) == len(STEPS) else f"{text} open"


def _undone(result):
    """Return times (ms) and how many messages were sent and not done at each."""
    ledger = result.details["channel"].ledger
    sent, done = np.frombuffer(ledger.sent), np.frombuffer(ledger.of().first_done)
    times = np.linspace(0, result.now, POINTS)
    return times, np.searchsorted(sent, times, "right") - np.searchsorted(np.sort(done[done == done]), times, "right")


def _at_work(result):
    """Return for each consumer the per cent of time at work that went well, and that failed."""
    trace, now = result.trace, result.now
    place = {f"consumer {n + 1}": n for n in range(MOST)}
    owner = [place.get(link[1]) for link in trace.links]
    well, ill = [0.0] * MOST, [0.0] * MOST
    for link, served, released, code in zip(trace.link, trace.served, trace.released, trace.code):
        if owner[link] is not None and served == served:
            (ill if code in FAILED else well)[owner[link]] += (released if released == released else now) - served
    return [[100 * ms / max(now, 1) for ms in some] for some in (well, ill)]


def _fates(result):
    found = counts(result)
    return dict(zip(FATES, (found.done, found.done_again, recognised(result), found.dead, found.sent - found.done - found.dead)))
