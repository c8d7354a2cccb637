"""A plot over time that can be redrawn quickly: curves, their pale ghosts, when there was trouble, and a cursor."""

from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.figures.palette import GHOST, INK, VERMILLION


class TimePlot:
    """One panel of a live figure, with time along x in s.

    `span` (ms) is the width of the axis. A run that goes on beyond it rolls: the axis then counts back from now.
    """

    def __init__(self, live, axes, title, span, rolling=False, last=False):
        self.live, self.axes, self.span, self.rolling = live, axes, span, rolling
        axes.set_title(title, pad=4)
        axes.set_xlim(0, span / 1_000)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        if rolling:
            axes.xaxis.set_major_formatter(FuncFormatter(lambda s, _: f"{s - span / 1_000:.0f}"))
        axes.tick_params(length=0, labelbottom=last)
        if last:
            axes.set_xlabel("seconds before now" if rolling else "seconds", labelpad=2)
        window = Rectangle((0, 0), 0, 1, transform=axes.get_xaxis_transform(), facecolor=VERMILLION, alpha=0.10, lw=0)
        self.window = live.animate(axes.add_patch(window))
        self.curves, self.ghosts = {}, {}
        self.cursor = None

    def curve(self, name, label, colour=INK, **style):
        """Add a curve and its ghost; `style` is matplotlib's for a Line2D."""
        self.ghosts[name] = self.live.animate(self.axes.plot([], [], color=GHOST, lw=1.4, **_only_dashes(style))[0])
        self.curves[name] = self.axes.plot([], [], color=colour, label=label, **style)[0]

    def ready(self, handles=()):
        """Finish the panel: curves over ghosts, the cursor over both, a legend (None: none) beside the title."""
        for line in self.curves.values():
            self.live.animate(line)
        self.cursor = self.live.animate(self.axes.axvline(0, color=INK, lw=1.0, ls=(0, (2, 2))))
        if handles is not None:
            shown = list(handles) or list(self.curves.values())
            self.axes.legend(
                handles=shown, loc="lower right", bbox_to_anchor=(1.01, 0.98), fontsize=8, handlelength=1.8, borderpad=0.1,
                ncols=len(shown), columnspacing=1.2,
            )  # fmt: skip
        return self

    def _start(self, watch):
        return max(0, watch.times[-1] - self.span) if self.rolling else 0

    def seconds(self, watch):
        """Return where the samples' times stand on the axis."""
        start = self._start(watch)
        return [(time - start) / 1_000 for time in watch.times]

    def show(self, watch, curves, ghost=None, window=None, cursor=None):
        """Set the data: `curves` and `ghost` map names to lists as long as their times; times in ms.

        `ghost` is (watch, curves) or None; `window` is (start, end) of the trouble in ms or None.
        """
        start = self._start(watch)
        seconds = self.seconds(watch)
        for name, line in self.curves.items():
            line.set_data(seconds, curves[name])
        for name, line in self.ghosts.items():
            line.set_visible(ghost is not None)
            if ghost is not None:
                line.set_data([time / 1_000 for time in ghost[0].times], ghost[1][name])
        self.window.set_visible(window is not None)
        if window is not None:
            self.window.set_x((window[0] - start) / 1_000)
            self.window.set_width((window[1] - window[0]) / 1_000)
        self.cursor.set_visible(cursor is not None)
        if cursor is not None:
            self.cursor.set_xdata([(cursor - start) / 1_000] * 2)


def _only_dashes(style):
    return {name: style[name] for name in ("ls", "linestyle", "drawstyle") if name in style}


def round_up(value):
    """Return the next of 1, 2, 5, 10, 20, 50 … at or above `value`: a limit that seldom changes."""
    limit = 1
    while True:
        for step in (1, 2, 5):
            if step * limit >= value:
                return step * limit
        limit *= 10


def sticky(limit, value):
    """Return an axis limit for `value`: `limit` as it is while that is neither too small nor five times too large.

    Drawing axes anew costs more than all the curves, so a limit should not follow every wiggle.
    """
    return limit if limit / 5 <= value <= limit else round_up(value)
