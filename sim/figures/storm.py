"""The retry storm: what is tried and what comes back, over the time that a request would have to wait."""

from sim.figures.live import LiveFigure
from sim.figures.palette import BLUISH_GREEN, INK, QUIET, VERMILLION
from sim.figures.timeplot import TimePlot, sticky
from sim.trace import USERS


class StormFigure(LiveFigure):
    """Tries and goodput per second with the server's capacity (top); the queue, in seconds of work, and the timeout."""

    size = (1000, 440)

    def shape_of(self, result):
        """A longer run or time that rolls needs another axis."""
        return result.until, result.now > result.until

    def layout(self, figure, result):
        """Make both panels."""
        span, rolling = result.until, result.now > result.until
        top, bottom = figure.add_axes((0.055, 0.58, 0.93, 0.345)), figure.add_axes((0.055, 0.105, 0.93, 0.345))
        self.rates = TimePlot(self, top, "Per second", span, rolling)
        self.rates.curve("tries", "tried", VERMILLION)
        self.rates.curve("good", "answered in time", BLUISH_GREEN, ls=(0, (4, 1.2)))
        self.rates.curve("capacity", "the server's capacity", QUIET, ls=(0, (1, 1.5)))
        self.rates.ready()
        self.wait = TimePlot(self, bottom, "A new request would wait (s)", span, rolling, last=True)
        self.wait.curve("wait", "the queue, in seconds of work", INK)
        self.wait.curve("timeout", "users' patience", VERMILLION, ls=(0, (1, 1.5)))
        self.wait.ready()

    def limits(self, result, ghost):
        """The upper limits of both panels."""
        drawn = [_series(one) for one in (result, ghost) if one is not None]
        rate = max(max(series["tries"]) for series in drawn)
        wait = max(max(series["wait"] + series["timeout"]) for series in drawn)
        old = (self.rates.axes.get_ylim()[1], self.wait.axes.get_ylim()[1])
        return sticky(old[0], 1.1 * max(rate, 100)), sticky(old[1], 1.1 * max(wait, 0.5))

    def apply_limits(self, limits):
        """Set them."""
        self.rates.axes.set_ylim(0, limits[0])
        self.wait.axes.set_ylim(0, limits[1])

    def update(self, result, ghost, cursor):
        """Move everything."""
        kept = (ghost.watch, _series(ghost)) if ghost else None
        for plot in (self.rates, self.wait):
            plot.show(result.watch, _series(result), kept, result.details["window"], cursor)


def _series(result):
    watch, pair = result.watch, (USERS, "server")
    capacity, timeout = result.params["capacity"], result.params["timeout"] / 1_000
    return {
        "tries": watch.rate(watch.started[pair], 1_000),
        "good": watch.rate(watch.answered[pair]["ok"], 1_000),
        "capacity": [capacity] * len(watch.times),
        "wait": [waiting / capacity for waiting in watch.waiting["server"]],
        "timeout": [timeout] * len(watch.times),
    }
