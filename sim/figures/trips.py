"""A drawing of the idea of 07: the same page by many round trips, and by one."""

from sim.figures.palette import BLUE, BLUISH_GREEN, INK, QUIET, VERMILLION
from sim.figures.still import drawn, sheet


def round_trips_drawing():
    """Return the drawing of a client and a server: an order and three lines in four round trips, and in one."""
    return drawn(_draw, "Four requests, each a round trip, against one request whose server fetches the rest near by.", (820, 270))


def _draw(figure):
    axes = sheet(figure, 820, 270)
    for left, title, colour in ((30, "1 + n requests", VERMILLION), (450, "one request for all", BLUE)):
        axes.text(left + 160, 255, title, ha="center", weight="bold", color=colour)
        for x, name in ((left + 30, "client"), (left + 290, "server")):
            axes.text(x, 232, name, ha="center", fontsize=9)
            axes.plot([x, x], [15, 224], color=INK, lw=1.2)
    for row, what in enumerate(("order", "line 1", "line 2", "line 3")):
        _trip(axes, 60, 320, 215 - 50 * row, 44, f"GET {what}", VERMILLION)
    _trip(axes, 480, 740, 215, 92, "GET order with its lines", BLUE)
    axes.text(752, 168, "fetches all\nnear by", fontsize=8, color=BLUISH_GREEN, va="center")
    axes.annotate("", (480, 20), (480, 118), arrowprops={"arrowstyle": "<->", "color": QUIET})
    axes.text(490, 68, "time saved: n round trips", fontsize=9, color=QUIET, va="center")


def _trip(axes, near, far, top, takes, words, colour):
    middle = top - takes / 2
    style = {"arrowstyle": "-|>", "color": colour, "lw": 1.4, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (far, middle + 4), (near, top), arrowprops=style)
    axes.annotate("", (near, top - takes), (far, middle - 4), arrowprops=style)
    axes.plot([far, far], [middle - 4, middle + 4], color=BLUISH_GREEN, lw=6, solid_capstyle="butt")
    axes.text(near + 8, middle, words, va="center", fontsize=8.5, color=INK)
