"""The five styles of interaction on one sheet: how many work on a request, and what comes back to whom."""

from matplotlib.patches import FancyArrowPatch, Rectangle

from sim.figures.palette import GHOST, INK, ORANGE, PAPER, QUIET, SKY_BLUE
from sim.figures.still import drawn, sheet

SHEET = (  # title, answers, waits, what it says, column, row
    ("request/response", 1, True, "the client waits for the answer", 0, 0),
    ("request/async response", 1, False, "the answer comes some time later", 1, 0),
    ("one-way notification", 0, False, "nobody answers", 2, 0),
    ("publish/async responses", 3, False, "answers are collected for a while", 1, 1),
    ("publish/subscribe", 0, False, "nobody answers", 2, 1),
)
WIDTH, HEIGHT = 840, 330


def five_styles():
    """Return the drawing of the styles by how many services work on a request, and when an answer comes."""
    words = ("One-to-one: request/response, whose client waits; request/async response, answered later; one-way notification, never answered. "
             "One-to-many: publish/async responses, answered by several for a while; publish/subscribe, never answered.")  # fmt: skip
    return drawn(_draw, words, (WIDTH, HEIGHT))


def _draw(figure):
    axes = sheet(figure, WIDTH, HEIGHT)
    for x, text in ((220, "an answer is awaited"), (460, "answers come later"), (700, "no answer")):
        axes.text(x, 312, text, ha="center", color=QUIET)
    for y, text, says in ((225, "one-to-one", "exactly one\nservice works on it"), (80, "one-to-many", "zero or more\nservices do")):
        axes.text(14, y + 22, text, weight="bold")
        axes.text(14, y + 16, says, fontsize=8.5, color=QUIET, va="top")
    axes.plot([10, WIDTH - 10], [160, 160], color=GHOST, lw=0.8)
    axes.text(220, 84, "(no style of the slides:\nwho would wait for all?)", ha="center", va="center", fontsize=8.5, color=QUIET)
    for title, answers, waits, says, column, row in SHEET:
        _style(axes, 120 + 240 * column, 175 - 150 * row, title, answers, waits, says, 3 if row else 1)


def _style(axes, x, y, title, answers, waits, says, services):
    axes.text(x + 100, y + 112, title, ha="center", weight="bold")
    axes.text(x + 100, y, says, ha="center", fontsize=8.5, color=QUIET)
    axes.add_patch(Rectangle((x + 12, y + 42), 34, 34, fc="#FBE3B3" if waits else PAPER, ec=ORANGE if waits else INK, hatch="////" if waits else ""))
    axes.text(x + 29, y + 28, "client", ha="center", va="center", fontsize=8)
    heights = [59] if services == 1 else [92, 59, 26]
    for number, height in enumerate(heights):
        axes.add_patch(Rectangle((x + 148, y + height - 12), 26, 24, fc=SKY_BLUE, ec=INK))
        _arrow(axes, (x + 48, y + 63), (x + 146, y + height + 4), filled=waits)
        if number < answers:
            _arrow(axes, (x + 146, y + height - 6), (x + 48, y + 53), filled=waits, ls=(0, (4, 2)))


def _arrow(axes, start, end, filled, ls="-"):
    style = "-|>" if filled else "->"
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle=style, mutation_scale=11, color=INK, lw=1.2, ls=ls, shrinkA=0, shrinkB=0))
