"""The idea of messages and channels on one sheet: what is in a message, three kinds of it, and who gets it."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from sim.figures.palette import BLUE, BLUISH_GREEN, INK, PAPER, QUIET, RULE, VERMILLION
from sim.figures.still import drawn, sheet

WIDTH, HEIGHT = 860, 340
HEADER = ("id: m-1", "type: OrderPlaced", "time: 12:00:01", "correlation-id: c-4711")
BODY = ("{", '  "order": "o-4711",', '  "total": 2350', "}")
KINDS = (  # name, colour, marker, what it says, example
    ("document", BLUISH_GREEN, "D", "here is some data", "the menu of a restaurant"),
    ("command", VERMILLION, "s", "do this", "charge the card"),
    ("event", BLUE, "o", "this has happened", "an order was placed"),
)


def messages_and_channels():
    """Return the drawing of a message, its kinds, and the two kinds of channel."""
    words = (
        "A message has a header and a body. A document is data, a command says what to do, an event says what has happened. "
        "On a point-to-point channel one of the consumers gets each message; on a publish-subscribe channel every subscriber does."
    )
    return drawn(_draw, words, (WIDTH, HEIGHT))


def _draw(figure):
    axes = sheet(figure, WIDTH, HEIGHT)
    _message(axes, 20, 40)
    _kinds(axes, 255)
    _channel(axes, 500, 258, "point-to-point", "each goes to one consumer", [["1"], ["2"], ["3"]], one=True)
    _channel(axes, 500, 92, "publish-subscribe", "each goes to every subscriber", [["1", "2", "3"]] * 3, one=False)


def _message(axes, x, y):
    axes.text(x, 312, "a message", weight="bold")
    for low, height, name, lines in ((y + 130, 110, "header", HEADER), (y, 110, "body", BODY)):
        axes.add_patch(Rectangle((x, low), 190, height, fc="#F4F6F8" if name == "header" else PAPER, ec=INK, lw=1.2))
        axes.text(x + 182, low + height - 8, name, ha="right", va="top", fontsize=8.5, color=QUIET)
        for number, line in enumerate(lines):
            axes.text(x + 10, low + height - 28 - 19 * number, line, family="DejaVu Sans Mono", fontsize=8.5, va="center")
    axes.text(x, 18, "who and what, then the data", fontsize=8.5, color=QUIET)


def _kinds(axes, x):
    axes.text(x, 312, "three kinds of message", weight="bold")
    for number, (name, colour, marker, says, example) in enumerate(KINDS):
        y = 256 - 84 * number
        axes.add_patch(FancyBboxPatch((x, y - 34), 190, 66, boxstyle="round,pad=0,rounding_size=7", fc=PAPER, ec=RULE, lw=1.2))
        axes.plot([x + 18], [y + 12], marker=marker, ms=10, mfc=colour, mec=PAPER)
        axes.text(x + 34, y + 12, name, va="center", weight="bold")
        axes.text(x + 34, y - 6, f"“{says}”", va="center", fontsize=9)
        axes.text(x + 34, y - 22, example, va="center", fontsize=8.5, color=QUIET)


def _channel(axes, x, y, name, says, gets, one):
    axes.text(x, y + 54, name, weight="bold")
    axes.text(x + 136, y + 54, says, fontsize=8.5, color=QUIET)
    axes.add_patch(FancyBboxPatch((x + 62, y - 44), 116, 88, boxstyle="round,pad=0,rounding_size=9", fc="#F4F6F8", ec=QUIET, lw=1.2))
    _arrow(axes, (x, y), (x + 60, y))
    for number, label in enumerate("321"):
        _dot(axes, x + 10 + 20 * number, y + 13, label, one)
    for row, labels in enumerate(gets):
        height = y + 30 - 30 * row
        lane = y if one else height
        axes.plot([x + 70, x + 172], [lane, lane], color=RULE, lw=1)
        _arrow(axes, (x + 180, lane), (x + 286, height))
        for number, label in enumerate(labels):
            part = 0.78 - 0.22 * number  # the first one is ahead
            _dot(axes, x + 180 + 106 * part, lane + (height - lane) * part, label, one)
        axes.add_patch(Rectangle((x + 288, height - 11), 58, 22, fc=PAPER, ec=INK, lw=1.2))
        axes.text(x + 317, height, f"billing {row + 1}" if one else ("stock", "mail", "reports")[row], ha="center", va="center", fontsize=8.5)


def _dot(axes, x, y, label, one):
    axes.plot([x], [y], marker="s" if one else "o", ms=11, mfc=VERMILLION if one else BLUE, mec=PAPER, zorder=3)
    axes.text(x, y - 0.5, label, color=PAPER, fontsize=7.5, ha="center", va="center_baseline", weight="bold", zorder=4)


def _arrow(axes, start, end):
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=10, color=INK, lw=1.1, shrinkA=0, shrinkB=0, zorder=1))
