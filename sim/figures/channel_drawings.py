"""Drawings of ideas: five styles made of two kinds of channel, and one queue beside shards."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from sim.figures.palette import BLUE, INK, ORANGE, PAPER, QUIET, RULE, SKY_BLUE
from sim.figures.still import drawn, sheet

WIDTH, HEIGHT = 860, 330
SHEET = (  # title, what makes it so, how many groups, replies, column, row
    ("request/response", "the client's worker waits for the reply", 1, True, 0, 0),
    ("request/async response", "the client goes on when the reply is there", 1, True, 1, 0),
    ("one-way notification", "no reply channel", 1, False, 2, 0),
    ("publish/async responses", "replies are collected for a while", 2, True, 1, 1),
    ("publish/subscribe", "no reply channel", 2, False, 2, 1),
)


def styles_from_channels():
    """Return the drawing of the five styles, each of a point-to-point or publish-subscribe channel, some with a reply channel."""
    words = (
        "Three styles use a point-to-point channel, from which competing consumers each take messages of their own; two use a "
        "publish-subscribe channel, from which every group of consumers gets a copy. Request/response, request/async response and "
        "publish/async responses have a second, point-to-point channel for replies, which carry a correlation id."
    )
    return drawn(_styles, words, (WIDTH, HEIGHT))


def _styles(figure):
    axes = sheet(figure, WIDTH, HEIGHT)
    axes.plot([10, WIDTH - 10], [164, 164], color=RULE, lw=1)
    axes.text(12, 312, "point-to-point: each message to exactly one of the competing consumers", color=QUIET)
    axes.text(12, 142, "publish-subscribe:\neach message to every\ngroup of consumers", color=QUIET, va="top")
    axes.add_patch(Rectangle((14, 62), 34, 14, fc=SKY_BLUE, ec=INK))
    axes.text(56, 69, "channel", va="center", fontsize=8.5)
    axes.add_patch(Rectangle((14, 38), 34, 14, fc=PAPER, ec=BLUE, ls=(0, (3, 2))))
    axes.text(56, 45, "reply channel, with a correlation id", va="center", fontsize=8.5)
    for title, says, groups, replies, column, row in SHEET:
        _style(axes, 14 + 288 * column, 176 - 164 * row, title, says, groups, replies)


def _style(axes, x, y, title, says, groups, replies):
    axes.text(x + 125, y + 112, title, ha="center", weight="bold")
    axes.text(x + 125, y + 4, says, ha="center", fontsize=8.5, color=QUIET)
    waits = title == "request/response"
    fill = {"fc": "#FBE3B3", "ec": ORANGE, "hatch": "////"} if waits else {"fc": PAPER, "ec": INK}
    axes.add_patch(Rectangle((x, y + 44), 46, 40, lw=1.3, **fill))
    axes.text(x + 23, y + 33, "client", ha="center", va="center", fontsize=8)
    axes.add_patch(Rectangle((x + 82, y + 68), 60, 14, fc=SKY_BLUE, ec=INK))
    _arrow(axes, (x + 48, y + 75), (x + 80, y + 75))
    if replies:
        axes.add_patch(Rectangle((x + 82, y + 44), 60, 14, fc=PAPER, ec=BLUE, ls=(0, (3, 2))))
        _arrow(axes, (x + 80, y + 51), (x + 48, y + 51), BLUE, (0, (3, 2)))
    places = (64,) if groups == 1 else (86, 42)
    for number, middle in enumerate(places):
        axes.add_patch(FancyBboxPatch((x + 186, y + middle - 16), 62, 32, boxstyle="round,pad=0,rounding_size=5", fc="#F4F6F8", ec=QUIET, lw=0.8))
        for place in range(2 if groups == 1 or number == 0 else 1):
            axes.add_patch(Rectangle((x + 192 + 27 * place, y + middle - 10), 22, 20, fc=PAPER, ec=INK))
        _arrow(axes, (x + 144, y + 75), (x + 184, y + middle + (8 if groups == 1 else 4 if number == 0 else 6)))
        if replies:
            _arrow(axes, (x + 184, y + middle - (9 if groups == 1 else 6)), (x + 144, y + 51), BLUE, (0, (3, 2)))


def _arrow(axes, start, end, colour=INK, ls="-"):
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=10, color=colour, lw=1.2, ls=ls, shrinkA=0, shrinkB=0))
