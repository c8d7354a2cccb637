"""Users: requests from outside, by an open loop (they come whatever happens) or a closed one (they wait and think)."""

from heapq import heappush
from math import inf, log

from sim.arguments import kind, number, one_of, whole
from sim.clock import SOON
from sim.delays import Delay

FASTEST = 10**9  # per second: one a nanosecond
MOST_SESSIONS = 100_000  # each has a random stream of its own, of 2.5 kB


def check_rate(rate, arrivals):
    """Raise a ValueError or TypeError unless these describe an open loop."""
    number("rate", rate, above=0, at_most=FASTEST)
    one_of("arrivals", arrivals, ("poisson", "constant"))


def check_sessions(n, think):
    """Raise a ValueError or TypeError unless these describe a closed loop."""
    whole("n", n, at_least=1, at_most=MOST_SESSIONS)
    kind("think", think, Delay, "a delay such as exponential(1_000)")


class OpenLoad:
    """Requests at `rate` per second, "poisson" or "constant", the first after one gap. `begin(load)` makes one.

    `rate` may be changed while the world runs; it holds from the next gap on.
    Raises ValueError if rate <= 0 or arrivals is neither word.
    """

    def __init__(self, clock, rng, begin, rate, arrivals="poisson"):
        self.row = -1  # as a caller, it has no row of its own in the trace,
        self.deadline = inf  # and nobody waits for it
        self._clock = clock
        self._random = rng.random
        self._begin = begin
        check_rate(rate, arrivals)
        self._poisson = arrivals == "poisson"
        self.rate = rate
        self._schedule()

    @property
    def rate(self):
        """Requests per second."""
        return self._rate

    @rate.setter
    def rate(self, value):
        self._rate = number("rate", value, above=0, at_most=FASTEST)
        self._gap = min(1_000 / self._rate, 1e300)  # finite for the smallest rate too

    def _schedule(self):
        gap = self._gap
        if self._poisson:
            random = self._random
            gap *= -log(1.0 - random())
        clock = self._clock
        heappush(clock._queue, (clock._now + gap, SOON, next(clock._eid), _fire, self))

    def _fire(self):
        begin = self._begin
        begin(self)
        self._schedule()

    def heard(self, call, code):
        """A request has ended; nobody waits for the next one."""


_fire = OpenLoad._fire


class Sessions:
    """`n` users who ask, wait for the answer, think for `think` (a delay in ms), and ask again.

    `begin(session)` makes a request, whose end is told by `session.heard(…)`. Everybody starts by thinking.
    Raises ValueError if n < 1, TypeError if think is not a delay.
    """

    def __init__(self, clock, streams, name, begin, n, think):
        check_sessions(n, think)
        self.users = [Session(clock, think.sampler(streams.named(f"{name}/{i}")), begin) for i in range(n)]


class Session:
    """One of those users."""

    row = -1  # as a caller, it has no row of its own in the trace,
    deadline = inf  # and nobody waits for it

    def __init__(self, clock, think, begin):
        self._clock = clock
        self._think = think
        self._begin = begin
        self._rest()

    def heard(self, call, code):
        """The answer, or the end of patience, is there: think, then ask again."""
        self._rest()

    def _rest(self):
        self._clock.at(self, self._clock._now + self._think(), happen=self._begin)
