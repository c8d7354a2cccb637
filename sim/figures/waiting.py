"""Who waits, in two styles: users' answers, threads, backlog and the time until orders are really done."""

from math import nan

from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, QUIET, VERMILLION
from sim.figures.remembered import Remembered
from sim.figures.timeplot import TimePlot, sticky
from sim.scenarios.synchronous_and_asynchronous import orders
from sim.trace import USERS

STYLES = {  # the thin dashed line is drawn over the broad one, so that both are seen where they agree
    "asynchronous": {"colour": BLUE, "lw": 3.4, "alpha": 0.75},
    "synchronous": {"colour": VERMILLION, "lw": 1.6, "ls": (0, (4, 1.5))},
}
DOTS = (0, (1, 1.5))


class WaitingFigure(LiveFigure):
    """Four panels over time, both styles in each: answers in time, threads in use, orders that wait, time until done.

    The result needs `others["asynchronous"]`, the watch of the same shop that hands its orders over, and
    `details["trouble"]`.
    """

    size = (1000, 640)

    def __init__(self, scale=1):
        super().__init__(scale)
        self._curves = Remembered(_curves)

    def shape_of(self, result):
        """Time that rolls needs another axis."""
        return result.now > result.until

    def layout(self, figure, result):
        """Make the four panels."""
        titles = (
            "Users answered in time (%); no line: no request ended",
            "Threads of the shop in use",
            "Orders that wait, at the shop or at the stock",
            "Orders placed at this time: really done after (s); no line: not done so far",
        )
        answers = {"synchronous": "synchronous: “done”", "asynchronous": "asynchronous: “accepted”"}
        span, rolling = result.until, result.now > result.until
        self.panels = []
        for row, (name, title) in enumerate(zip(("answered", "threads", "waiting", "done"), titles)):
            axes = figure.add_axes((0.055, 0.785 - 0.24 * row, 0.93, 0.172))
            plot = TimePlot(self, axes, title, span, rolling, last=row == 3)
            if name == "threads":
                plot.curve("pool", "the pool", QUIET, ls=DOTS)
            if name == "done":
                plot.curve("patience", "users' patience", QUIET, ls=DOTS)
            for style, look in STYLES.items():
                plot.curve(f"{name}, {style}", answers[style] if name == "answered" else style, **look)
            self.panels.append(plot.ready())
        self.panels[0].axes.set_ylim(0, 108)
        self.panels[0].axes.set_yticks([0, 50, 100])

    def limits(self, result, ghost):
        """The upper limits of the three panels below the first."""
        shown = [self._curves(one) for one in (result, ghost) if one is not None]
        limits = []
        for plot, name, least in zip(self.panels[1:], ("threads", "waiting", "done"), (10, 20, 2)):
            curves = [curve for curves in shown for key, curve in curves.items() if key.startswith(name)]
            curves += [curves["pool" if name == "threads" else "patience"] for curves in shown if name != "waiting"]
            most = max((value for curve in curves for value in curve if value == value), default=0)
            limits.append(sticky(plot.axes.get_ylim()[1], 1.08 * max(most, least)))
        return tuple(limits)

    def apply_limits(self, limits):
        """Set them."""
        for plot, limit in zip(self.panels[1:], limits):
            plot.axes.set_ylim(0, limit)

    def update(self, result, ghost, cursor):
        """Move everything."""
        kept = (ghost.watch, self._curves(ghost)) if ghost else None
        for plot in self.panels:
            plot.show(result.watch, self._curves(result), kept, result.details["trouble"].window, cursor)


def _curves(result):
    """Return every curve by its name, as long as the watch's times."""
    times = result.watch.times
    curves = {"pool": result.watch.workers["shop"], "patience": [result.params["patience"]] * len(times)}
    for style, watch in (("synchronous", result.watch), ("asynchronous", result.others["asynchronous"])):
        answered = watch.answered[USERS, "shop"]
        ended = [sum(counts) for counts in zip(*answered.values())]
        curves[f"answered, {style}"] = [100 * share for share in watch.share(answered["ok"], ended, 1_000, empty=nan)]
        curves[f"threads, {style}"] = watch.busy["shop"]
        curves[f"waiting, {style}"] = [shop + stock for shop, stock in zip(watch.waiting["shop"], watch.waiting["stock"])]
        curves[f"done, {style}"] = _until_done(watch, max(0, result.now - result.until))
    return curves


def _until_done(watch, since):
    """Return at each sample the mean s until orders placed just before it were done; nan if these are not done so far.

    Where none was placed, it stays as it was.
    """
    every, count = watch.every, len(watch.times)
    sums, numbers, placed = [0.0] * (count + 1), [0] * (count + 1), [0] * (count + 1)
    for start, time in orders(watch.world.trace, since):
        step = int(start // every) + 1
        placed[step] += 1
        if time == time:
            sums[step] += time
            numbers[step] += 1
    means = [nan]
    for total, number, some in zip(sums[1:count], numbers[1:], placed[1:]):
        means.append(total / number / 1_000 if number else nan if some else means[-1])
    return means
