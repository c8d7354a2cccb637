"""The circuit breaker: when a client stops asking.

Closed, it lets every call through and watches the results. Tripped, it is open and refuses every call for
`open_for` ms. After that it is half-open: it lets `trials` calls through and, by their results, closes or
opens again (Nygard, Release It!, 2nd ed., ch. 5; Richardson, Microservices Patterns, ch. 3).

It is used in two steps, and told the time, so it needs no clock and never waits:

    permit = breaker.allow(now)                      # None: refused
    breaker.report(permit, ok, now, duration)        # when the call has ended

Where libraries differ, it takes these sides (against resilience4j 2, Polly 8, gobreaker 2 and pybreaker 1.4.1 by
their sources, and held to that in `tests/test_breaker_libraries.py` and `tests/test_breaker_pybreaker.py`):

- **The end.** At exactly `opened + open_for` a trial is permitted, not an instant before: 5 s are 5 s. So do Polly and
  pybreaker; resilience4j and gobreaker wait until the clock has passed it.
- **Half-open** begins with the first call that asks then, since nothing here has a timer; until then `state` reads
  "open". So do the others, but for gobreaker, where a look or a late answer is enough (resilience4j can have a timer).
- **Who is let through.** `trials` calls in all; every further one is refused, also when some of the trials have ended.
  So do resilience4j and gobreaker. Polly has one trial. pybreaker refuses nobody, but its lock lets only one call run
  at a time (its generators do not keep the lock: all at once).
- **The decision.** Of failures in a row: open again at the first failed trial, closed after `trials` good ones, as in
  gobreaker and pybreaker. Windows wait for all `trials` results, good or bad, and compare their rates with the same
  thresholds, as in resilience4j, which decides after `minimum` of them if these are fewer.
- **Late answers.** A permit belongs to the state that gave it (gobreaker's generation). An answer that comes after a
  change of state counts for nothing, since it tells of the time before. In resilience4j and Polly it counts in whatever
  state it meets, and may decide a trial; in pybreaker's generators a late failure makes the open time begin anew.
- **What trips.** Only a failure or a slow call, as in Polly and gobreaker, so that good news never opens a breaker. A
  success that lifts the number of calls to `minimum` does not, though the rate may be over (in resilience4j it does).
- **Exactly at the threshold** it trips: `failures` in a row, a rate of `failure_rate` or `slow_rate`. So do all but
  gobreaker, whose default is "more than 5". A call is slow if it took longer than `slow_after`, not as long; one
  that failed and was slow counts as both, once in each rate (resilience4j).
- **A trial that never ends** keeps it half-open for ever, as in the others (resilience4j can be given a limit), so a
  simulated call behind a breaker needs a timeout.
"""

from copy import copy

from sim.arguments import number, whole
from sim.windows import InARow, LastCalls, LastMilliseconds, check_slow_after

CLOSED, OPEN, HALF_OPEN = "closed", "open", "half-open"


class Breaker:
    """A breaker that trips after `failures` failures in a row; see `count_window` and `time_window` for rates.

    `open_for`: ms that it stays open. `trials`: calls that a half-open breaker lets through.
    `state` is "closed", "open" or "half-open"; `log` lists its changes as (ms, state).
    Raises ValueError or TypeError for a number that makes no sense.
    """

    def __init__(self, failures=5, open_for=60_000, trials=1):
        self._begin(InARow(failures), open_for, trials, float("inf"))
        self._text = f"Breaker(failures={self.memory.failures!r}, open_for={self.open_for!r}, trials={self.trials!r})"

    @classmethod
    def count_window(cls, size, minimum, failure_rate, open_for, trials, slow_after=float("inf"), slow_rate=1.0):
        """Trips when, of the last `size` results (at least `minimum`), a share of `failure_rate` failed
        or a share of `slow_rate` took longer than `slow_after` ms. Rates are from 0 to 1.
        """
        memory = LastCalls(size, minimum, failure_rate, slow_rate)
        text = f"count_window(size={memory.size!r}"
        return cls._windowed(memory, text, open_for, trials, slow_after)

    @classmethod
    def time_window(cls, length, minimum, failure_rate, open_for, trials, slow_after=float("inf"), slow_rate=1.0):
        """The same over the results of the last `length` ms."""
        memory = LastMilliseconds(length, minimum, failure_rate, slow_rate)
        text = f"time_window(length={memory.length!r}"
        return cls._windowed(memory, text, open_for, trials, slow_after)

    @classmethod
    def _windowed(cls, memory, text, open_for, trials, slow_after):
        breaker = cls.__new__(cls)
        breaker._begin(memory, open_for, trials, check_slow_after(slow_after))
        breaker._text = (
            f"Breaker.{text}, minimum={memory.minimum!r}, failure_rate={memory.failure_rate!r}, "
            f"open_for={breaker.open_for!r}, trials={breaker.trials!r}, slow_after={breaker.slow_after!r}, slow_rate={memory.slow_rate!r})"
        )
        return breaker

    def _begin(self, memory, open_for, trials, slow_after):
        self.open_for = number("open_for", open_for, above=0)
        self.trials = whole("trials", trials, at_least=1)
        self.slow_after = slow_after
        self.memory = memory
        memory.clear()
        self._world = None
        self.state = CLOSED
        self.log = []
        self._generation = 1
        self._until = 0.0
        self._permits_left = 0
        self._results = []

    def allow(self, now):
        """Return a permit for one call at `now` (ms), or None if the call is refused."""
        if self.state == CLOSED:
            return self._generation
        if self.state == OPEN:
            if now < self._until:
                return None
            self._change(HALF_OPEN, now)
            self._permits_left = self.trials
        if self._permits_left == 0:
            return None
        self._permits_left -= 1
        return self._generation

    def report(self, permit, ok, now, duration=0):
        """Say how the call that got `permit` ended at `now` (ms), after `duration` ms."""
        if permit != self._generation:
            return  # it was permitted in a state that is over
        slow = duration > self.slow_after
        if self.state == CLOSED:
            if self.memory.add(now, ok, slow):
                self._open(now)
            return
        self._results.append((ok, slow))
        verdict = self.memory.verdict(self._results, self.trials)
        if verdict == OPEN:
            self._open(now)
        elif verdict == CLOSED:
            self._change(CLOSED, now)

    def belong_to(self, world):
        """Be used in this world only. Raises ValueError if it has been used in another, whose past it would bring."""
        if self._world is not None and self._world is not world:
            raise ValueError(f"breaker must be a new one for each world, got one that was used before: {self!r}; use breaker.fresh()")
        self._world = world

    def fresh(self):
        """Return a new closed breaker with the same settings and no past."""
        breaker = copy(self)
        breaker.memory = copy(self.memory)
        breaker._begin(breaker.memory, self.open_for, self.trials, self.slow_after)
        return breaker

    def _open(self, now):
        self._change(OPEN, now)
        self._until = now + self.open_for

    def _change(self, state, now):
        self.state = state
        self.log.append((now, state))
        self._generation += 1
        self._results = []
        self.memory.clear()

    def __repr__(self):
        return self._text
