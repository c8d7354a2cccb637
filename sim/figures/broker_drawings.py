"""Drawings about brokers: where messages wait, how many connections there are, measured times, and counted deliveries."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.ticker import NullLocator

from sim.figures.palette import BLUE, BLUISH_GREEN, INK, ORANGE, PAPER, QUIET, REDDISH_PURPLE, VERMILLION
from sim.figures.still import drawn, sheet
from sim.theory import connections, handed_over

LINES = {"direct": (VERMILLION, (0, (4, 1.5))), "in memory": (BLUISH_GREEN, (0, (1, 1))), "on disk": (BLUE, "-"),
         "disk waited for": (REDDISH_PURPLE, (0, (6, 1.2, 1, 1.2)))}  # fmt: skip


def where_messages_wait():
    """Return the drawing of both ways, each with the places in which messages wait."""
    words = (
        "Directly, messages wait in the memory of the shop and in that of the stock, and go with it. Through a broker there is one "
        "more hop, and messages wait in the broker, on its disk if it is durable, until the stock has acknowledged them."
    )
    return drawn(_where_messages_wait, words, (840, 270))


def _where_messages_wait(figure):
    axes = sheet(figure, 840, 270)
    axes.text(16, 246, "direct", weight="bold", fontsize=11)
    _box(axes, 16, 160, 190, 70, "shop", waits=3)
    _box(axes, 560, 160, 190, 70, "stock", waits=2)
    _arrow(axes, (208, 195), (558, 195))
    axes.text(383, 203, "one hop: the shop must know where the stock is", ha="center", fontsize=8.5, color=QUIET)
    axes.text(16, 122, "through a broker", weight="bold", fontsize=11)
    _box(axes, 16, 36, 190, 70, "shop")
    _box(axes, 290, 36, 190, 70, "broker", waits=5)
    _box(axes, 560, 36, 190, 70, "stock", waits=1)
    _arrow(axes, (208, 80), (288, 80))
    _arrow(axes, (288, 62), (208, 62), QUIET, dashed=True)
    _arrow(axes, (482, 80), (558, 80))
    _arrow(axes, (558, 62), (482, 62), QUIET, dashed=True)
    axes.text(248, 46, "“I have it”", ha="center", fontsize=8, color=QUIET)
    axes.text(520, 46, "“done”", ha="center", fontsize=8, color=QUIET)
    axes.plot([24], [14], "o", ms=9, mfc=ORANGE, mec=INK, mew=0.8)
    axes.text(36, 14, "a message that waits: it is lost with the process that holds it, unless that one has written it down or another has a copy",
              va="center", fontsize=8.5, color=QUIET)  # fmt: skip


def connection_counts(most=20):
    """Return the picture of how many connections n senders and n consumers need, directly and through a broker."""
    direct, through = connections(most, most), connections(most, most, broker=True)
    words = f"Directly, {most} senders and {most} consumers need {direct} connections, through a broker {through}."

    def draw(figure):
        mesh, star, axes = (figure.add_axes(place) for place in ((0.01, 0.12, 0.2, 0.74), (0.24, 0.12, 0.2, 0.74), (0.52, 0.16, 0.46, 0.72)))
        for part, title in ((mesh, "direct"), (star, "through a broker")):
            part.set_axis_off()
            part.set_xlim(-0.3, 1.3)
            part.set_ylim(-0.6, 3.6)
            part.set_title(title, loc="center")
        for sender in range(4):
            for consumer in range(4):
                mesh.plot([0, 1], [sender, consumer], color=VERMILLION, lw=1, ls=LINES["direct"][1])
            star.plot([0, 0.5, 1], [sender, 1.5, sender], color=BLUE, lw=1.6)
        for part in (mesh, star):
            part.plot([0] * 4 + [1] * 4, [*range(4)] * 2, "s", ms=11, mfc=PAPER, mec=INK)
        star.plot([0.5], [1.5], "s", ms=20, mfc=ORANGE, mec=INK)
        numbers = range(1, most + 1)
        axes.plot(numbers, [connections(n, n) for n in numbers], color=VERMILLION, ls=LINES["direct"][1], label="direct: n · n")
        axes.plot(numbers, [connections(n, n, True) for n in numbers], color=BLUE, label="through a broker: n + n")
        axes.set_title("Connections of n senders with n consumers")
        axes.set_xlabel("n", labelpad=2)
        axes.set_xticks(range(0, most + 1, 5))
        axes.legend(loc="upper left")

    return drawn(draw, words, (900, 290))


def measured_ways(samples):
    """Return the picture of the measured times of `Samples` from `sim.labs.shock_absorber`, as distributions on a log axis."""
    told = "; ".join(f"{way}: half within {samples.percentile(way, 50):.2g} ms, 99 % within {samples.percentile(way, 99):.2g} ms" for way in LINES)

    def draw(figure):
        axes = figure.add_axes((0.06, 0.16, 0.92, 0.72))
        for way, (colour, dashes) in LINES.items():
            times = samples.times[way]
            axes.plot(times, [100 * (i + 1) / len(times) for i in range(len(times))], color=colour, ls=dashes, lw=2.2, label=way)
        axes.set_xscale("log")
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xticks([0.01, 0.1, 1, 10, 100], ["0.01", "0.1", "1", "10", "100"])
        axes.set_xlim(0.01, 200)
        axes.set_title("Messages that arrived within … (%), as measured")
        axes.set_xlabel("ms from sender to consumer", labelpad=2)
        axes.legend(loc="lower right")

    return drawn(draw, told, (840, 320))


def counted(counts):
    """Return the picture of {outage: `Count`}: of the messages sent, which were received, lost, or not accepted."""
    parts = (("received", BLUISH_GREEN, ""), ("lost", VERMILLION, "xx"), ("not accepted: the sender knows", ORANGE, "//"))
    told = "; ".join(f"{name}: {count.received} received, {count.lost} lost, {count.twice} again" for name, count in counts.items())

    def draw(figure):
        axes = figure.add_axes((0.24, 0.14, 0.66, 0.72))
        for row, count in enumerate(counts.values()):
            left = 0
            for (_, colour, hatch), width in zip(parts, (count.received, count.lost, count.sent - count.accepted)):
                axes.barh(row, width, left=left, height=0.6, fc=colour, ec=PAPER, hatch=hatch, lw=0)
                if width > 20:
                    axes.text(left + width / 2, row, f"{width}", ha="center", va="center", fontsize=9, color=INK,
                              bbox={"fc": PAPER, "ec": "none", "pad": 1.5})  # fmt: skip
                left += width
            if count.twice:
                axes.text(left + 4, row, f"+ {count.twice} again", va="center", fontsize=9)
        axes.set_yticks(range(len(counts)), list(counts))
        axes.tick_params(length=0)
        axes.invert_yaxis()
        axes.set_xlabel("messages sent", labelpad=2)
        axes.grid(visible=False, axis="y")
        handles = [Rectangle((0, 0), 1, 1, fc=colour, ec=PAPER, hatch=hatch) for _, colour, hatch in parts]
        axes.legend(handles, [name for name, _, _ in parts], loc="lower right", bbox_to_anchor=(1.0, 0.99), ncols=3, fontsize=8.5)

    return drawn(draw, told, (900, 320))


def handed_over_by_buffer(points, available, rate, lasts, spread):
    """Return the picture of the share that a sender gets rid of against its buffer: `points` {buffer: share} over the closed form.

    `spread(buffer)` is half the width of the 95 % interval of a point.
    """

    def draw(figure):
        axes = figure.add_axes((0.08, 0.16, 0.9, 0.74))
        grid = range(0, max(points) + 1)
        axes.plot(grid, [100 * handed_over(available, rate, lasts, buffer) for buffer in grid], color=INK, label="theory: 1 − (1 − a) pᴮ")
        shares, bars = [100 * share for share in points.values()], [100 * spread(buffer) for buffer in points]
        axes.errorbar(list(points), shares, bars, fmt="o", ms=6, color=BLUE, capsize=4, label="simulation, 95 % confidence")
        axes.axhline(100 * available, color=VERMILLION, ls=(0, (4, 1.5)), label="no room: the receiver's availability")
        axes.set_title("Messages that a sender gets rid of (%)")
        axes.set_xlabel("messages that may wait while the receiver is down", labelpad=2)
        axes.set_xticks(list(range(0, max(points) + 1, 5)))
        axes.legend(loc="center right")

    return drawn(draw, "With room for more messages the receiver's availability matters less and less.", (840, 320))




def _box(axes, x, y, width, height, name, waits=0):
    axes.add_patch(FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=8", fc=PAPER, ec=INK, lw=1.4))
    axes.text(x + width / 2, y + height - 17, name, ha="center", va="center", weight="bold")
    for place in range(waits):
        axes.plot([x + width / 2 + 22 * (place - (waits - 1) / 2)], [y + 22], "o", ms=11, mfc=ORANGE, mec=INK)


def _arrow(axes, start, end, colour=INK, dashed=False):
    style = {"arrowstyle": "-|>", "mutation_scale": 13, "color": colour, "lw": 1.4, "ls": "--" if dashed else "-"}
    axes.add_patch(FancyArrowPatch(start, end, **style))
