"""A drawing of the two ways: each call a connection to itself, or all calls in frames on one."""

from matplotlib.patches import Rectangle

from sim.figures.palette import BLUE, BLUISH_GREEN, INK, ORANGE, PAPER, QUIET, REDDISH_PURPLE, RULE, VERMILLION
from sim.figures.still import drawn, sheet

CALLS = {"A": BLUE, "B": BLUISH_GREEN, "C": ORANGE, "D": REDDISH_PURPLE}
LANES = ("AAAAAACCCCCC", "BBBBBBBBBBDD")  # the pool of two: C waits for A to end, D for B
SHARED = "ABABCDCDAB×D"  # frames of all four in turn; × is one of C that gets lost


def two_ways():
    """Return the drawing of four calls over two HTTP/1.1 connections and over one HTTP/2 connection with a lost packet."""
    words = (
        "Over two HTTP/1.1 connections the third and the fourth call wait until a connection is free. Over one HTTP/2 connection "
        "the frames of all four go in turn, and all that comes after a lost packet waits for it."
    )
    return drawn(_two_ways, words, (820, 265))


def _two_ways(figure):
    axes = sheet(figure, 820, 265)
    axes.text(20, 243, "HTTP/1.1: a pool of two connections", weight="bold")
    for lane, y in zip(LANES, (200, 166)):
        _frames(axes, 190, y, lane)
        axes.text(20, y + 9, f"connection {1 + LANES.index(lane)}", fontsize=9, color=QUIET, va="center")
    axes.text(610, 209, "C has to wait for all of A,", fontsize=9, va="center")
    axes.text(610, 175, "D for all of B", fontsize=9, va="center")
    axes.plot([20, 800], [146, 146], color=RULE, lw=1)
    axes.text(20, 118, "HTTP/2: one connection, calls in frames", weight="bold")
    _frames(axes, 190, 74, SHARED)
    axes.text(20, 83, "the connection", fontsize=9, color=QUIET, va="center")
    lost = 190 + 33 * SHARED.index("×")
    axes.annotate("lost: everything behind it waits\nuntil TCP has sent it again", (lost + 15, 72), (lost - 260, 22), fontsize=9,
                  arrowprops={"arrowstyle": "-|>", "color": VERMILLION}, color=VERMILLION)  # fmt: skip
    axes.text(610, 83, "nobody waits for a connection", fontsize=9, va="center")
    axes.annotate("", (740, 40), (640, 40), arrowprops={"arrowstyle": "-|>", "color": QUIET})
    axes.text(748, 36, "time", fontsize=8.5, color=QUIET)


def _frames(axes, x, y, lane):
    for place, name in enumerate(lane):
        lost = name == "×"
        face = PAPER if lost else CALLS[name]
        axes.add_patch(Rectangle((x + 33 * place, y), 30, 19, fc=face, ec=VERMILLION if lost else INK, lw=1.6 if lost else 0.8))
        axes.text(x + 33 * place + 15, y + 9, name, ha="center", va="center", fontsize=9, weight="bold", color=VERMILLION if lost else PAPER)
