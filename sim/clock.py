"""The simulated clock: a SimPy environment whose loop is open enough to be fast and to be stopped.

SimPy's own `run` and `step` cost two Python calls per event. This loop does the same work in line, in the same
order (time, then priority, then age), so processes, resources and timeouts of SimPy run on it unchanged. It also
counts events, so that a run that would never end is stopped with a message.
"""

from collections import deque
from heapq import heappop, heappush

import simpy

from sim.arguments import number, whole

SOON = 1  # SimPy's NORMAL
LATE = 2  # after everything else at that instant: a reply beats the timeout


class RunTooLong(RuntimeError):
    """A run was stopped because it took more events than it may."""


class Clock(simpy.Environment):
    """Simulated time in ms. `max_events`: how many events may happen in all before the run is stopped."""

    def __init__(self, max_events=50_000_000):
        super().__init__()
        self.max_events = whole("max_events", max_events, at_least=1)
        self.events = 0
        self._lanes = {}

    def lane(self, length):
        """Return the lane of all timeouts of this length (ms); calls share it."""
        return self._lanes.setdefault(length, Lane(self, length))

    def at(self, event, time, priority=SOON):
        """Let `event` happen at exactly `time` (ms, not before now)."""
        heappush(self._queue, (time, priority, next(self._eid), event))

    def moment(self, time):
        """Return an event for a process to wait for, at exactly `time` (ms, not before now)."""
        event = self.event()
        event._ok, event._value = True, None
        self.at(event, time)
        return event

    def run(self, until):
        """Let everything happen that comes before `until` (ms); then the time is `until`.

        Raises ValueError if `until` lies in the past, and RunTooLong if more than `max_events` happened.
        """
        number("until", until, at_least=self._now)
        queue = self._queue
        left = limit = self.max_events - self.events
        try:
            while queue and queue[0][0] < until:
                self._now, _, _, event = heappop(queue)
                callbacks, event.callbacks = event.callbacks, None
                for callback in callbacks:
                    callback(event)
                if not event._ok and not event.defused:
                    raise event._value
                left -= 1
                if left < 0:
                    raise RunTooLong(
                        f"stopped at {self._now:,.0f} ms of {until:,.0f}: more than max_events={self.max_events:,} events. "
                        "Ask for a shorter run, less load, or a larger max_events."
                    )
        finally:
            self.events += limit - left
        self._now = until


class Lane:
    """Timeouts of one length, in the order in which they end: only the first waits in the clock's queue.

    Most timeouts never fire. Kept apart they cost an append and a popleft instead of a heap entry each.
    """

    _ok = True
    defused = True

    def __init__(self, clock, length):
        self.clock = clock
        self.length = length
        self.waiting = deque()
        self.callbacks = None

    def add(self, time, job):
        """Call `job.time_out()` at `time` + length, unless `job.live` is False by then."""
        if not self.waiting and self.callbacks is None:
            self._arm(time + self.length)
        self.waiting.append((time + self.length, job))

    def _arm(self, time):
        self.callbacks = _FIRE
        self.clock.at(self, time, LATE)

    def fire(self):
        waiting = self.waiting
        while waiting and not waiting[0][1].live:
            waiting.popleft()
        if not waiting:
            return
        time, job = waiting[0]
        if time > self.clock.now:
            self._arm(time)
            return
        waiting.popleft()
        if waiting:
            self._arm(waiting[0][0])
        job.time_out()


_FIRE = (Lane.fire,)
