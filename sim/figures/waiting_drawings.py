"""Drawings about waiting: who waits in each style, and a pool of threads that hanging calls use up."""

from matplotlib.patches import Rectangle

from sim.figures.palette import BLUE, BLUISH_GREEN, INK, ORANGE, QUIET, RULE, VERMILLION
from sim.figures.still import drawn, sheet
from sim.trace import USERS

ROWS = {"user": 175, "thread of the shop": 115, "stock": 55}
WORK, WAITS = {"fc": BLUISH_GREEN, "ec": INK}, {"fc": ORANGE, "ec": INK, "hatch": "//"}


def who_waits():
    """Return the drawing of one order in each style: on the left the thread waits for the stock, on the right the order does."""
    words = "Synchronously user and thread wait until the stock has worked; asynchronously both are free at once, the order waits."
    return drawn(_who_waits, words, (820, 260))


def _who_waits(figure):
    axes = sheet(figure, 820, 260)
    for name, y in ROWS.items():
        axes.text(132, y, name, ha="right", va="center", fontsize=9)
    for left, title in ((145, "synchronous"), (490, "asynchronous")):
        axes.text(left, 232, title, weight="bold")
        for y in ROWS.values():
            axes.plot([left, left + 300], [y, y], color=RULE, lw=1, zorder=0)
    _bars(axes, 145, user=((0, 235, WAITS),), thread=((10, 20, WORK), (30, 195, WAITS)), stock=((40, 120, WAITS), (160, 55, WORK)))
    _bars(axes, 490, user=((0, 40, WAITS),), thread=((10, 20, WORK),), stock=((40, 120, WAITS), (160, 55, WORK)))
    for start, end in (((155, 164), (155, 126)), ((180, 104), (186, 66)), ((362, 66), (368, 104)), ((372, 126), (378, 164))):
        _arrow(axes, start, end)
    for start, end in (((500, 164), (500, 126)), ((522, 104), (530, 66)), ((522, 126), (528, 164))):
        _arrow(axes, start, end)
    axes.text(386, 185, "“done”", va="center", fontsize=9)
    axes.text(536, 185, "“accepted”", va="center", fontsize=9)
    axes.text(708, 68, "done: who tells\nthe user?", va="bottom", fontsize=8, color=QUIET)
    for x, style, words in ((145, WORK, "works"), (225, WAITS, "waits: a user for the answer, a thread for its call, an order in the queue")):
        axes.add_patch(Rectangle((x, 12), 22, 12, lw=0.8, **style))
        axes.text(x + 28, 18, words, va="center", fontsize=8.5, color=QUIET)


def _bars(axes, left, **rows):
    for y, bars in zip(ROWS.values(), rows.values()):
        for start, width, style in bars:
            axes.add_patch(Rectangle((left + start, y - 10), width, 20, lw=0.8, **style))


def _arrow(axes, start, end):
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": INK, "lw": 1.2})


def exhaustion(watch, service, words="Nearly all threads are held by hanging calls, and few requests are served."):
    """Return the picture of a `Watch` of users who ask `service`: its threads in use, and requests per second asked and served."""

    def draw(figure):
        top, bottom = figure.add_axes((0.05, 0.6, 0.925, 0.31)), figure.add_axes((0.05, 0.13, 0.925, 0.31))
        seconds = [time / 1_000 for time in watch.times]
        top.plot(seconds, watch.busy[service], color=VERMILLION, label="in use")
        top.plot(seconds, watch.workers[service], color=QUIET, ls=(0, (1, 1.5)), label="the pool")
        top.set_title("Threads")
        bottom.plot(seconds, watch.rate(watch.started[USERS, service], 5_000), color=QUIET, ls=(0, (1, 1.5)), label="asked")
        bottom.plot(seconds, watch.rate(watch.answered[USERS, service]["ok"], 5_000), color=BLUE, label="served")
        bottom.set_title("Requests per second, over the last 5 s")
        bottom.set_xlabel("seconds", labelpad=2)
        for axes in (top, bottom):
            axes.set_xlim(0, seconds[-1])
            axes.set_ylim(bottom=0)
            axes.tick_params(length=0)
            axes.legend(loc="lower right", bbox_to_anchor=(1.01, 0.98), ncols=2, fontsize=8, borderpad=0.1)

    return drawn(draw, words, (1000, 380))
