"""Bars of what each format costs: plain above, with gzip below; the one in use is full, the other pale."""

from matplotlib.collections import PolyCollection
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from sim.figures.palette import BLUE, BLUISH_GREEN, INK, ORANGE, PAPER, QUIET, REDDISH_PURPLE, VERMILLION

FORMAT_STYLES = {  # colour, dashes, hatch
    "JSON": (BLUE, "-", ""),
    "XML": (VERMILLION, (0, (6, 1.2, 1, 1.2)), ""),
    "MessagePack": (ORANGE, (0, (4, 1.2)), ""),
    "Protocol Buffers": (BLUISH_GREEN, (0, (1, 1)), ""),
    "Avro": (REDDISH_PURPLE, (0, (7, 2)), ""),
}
HEIGHT = 0.36


class FormatBars:
    """One panel of a live figure: two bars for each of `names`, of one or two parts each."""

    def __init__(self, live, axes, title, names, named=False):
        self.axes = axes
        axes.set_title(title, pad=4, fontsize=9.5)
        axes.set_ylim(len(names) - 0.45, -0.55)
        axes.yaxis.set_major_locator(FixedLocator(range(len(names))))
        axes.set_yticklabels(names if named else [""] * len(names))
        axes.tick_params(length=0, labelcolor=INK)
        axes.tick_params(axis="x", labelcolor=QUIET)
        axes.grid(axis="y", visible=False)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,g}"))
        self.names, self.texts = names, {}
        colours = [FORMAT_STYLES[name][0] for name in names for _ in range(2)]
        self.solid = live.animate(axes.add_collection(PolyCollection([], edgecolors=colours, linewidths=0.8)))
        self.hatched = live.animate(axes.add_collection(PolyCollection([], edgecolors=colours, facecolors=PAPER, hatch="/////", linewidths=0.8)))
        self.colours = colours
        for place, name in enumerate(names):
            self.texts[name] = live.animate(axes.text(0, place, "", va="center", fontsize=8, color=INK))

    def reach(self, most):
        """Let the axis go as far as `most`, with room for the numbers."""
        self.axes.set_xlim(0, 1.2 * most)
        self.pad = 0.01 * most

    def show(self, values, params):
        """Set the bars: `values` maps a format to two lists of one or two parts, plain and with gzip; the one in use is told in numbers."""
        zipped = bool(params["gzip"])
        solid, hatched = [], []
        for place, name in enumerate(self.names):
            for row, parts in enumerate(values[name]):
                y = place - HEIGHT - 0.02 if row == 0 else place + 0.02
                solid.append(_box(0, y, parts[0]))
                hatched.append(_box(parts[0], y, sum(parts[1:])))
            used = sum(values[name][zipped])
            label = self.texts[name]
            label.set_position((used + self.pad, place + (0.02 + HEIGHT / 2) * (1 if zipped else -1)))
            label.set_text(f"{used:,.0f}" if used >= 100 else f"{used:.3g}")
            label.set_fontweight("bold" if name == params["format"] else "normal")
        pale = [0.3 if row != zipped else 1.0 for _ in self.names for row in range(2)]
        for collection, boxes in ((self.solid, solid), (self.hatched, hatched)):
            collection.set_verts(boxes)
            collection.set_alpha(pale)
        self.solid.set_facecolor(self.colours)


def _box(left, bottom, width):
    return [(left, bottom), (left + width, bottom), (left + width, bottom + HEIGHT), (left, bottom + HEIGHT)]
