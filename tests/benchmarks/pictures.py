"""What a picture costs: the same figure updated, drawn anew, and one of nothing."""

from sim.figures.cascade import CascadeFigure
from sim.figures.live import LiveFigure
from sim.scenarios import partial_failures


class Empty(LiveFigure):
    """A picture of nothing, as large as the cascade's, with one dot that moves: the least that a picture can cost."""

    size = CascadeFigure.size

    def layout(self, figure, result):
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set(xlim=(0, 1), ylim=(0, 1))
        self.dot = self.animate(axes.plot([0.5], [0.5], "o")[0])

    def update(self, result, ghost, cursor):
        self.dot.set_xdata([cursor / result.until])


def pictures(updates=20):
    """Return contestants that draw the default cascade: updated, anew each time, and nothing but a dot."""
    result = partial_failures.run()
    cursors = [result.until * i / updates for i in range(updates)]
    kept, empty = CascadeFigure(), Empty()

    def drawn(figures):
        return lambda: sum(bool(figure.draw(result, None, cursor)) for figure, cursor in zip(figures(), cursors))

    return {
        "updated": drawn(lambda: [kept] * updates),
        "anew": drawn(lambda: [CascadeFigure() for _ in range(3)]),
        "empty": drawn(lambda: [empty] * updates),
    }
