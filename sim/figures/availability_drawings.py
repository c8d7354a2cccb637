"""A drawing of create-order three ways: what has to be up for the user to get an answer."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from sim.figures.palette import BLUE, BLUISH_GREEN, INK, PAPER, QUIET, VERMILLION
from sim.figures.still import drawn, sheet

NEEDED = "#FBE3D4"


def three_ways():
    """Return the drawing of the three ways; the shaded area holds what must be up for an answer."""
    words = "Synchronously all three services must be up; with copies of the data, or with messages after the answer, only the order service."
    return drawn(_three_ways, words, (960, 290))


def _three_ways(figure):
    axes = sheet(figure, 960, 290)
    for left, title in ((0, "synchronous"), (320, "replicated data"), (640, "finish later")):
        width = 250 if left == 0 else 132
        _box(axes, left + 52, 34, width, 215, NEEDED, VERMILLION, ls=(0, (3, 2)))
        axes.text(left + 52, 262, title, weight="bold")
        _box(axes, left + 62, 105, 112, 70)
        axes.text(left + 118, 158, "order service", ha="center", weight="bold", fontsize=8.5)
        for y, name in ((178, "consumer\nservice"), (52, "restaurant\nservice")):
            _box(axes, left + 206, y, 86, 52)
            axes.text(left + 249, y + 26, name, ha="center", va="center", fontsize=8.5)
        _arrow(axes, (left + 6, 150), (left + 62, 150), INK)
        _arrow(axes, (left + 62, 126), (left + 6, 126), INK)
        axes.text(left + 26, 158, "order", ha="center", fontsize=8)
    axes.text(26, 108, "yes / no", ha="center", fontsize=8)
    axes.text(346, 108, "yes / no", ha="center", fontsize=8)
    axes.text(666, 108, "received", ha="center", fontsize=8)
    axes.text(118, 126, "waits for both", ha="center", fontsize=8, color=QUIET)
    axes.text(438, 126, "looks into its\ncopies", ha="center", va="center", fontsize=8, color=BLUE)
    axes.text(758, 126, "PENDING,\ndecided later", ha="center", va="center", fontsize=8, color=BLUISH_GREEN)
    for y, end in ((158, 200), (122, 80)):
        _arrow(axes, (174, y), (206, end), INK, "<|-|>")
        _arrow(axes, (526, end), (494, y), BLUE, ls=(0, (3, 2)))
        _arrow(axes, (814, y), (846, end), BLUISH_GREEN, "<|-|>", (0, (3, 2)))
    axes.text(569, 140, "events: “this has\nchanged”", ha="center", va="center", fontsize=8, color=BLUE)
    axes.text(889, 140, "messages,\nboth ways", ha="center", va="center", fontsize=8, color=BLUISH_GREEN)
    axes.text(10, 12, "shaded: what must be up for an answer  ·  solid arrows: somebody waits  ·  dashed arrows: messages, nobody waits",
              fontsize=8.5, color=QUIET)  # fmt: skip


def _box(axes, x, y, width, height, face=PAPER, edge=INK, ls="-"):
    axes.add_patch(FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=8", fc=face, ec=edge, lw=1.2, ls=ls))


def _arrow(axes, start, end, colour, style="-|>", ls="-"):
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle=style, mutation_scale=11, color=colour, lw=1.3, ls=ls, shrinkA=0, shrinkB=0))
