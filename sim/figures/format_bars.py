"""Bars of what each format costs: plain above, with gzip below; the one in use is full, the other pale.

They are thick lines in one collection, which is drawn in a tenth of the time that patches take; a number stands beside the
chosen format's bar alone for the same reason.
"""

from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from sim.figures.palette import BLUE, BLUISH_GREEN, INK, ORANGE, QUIET, REDDISH_PURPLE, VERMILLION

FORMAT_STYLES = {  # colour, dashes
    "JSON": (BLUE, "-"),
    "XML": (VERMILLION, (0, (6, 1.2, 1, 1.2))),
    "MessagePack": (ORANGE, (0, (4, 1.2))),
    "Protocol Buffers": (BLUISH_GREEN, (0, (1, 1))),
    "Avro": (REDDISH_PURPLE, (0, (7, 2))),
}
OFFSET = 0.21  # of a bar from the middle of its format's place
THICK, THIN = 8.0, 3.5  # points: the first part of a bar, and the second
PALE = 0.3


class FormatBars:
    """One panel of a live figure: two bars for each of `names`, of one or two parts each."""

    def __init__(self, live, axes, title, names, named=False):
        self.axes, self.names = axes, names
        axes.set_title(title, pad=4, fontsize=9.5)
        axes.set_ylim(len(names) - 0.45, -0.55)
        axes.yaxis.set_major_locator(FixedLocator(range(len(names))))
        axes.set_yticklabels(names if named else [""] * len(names))
        axes.tick_params(length=0, labelcolor=INK)
        axes.tick_params(axis="x", labelcolor=QUIET)
        axes.grid(axis="y", visible=False)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda n, _: f"{n:,g}"))
        self.bars = live.animate(axes.add_collection(LineCollection([], capstyle="butt")))
        self.text = live.animate(axes.text(0, 0, "", va="center", fontsize=9, weight="bold", color=INK))

    def reach(self, most):
        """Let the axis go as far as `most`, with room for the number."""
        self.axes.set_xlim(0, 1.2 * most)
        self.pad = 0.012 * most

    def show(self, values, params):
        """Set the bars: `values` maps a format to two lists of one or two parts, plain and with gzip."""
        zipped = bool(params["gzip"])
        segments, colours, widths = [], [], []
        for place, name in enumerate(self.names):
            for row, parts in enumerate(values[name]):
                left, y = 0, place + (OFFSET if row else -OFFSET)
                for part, thickness in zip(parts, (THICK, THIN)):
                    segments.append([(left, y), (left + part, y)])
                    colours.append(to_rgba(FORMAT_STYLES[name][0], 1.0 if row == zipped else PALE))
                    widths.append(thickness)
                    left += part
                if row == zipped and name == params["format"]:
                    self.text.set_position((left + self.pad, y))
                    self.text.set_text(f"{left:,.0f}" if left >= 100 else f"{left:.3g}")
        self.bars.set_segments(segments)
        self.bars.set_color(colours)
        self.bars.set_linewidth(widths)
