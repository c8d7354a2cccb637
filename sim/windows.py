"""What a breaker remembers of recent calls: failures in a row, the last n calls, or the last n milliseconds.

A memory answers two questions. `add(now, ok, slow)` takes one result and says whether that result trips the
breaker; only a failure or a slow call can. `verdict(results)` looks at the trial calls of a half-open breaker
and says "closed", "open", or None while it cannot tell yet.

Windows remember results from when they were reported, not from when their calls began. A window that is not yet full
is judged by what is in it, from `minimum` results on, the new one included; what has left it counts neither for the
rates nor for `minimum`. A result of the last `length` ms leaves at exactly that age. resilience4j lets it leave up to
1 s earlier, when a whole second of the clock is over, and Polly up to a tenth of the window earlier, since each tenth
is as old as its first result. A `minimum` beyond the size of a count window is refused (resilience4j lowers it).
"""

from collections import deque

from sim.arguments import number, whole


class InARow:
    """Failures in a row, the breaker of Nygard's *Release It!* and of the slide: one success forgets them all."""

    def __init__(self, failures):
        self.failures = whole("failures", failures, at_least=1)
        self.clear()

    def clear(self):
        self._row = 0

    def add(self, now, ok, slow):
        self._row = 0 if ok else self._row + 1
        return not ok and self._row >= self.failures

    def verdict(self, results, trials):
        if any(not ok for ok, _ in results):
            return "open"  # one failed trial is enough; nothing is gained by waiting for the others
        return "closed" if len(results) == trials else None


class _Rates:
    """Shares of failed and of slow calls among those remembered; the base of both windows."""

    def __init__(self, minimum, failure_rate, slow_rate):
        self.minimum = whole("minimum", minimum, at_least=1)
        self.failure_rate = number("failure_rate", failure_rate, above=0, at_most=1)
        self.slow_rate = number("slow_rate", slow_rate, above=0, at_most=1)
        self.clear()

    def clear(self):
        self._calls = deque()
        self._failed = self._slow = 0

    def add(self, now, ok, slow):
        self._forget(now)
        self._calls.append((now, ok, slow))
        self._failed += not ok
        self._slow += slow
        if (ok and not slow) or len(self._calls) < self.minimum:
            return False
        return self._too_many(self._failed, self._slow, len(self._calls))

    def verdict(self, results, trials):
        if len(results) < trials:
            return None
        failed = sum(not ok for ok, _ in results)
        slow = sum(was_slow for _, was_slow in results)
        return "open" if self._too_many(failed, slow, trials) else "closed"

    def _too_many(self, failed, slow, calls):
        # divided, since 0.55 * 20 is a little more than 11
        return failed / calls >= self.failure_rate or slow / calls >= self.slow_rate

    def _drop_oldest(self):
        _, ok, slow = self._calls.popleft()
        self._failed -= not ok
        self._slow -= slow


class LastCalls(_Rates):
    """The last `size` results, whatever their age."""

    def __init__(self, size, minimum, failure_rate, slow_rate=1.0):
        self.size = whole("size", size, at_least=1)
        minimum = whole("minimum", minimum, at_least=1, at_most=self.size)
        super().__init__(minimum, failure_rate, slow_rate)

    def _forget(self, now):
        while len(self._calls) >= self.size:  # room for the one that is about to be added
            self._drop_oldest()


class LastMilliseconds(_Rates):
    """The results of the last `length` ms: one reported at t counts while now < t + length."""

    def __init__(self, length, minimum, failure_rate, slow_rate=1.0):
        self.length = number("length", length, above=0)
        super().__init__(minimum, failure_rate, slow_rate)

    def _forget(self, now):
        while self._calls and now >= self._calls[0][0] + self.length:
            self._drop_oldest()


def check_slow_after(slow_after):
    """Return `slow_after` (ms) if it is positive; inf means that no call counts as slow."""
    return number("slow_after", slow_after, above=0, finite=False)
