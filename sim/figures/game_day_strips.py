"""Rows over time that are drawn quickly: a shade for how much, and bars whose height tells a state."""

from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from sim.figures.palette import BLUE, BLUISH_GREEN, ORANGE, QUIET, RULE

SHADES = LinearSegmentedColormap.from_list("shades", ["#F4F6F8", "#C9DDEC", "#7FB0D3", "#2F6FA3", "#0B2A4A"])
STATES = {"closed": (0.12, BLUISH_GREEN), "half-open": (0.55, ORANGE), "open": (1.0, BLUE)}  # height and colour


class Shades(Artist):
    """A block of that many `rows`, darker where `show` is given more.

    `box` is (left, bottom, width, height) in shares of the figure.
    """

    def __init__(self, figure, box, rows):
        super().__init__()
        self.set_figure(figure)
        self.box, self.rows = box, rows
        self.values = np.zeros((rows, 1))
        self.reach = 1.0

    def show(self, values, reach=1.0):
        """Take values from 0 to 1, a row for each name and a column for each sample; they fill `reach` of the width."""
        self.values, self.reach = values, reach

    def draw(self, renderer):
        """Put the block's pixels in place, one image for all rows."""
        bounds = self.get_figure().bbox
        left, bottom = round(self.box[0] * bounds.width), round(self.box[1] * bounds.height)
        width = max(1, round(self.box[2] * bounds.width * self.reach))
        height = round(self.box[3] * bounds.height)
        columns = np.minimum(np.arange(width) * self.values.shape[1] // width, self.values.shape[1] - 1)
        tops = np.linspace(0, height, self.rows + 1).round().astype(int)
        image = np.full((height, width, 4), 255, np.uint8)
        shades = _shades()[np.clip(self.values * 255, 0, 255).astype(np.uint8)]
        for row in range(self.rows):  # upside down, as draw_image wants it; a white line between rows
            at = self.rows - 1 - row
            image[tops[at] + 1 : tops[at + 1]] = shades[row][columns]
        context = renderer.new_gc()
        renderer.draw_image(context, left, bottom, image)
        context.restore()


class Bars:
    """Rows of bars over time in `axes`, named by `rows` from top to bottom: a bar's height and its colour tell the state.

    `kinds` are the states: a dict of name to (height, colour), heights from 0 to 1.
    """

    def __init__(self, live, axes, rows, kinds):
        self.axes, self.kinds = axes, kinds
        axes.set_ylim(len(rows), 0)
        axes.set_yticks([row + 0.55 for row in range(len(rows))], rows, fontsize=8)
        axes.grid(False, axis="y")
        for row in range(1, len(rows) + 1):
            axes.axhline(row, color=RULE, lw=0.6)
        self.fills = {
            name: live.animate(axes.fill_between([], [], color=colour, lw=0, step=None))
            for name, (_, colour) in kinds.items()
        }

    def show(self, spans):
        """Draw `spans`, a dict of kind to a list of (row, from, to) in units of the time axis."""
        for name, (height, _) in self.kinds.items():
            self.fills[name].set_verts(
                [
                    [(start, row + 0.95), (start, row + 0.95 - 0.85 * height), (end, row + 0.95 - 0.85 * height), (end, row + 0.95)]
                    for row, start, end in spans.get(name, ())
                ]
            )


def spans_of(times, states):
    """Return by state the stretches (from, to) during which a series of states, sampled at `times`, stayed the same.

    A state holds from its first sample to the first one of the next state.
    """
    found, begun = {}, 0
    for at in range(1, len(states) + 1):
        if at == len(states) or states[at] != states[begun]:
            found.setdefault(states[begun], []).append((times[begun], times[min(at, len(states) - 1)]))
            begun = at
    return found


def key(axes, x, y, kinds, gap, size=8):
    """Write what the bars of `kinds` (texts by name) mean: a swatch of each, and its words, beginning at `x`, `y` of the axes."""
    for words, (height, colour) in kinds.items():
        swatch = Rectangle((x, y), 0.018, 0.06 * height + 0.01, transform=axes.transAxes, fc=colour, lw=0, clip_on=False)
        axes.add_patch(swatch)
        axes.text(x + 0.024, y, words, transform=axes.transAxes, fontsize=size, color=QUIET, va="baseline")
        x += gap if isinstance(gap, float) else gap[words]


@lru_cache(1)
def _shades():
    return (SHADES(np.arange(256)) * 255).astype(np.uint8)

