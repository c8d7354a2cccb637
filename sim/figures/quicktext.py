"""Text that changes with every picture and is drawn quickly: characters are drawn once and put together from then on."""

from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.figures.palette import INK


class QuickText(Artist):
    """A line of text for digits and a few words, `size` in points, at `x`, `y` (shares of the figure).

    It is centred there, or begins there with `align="left"`.
    """

    def __init__(self, figure, x, y, size=9.5, colour=INK, align="centre"):
        super().__init__()
        self.set_figure(figure)
        self.x, self.y, self.size, self.colour = x, y, size, colour
        self.align = align
        self.text = ""

    def set_text(self, text):
        """Write another text."""
        self.text = text

    def get_text(self):
        """Return what is written."""
        return self.text

    def draw(self, renderer):
        """Put the characters side by side."""
        if not self.text:
            return
        figure = self.get_figure()
        image = np.concatenate([_character(one, self.size, self.colour, figure.dpi) for one in self.text], axis=1)
        height, width = image.shape[:2]
        left = self.x * figure.bbox.width - (0 if self.align == "left" else width / 2)
        context = renderer.new_gc()
        renderer.draw_image(context, round(left), round(self.y * figure.bbox.height - height / 2), image)
        context.restore()


@lru_cache(512)
def _character(one, size, colour, dpi):
    """Return a character as RGBA pixels, all of one height, upside down as draw_image wants them."""
    side = int(3 * size * dpi / 72)
    figure = Figure(figsize=(side / dpi, side / dpi), dpi=dpi)
    canvas = FigureCanvasAgg(figure)
    figure.patch.set_alpha(0)
    text = figure.text(0, 0.5, one, fontsize=size, color=colour, fontfamily="DejaVu Sans", va="baseline")
    canvas.draw()
    width = max(1, round(text.get_window_extent().width))
    middle = side // 2 - round(0.36 * size * dpi / 72)  # that of a digit, which stands on the picture's middle line
    half = int(size * dpi / 72)
    pixels = np.asarray(canvas.buffer_rgba())
    return np.ascontiguousarray(pixels[middle - half : middle + half, :width][::-1])
