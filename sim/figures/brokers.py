"""Directly and through a broker: what waits, how long it takes, what is lost in silence and what is refused aloud."""

from bisect import bisect_right
from math import nan

from matplotlib.patches import Rectangle

from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, INK, VERMILLION
from sim.figures.remembered import Remembered
from sim.figures.timeplot import TimePlot, sticky
from sim.scenarios.brokerless_and_broker_based import fates, waiting

WAYS = {  # the thin dashed line is drawn over the broad one, so that both are seen where they agree
    "broker": {"colour": BLUE, "lw": 3.4, "alpha": 0.75},
    "direct": {"colour": VERMILLION, "lw": 1.6, "ls": (0, (4, 1.5))},
}
NAMES = {"broker": "through the broker", "direct": "direct"}
PANELS = {  # the least height of each axis
    "waiting": ("Orders that the shop has taken and that are not done yet", 20),
    "done": ("Orders placed at this time: done after (s); no line: not done so far", 2),
    "lost": ("Lost, and nobody was told: of all orders placed until this time", 5),
    "refused": ("Refused, and the user was told: of all orders placed until this time", 5),
}
SECOND = 2  # the most that are away at once
APART = 2_500  # ms between two words side by side


class BrokersFigure(LiveFigure):
    """Four panels over time, both ways in each; pale red: somebody is away, and darker: a second one too.

    The result is that of `sim.scenarios.brokerless_and_broker_based`.
    """

    size = (1000, 620)

    def __init__(self, scale=1):
        super().__init__(scale)
        self._curves = Remembered(_curves)

    def shape_of(self, result):
        """Time that rolls needs another axis."""
        return result.now > result.until

    def layout(self, figure, result):
        """Make the four panels."""
        rolling = result.now > result.until
        self.panels, self.second, self.away = {}, [], []
        for row, (name, (title, _)) in enumerate(PANELS.items()):
            axes = figure.add_axes((0.055, 0.785 - 0.24 * row, 0.93, 0.172))
            plot = self.panels[name] = TimePlot(self, axes, title, result.until, rolling, last=row == 3)
            patch = Rectangle((0, 0), 0, 1, transform=axes.get_xaxis_transform(), fc=VERMILLION, alpha=0.16, lw=0)
            self.second.append(self.animate(axes.add_patch(patch)))
            for way, look in WAYS.items():
                plot.curve(f"{name}, {way}", NAMES[way], **look)
            plot.ready()
        axes = self.panels["waiting"].axes
        for _ in range(SECOND):
            words = axes.text(0, 0.95, "", transform=axes.get_xaxis_transform(), va="top", fontsize=8, color=INK)
            self.away.append(self.animate(words))

    def limits(self, result, ghost):
        """The upper limits of the four panels."""
        shown = [self._curves(one) for one in (result, ghost) if one is not None]
        limits = []
        for name, (_, least) in PANELS.items():
            values = (value for curves in shown for way in WAYS for value in curves[f"{name}, {way}"] if value == value)
            limits.append(sticky(self.panels[name].axes.get_ylim()[1], 1.08 * max(least, max(values, default=0))))
        return tuple(limits)

    def apply_limits(self, limits):
        """Set them; a line at nought stands clear of the axis."""
        for plot, limit in zip(self.panels.values(), limits):
            plot.axes.set_ylim(-0.04 * limit, limit)

    def update(self, result, ghost, cursor):
        """Move everything."""
        windows = list(result.details["trouble"].windows.items())
        begins = max(0, result.now - result.until)  # of the time axis
        kept = (ghost.watch, self._curves(ghost)) if ghost else None
        for plot, second in zip(self.panels.values(), self.second):
            plot.show(result.watch, self._curves(result), kept, windows[0][1] if windows else None, cursor)
            second.set_visible(len(windows) > 1)
            if len(windows) > 1:
                start, end = ((time - begins) / 1_000 for time in windows[1][1])
                second.set_x(start)
                second.set_width(end - start)
        for at, words in enumerate(self.away):
            words.set_visible(at < len(windows))
            if at < len(windows):
                name, (start, _) = windows[at]
                words.set_text(f" {name} away")
                close = at and start - windows[0][1][0] < APART
                words.set_position(((start - begins) / 1_000, 0.75 if close else 0.95))


def _curves(result):
    """Return every curve by its name, as long as the watch's times."""
    times, curves = result.watch.times, {}
    for way in WAYS:
        found = fates(result, way)
        curves[f"waiting, {way}"] = waiting(result, way, times)
        curves[f"done, {way}"] = _until_done(found, times, result.watch.every)
        for name in ("lost", "refused"):
            when = [one.sent for one in found if getattr(one, name)]
            curves[f"{name}, {way}"] = [bisect_right(when, time) for time in times]
    return curves


def _until_done(found, times, every):
    """Return at each sample the mean s until orders placed just before it were done; nan if one is not; else as before."""
    sums, counts = [0.0] * (len(times) + 1), [0] * (len(times) + 1)
    for one in found:
        step = int(one.sent // every) + 1
        sums[step] += one.done - one.sent
        counts[step] += 1
    means = [nan]
    for total, count in zip(sums[1 : len(times)], counts[1:]):
        means.append(total / count / 1_000 if count else means[-1])
    return means
