"""A picture that is redrawn many times a second: one figure kept, its background copied once.

Axes, ticks and labels cost most of a drawing's time and seldom change. They are drawn once and kept as pixels;
each new picture puts these pixels back and draws only the artists that moved.
"""

import struct
from zlib import compress, crc32

import numpy as np
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.lib.stride_tricks import as_strided

from sim.figures.palette import INK, PAPER, QUIET, RULE

STYLE = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": RULE,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.titlecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.facecolor": PAPER,
    "figure.facecolor": PAPER,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.color": RULE,
    "ytick.color": RULE,
    "xtick.labelcolor": QUIET,
    "ytick.labelcolor": QUIET,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "path.simplify": True,
    "path.simplify_threshold": 0.5,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
}

_NEVER = object()


class LiveFigure:
    """A figure of fixed `size` (width, height in px) that turns a result into the bytes of a PNG.

    A subclass makes its axes and artists in `layout` and moves them in `update`. Artists that move are passed
    through `animate`, in the order in which they are to be drawn; everything else is background.
    `scale=2` doubles the pixels for dense screens; the size on the page stays.
    """

    size = (960, 480)

    def __init__(self, scale=1):
        width, height = self.size
        self.scale = scale
        self.figure = Figure(figsize=(width / 100, height / 100), dpi=100 * scale)
        self.canvas = FigureCanvasAgg(self.figure)
        self._png = _Png(*self.canvas.get_width_height(physical=True))
        self._forget()

    def layout(self, figure, result):
        """Make axes and artists on the empty `figure`; called again when `shape_of` changes."""
        raise NotImplementedError(f"{type(self).__name__} must have a method layout(figure, result)")

    def update(self, result, ghost, cursor):
        """Set the artists' data; `ghost` is a result or None, `cursor` a time in ms or None."""
        raise NotImplementedError(f"{type(self).__name__} must have a method update(result, ghost, cursor)")

    def shape_of(self, result):
        """Something hashable that changes when other axes or other artists are needed."""
        return None

    def limits(self, result, ghost):
        """Something comparable that changes when the axes' limits must; `apply_limits` receives it."""
        return None

    def apply_limits(self, limits):
        """Set the axes' limits; called only when `limits` has changed."""

    def animate(self, artist):
        """Draw `artist` anew in every picture, after those registered before it; return it."""
        artist.set_animated(True)
        self._animated.append(artist)
        return artist

    def draw(self, result, ghost=None, cursor=None):
        """Return the picture of `result` as PNG bytes; a `ghost` of another shape is left out.

        After an exception from a subclass's method the next call starts from an empty figure.
        """
        try:
            return self._draw(result, ghost, cursor)
        except BaseException:
            self._forget()
            raise

    def _draw(self, result, ghost, cursor):
        shape = self.shape_of(result)
        if ghost is not None and self.shape_of(ghost) != shape:
            ghost = None
        if shape != self._shape:
            self._forget()
            with rc_context(STYLE):
                self.figure.set_facecolor(PAPER)
                self.layout(self.figure, result)
            self._shape = shape
        limits = self.limits(result, ghost)
        if limits != self._limits:
            self.apply_limits(limits)
            self._limits = limits
            self._background = None
        if self._background is None:
            with rc_context(STYLE):
                self.canvas.draw()
            self._background = self.canvas.copy_from_bbox(self.figure.bbox)
        else:
            self.canvas.restore_region(self._background)
        self.update(result, ghost, cursor)
        for artist in self._animated:
            self.figure.draw_artist(artist)
        return self._png.encode(np.asarray(self.canvas.buffer_rgba()))

    def _forget(self):
        self.figure.clear()
        self._animated = []
        self._shape = self._limits = _NEVER
        self._background = None


class _Png:
    """Turns RGBA pixels of one size into an RGB PNG, lines unfiltered: three times as quick as a search for filters."""

    def __init__(self, width, height):
        header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits a channel, RGB
        self._start = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header)
        self._lines = np.zeros((height, 1 + 3 * width), np.uint8)  # a line's first byte names its filter: 0 for none
        self._rgb = as_strided(self._lines[:, 1:], (height, width, 3), (1 + 3 * width, 3, 1))

    def encode(self, pixels):
        for channel in range(3):  # one by one is what numpy copies quickly
            self._rgb[:, :, channel] = pixels[:, :, channel]
        return self._start + _chunk(b"IDAT", compress(self._lines, 1)) + _chunk(b"IEND", b"")


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(data, crc32(name)))
