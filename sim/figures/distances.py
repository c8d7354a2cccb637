"""The drawing of the five distances that a call can have: who lives in one process with whom, and what lies between."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from sim.figures.palette import BLUE, INK, ORANGE, PAPER, QUIET
from sim.figures.still import drawn, sheet

PLACES = (
    ("function call", "same process,\nsame thread", "they live and\ndie together"),
    ("thread queue", "same process,\nanother thread", "they live and\ndie together"),
    ("local socket", "another process,\nsame machine", "either may\nfail alone"),
    ("HTTP", "another process,\nanywhere", "either, or a\nmessage gets lost"),
    ("broker", "another process,\nneither knows where", "either, a message,\nor the broker"),
)
WIDTH, HEIGHT = 164, 190  # px of one of the five


def five_distances():
    """Return the drawing: a caller and a callee, ever further apart."""
    words = "Function call and thread queue stay within a process; socket, HTTP and broker lead to another, which can fail alone."
    return drawn(_draw, words, (5 * WIDTH, HEIGHT))


def _draw(figure):
    axes = sheet(figure, 5 * WIDTH, HEIGHT)
    for number, (name, where, fails) in enumerate(PLACES):
        left = WIDTH * number + 8
        middle = left + WIDTH / 2 - 8
        axes.text(middle, 174, name, ha="center", weight="bold")
        together = number < 2
        frames = [(left + 6, WIDTH - 28)] if together else [(left + 2, 52), (left + WIDTH - 70, 52)]
        for x, width in frames:
            axes.add_patch(FancyBboxPatch((x, 98), width, 58, boxstyle="round,pad=0,rounding_size=8", fc="#F4F6F8", ec=QUIET, lw=1.2))
        start, end = left + 28, left + WIDTH - 44
        axes.plot([start], [127], "o", ms=13, mfc=BLUE, mec=INK)
        axes.plot([end], [127], "s", ms=13, mfc=ORANGE, mec=INK)
        style = {"arrowstyle": "<|-|>", "mutation_scale": 11, "color": INK, "lw": 1.4, "ls": "-" if number in (0, 2, 3) else (0, (3, 1.5))}
        axes.add_patch(FancyArrowPatch((start + 9, 127), (end - 9, 127), **style))
        if number == 4:
            axes.plot([(start + end) / 2], [127], "D", ms=13, mfc=PAPER, mec=INK)
        axes.text(middle, 70, where, ha="center", va="center", fontsize=8.5, color=QUIET)
        axes.text(middle, 28, fails, ha="center", va="center", fontsize=8.5, color=INK)
