"""A picture that stands still: what a notebook shows between its explorers."""

from io import BytesIO

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.figures.live import STYLE


class Still:
    """A PNG with its words: Jupyter shows `png`, and readers who do not see it get `words`."""

    def __init__(self, png, words):
        self.png, self.words = png, words

    def _repr_png_(self):
        return self.png

    def __repr__(self):
        return self.words


def still(live_figure, result, ghost=None, cursor=None):
    """Return the picture that a LiveFigure (class or object) makes of `result`, with the cursor at a time in ms."""
    figure = live_figure() if isinstance(live_figure, type) else live_figure
    return Still(figure.draw(result, ghost, cursor), result.sentence)


def sheet(figure, width, height):
    """Return axes without lines that fill the figure, `width` wide and `height` high, to draw on."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    return axes


def drawn(draw, words, size=(800, 360)):
    """Return the picture that `draw(figure)` makes on an empty figure of this size in px, told by `words`."""
    with rc_context(STYLE):
        figure = Figure(figsize=(size[0] / 100, size[1] / 100), dpi=100)
        FigureCanvasAgg(figure)
        draw(figure)
        out = BytesIO()
        figure.savefig(out, format="png")
    return Still(out.getvalue(), words)
