"""A run in slices of wall-clock time, so that a picture of its first part comes soon and a newer wish can interrupt."""

from math import inf
from time import perf_counter

STEP = 0.004  # s of wall-clock time that one call of `advance` should take


class Slices:
    """A run that goes on for a while each time it is asked, whatever the simulated time costs.

    A `run` without `start` cannot be sliced: it is run whole when this is built.
    """

    def __init__(self, run, params, clock=perf_counter):
        self.clock = clock
        self.worked = 0.0  # s of wall-clock time so far
        if hasattr(run, "start"):
            self.result = run.start(**params)
            self.step = (self.result.until - self.result.now) / 200
        else:
            self.result = run(**params)

    @property
    def finished(self):
        """True when the result has reached its end; a result that does not say is whole."""
        return getattr(self.result, "finished", True)

    def left(self):
        """Return about how many s of wall-clock time the rest will take; inf before the first step."""
        if self.finished:
            return 0.0
        return self.worked * (self.result.until / self.result.now - 1) if self.result.now else inf

    def advance(self, budget):
        """Go on for about `budget` s of wall-clock time, at most to the end of the run."""
        if not self.finished:
            self._go(budget, self.result.until)

    def live(self, budget, by):
        """Go on by `by` ms, past the end of the run too, but for about `budget` s of wall-clock time at most."""
        self._go(budget, self.result.now + by)

    def _go(self, budget, stop):
        result, began = self.result, self.clock()
        now = began
        while result.now < stop:
            at = result.now
            result.advance(min(self.step, stop - at))
            before, now = now, self.clock()
            if result.now <= at:
                raise RuntimeError(f"the run stands still at {at:,.0f} ms")
            self._adapt(result.now - at, now - before)
            if now - began + STEP / 2 > budget:
                break

    def _adapt(self, simulated, took):
        self.worked += took
        if simulated < self.step * 0.99:  # a shorter last step says little
            return
        factor = STEP / took if took > 0 else 4
        self.step *= min(4, max(0.1, factor))
