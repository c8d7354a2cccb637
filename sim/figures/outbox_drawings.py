"""Drawings of ideas: a dual write with its gap, an outbox with its relay, and lag against the polling interval from many runs."""

from statistics import mean

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from sim.figures.palette import BLUE, BLUISH_GREEN, INK, ORANGE, PAPER, QUIET, RULE, VERMILLION
from sim.figures.still import drawn, sheet


def two_steps_or_one():
    """Return the drawing of both: two writes with a gap between them, and one transaction with a relay behind it."""
    words = (
        "Above, a dual write: the shop commits an order to its database, then publishes a message to the broker; a crash between the two "
        "loses the message. Below, an outbox: order and message are one transaction; a relay reads the outbox, publishes and marks; "
        "the consumer keeps a table of ids that it has seen."
    )
    return drawn(_two_steps_or_one, words, (840, 330))


def lag_by_interval(intervals, samples, mean_lag, longest):
    """Return the picture of lags against polling intervals: for each interval (ms) its list of lags (ms), over two closed forms.

    A box holds the middle half of the lags, its line all of them, a dot their mean. `mean_lag(every)` and `longest(every)` are
    drawn as lines. Raises ValueError unless there are as many lists as intervals, each with a lag.
    """
    if len(samples) != len(intervals) or not all(samples):
        raise ValueError(f"samples must be {len(intervals)} lists of lags, got {[len(lags) for lags in samples]}")

    def draw(figure):
        axes = figure.add_axes((0.08, 0.14, 0.9, 0.78))
        axes.set_title("Lag of messages by polling interval: from commit to message")
        grid = [min(intervals) * 0.7 + n * (max(intervals) * 1.1 - min(intervals) * 0.7) / 100 for n in range(101)]
        axes.plot(grid, [longest(every) for every in grid], color=QUIET, ls=(0, (1, 1.5)), label="longest, theory")
        axes.plot(grid, [mean_lag(every) for every in grid], color=INK, label="mean, theory")
        width = max(intervals) * 0.028
        for number, (every, lags) in enumerate(zip(intervals, samples)):
            held = sorted(lags)
            low, high = held[len(held) // 4], held[3 * len(held) // 4]
            axes.plot([every, every], [held[0], held[-1]], color=BLUE, lw=1.2, label=None if number else "simulated: all lags")
            axes.bar([every], [high - low], width, bottom=low, color=BLUE, alpha=0.35, label=None if number else "the middle half")
            axes.plot([every], [mean(held)], "o", color=BLUE, mec=INK, label=None if number else "their mean")
        axes.set_xlabel("ms from one poll to the next")
        axes.set_ylabel("ms")
        axes.set_ylim(0, None)
        axes.legend()

    return drawn(draw, "Mean lags lie on the line of half a period, the longest below that of a period and a batch.", (820, 380))


def _two_steps_or_one(figure):
    axes = sheet(figure, 840, 330)
    axes.text(16, 306, "Dual write", weight="bold", fontsize=11)
    _box(axes, 16, 215, 110, 66, "shop")
    _box(axes, 300, 254, 150, 40, "database: orders", RULE)
    _box(axes, 300, 200, 150, 40, "broker", RULE)
    _arrow(axes, (128, 258), (298, 274))
    _arrow(axes, (128, 238), (298, 220))
    axes.text(213, 277, "1. commit", ha="center", fontsize=9)
    axes.text(213, 212, "2. publish", ha="center", fontsize=9)
    axes.plot([150], [248], "X", ms=13, color=VERMILLION, mec=INK)
    axes.text(164, 244, "crash", color=VERMILLION, fontsize=9)
    axes.text(480, 247, "order without message: lost", fontsize=9.5, color=VERMILLION, va="center")
    axes.plot([16, 824], [180, 180], color=RULE, lw=1)
    axes.text(16, 156, "Outbox", weight="bold", fontsize=11)
    _box(axes, 16, 72, 90, 62, "shop")
    axes.add_patch(FancyBboxPatch((176, 46), 150, 116, boxstyle="round,pad=0,rounding_size=8", fc=PAPER, ec=BLUISH_GREEN, lw=2, ls=(0, (4, 2))))
    _box(axes, 188, 108, 126, 38, "orders", RULE)
    _box(axes, 188, 58, 126, 38, "outbox", ORANGE)
    axes.text(251, 30, "one transaction: both or none", ha="center", fontsize=9, color=QUIET)
    _arrow(axes, (108, 103), (174, 103))
    _box(axes, 396, 58, 80, 38, "relay")
    _arrow(axes, (394, 84), (316, 84))
    axes.text(355, 91, "1. read", ha="center", fontsize=9)
    _arrow(axes, (394, 66), (316, 66))
    axes.text(355, 46, "3. mark", ha="center", fontsize=9)
    _box(axes, 556, 58, 90, 38, "broker", RULE)
    _arrow(axes, (478, 77), (554, 77))
    axes.text(516, 84, "2. publish", ha="center", fontsize=9)
    _box(axes, 716, 108, 108, 38, "tickets", RULE)
    _box(axes, 716, 58, 108, 38, "ids seen", ORANGE)
    axes.add_patch(FancyBboxPatch((704, 46), 130, 116, boxstyle="round,pad=0,rounding_size=8", fc="none", ec=BLUISH_GREEN, lw=2, ls=(0, (4, 2))))
    _arrow(axes, (648, 77), (702, 77))
    axes.text(834, 30, "consumer: one transaction", ha="right", fontsize=9, color=QUIET)
    axes.plot([436], [118], "X", ms=13, color=VERMILLION, mec=INK)
    axes.text(436, 132, "crash between 2 and 3:\nit is sent again", ha="center", fontsize=9, color=VERMILLION)


def _box(axes, x, y, width, height, words, face=PAPER):
    alpha = 0.45 if face == ORANGE else 1
    axes.add_patch(FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=6", fc=face, ec="none", alpha=alpha, lw=0))
    axes.add_patch(FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=6", fc="none", ec=INK, lw=1.3))
    axes.text(x + width / 2, y + height / 2, words, ha="center", va="center", fontsize=9.5)


def _arrow(axes, start, end):
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=13, color=INK, lw=1.4))
