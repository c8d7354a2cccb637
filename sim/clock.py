"""The simulated clock: a SimPy environment whose loop is open enough to be fast and to be stopped.

SimPy's own `run` and `step` cost two Python calls per event, and each event carries a list of callbacks. In this
loop's queue stands, beside what is to happen to, the one function to call with it. The order is SimPy's (time, then
priority, then age), and SimPy's own events are entered with a function that does what SimPy does, so processes,
resources and timeouts run on it unchanged. It also counts events, so that a run that would never end is stopped with a
message.
"""

from collections import deque
from heapq import heappop, heappush

import simpy

from sim.arguments import number, whole
from sim.limits import BLINK, LAP, MOST_EVENTS, RunTooLong

SOON = 1  # SimPy's NORMAL
LATE = 2  # after everything else at that instant: a reply beats the timeout


class Clock(simpy.Environment):
    """Simulated time in ms. `max_events`: how many events may happen in all before the run is stopped.

    It is also stopped when time stands still: half a million events within a nanosecond. Once stopped it stays so.
    """

    def __init__(self, max_events=MOST_EVENTS):
        super().__init__()
        self.max_events = whole("max_events", max_events, at_least=1)
        self.events = 0
        self.stopped = None  # why, in words
        self._lap_began = -1.0  # ms
        self._lanes = {}

    def lane(self, length):
        """Return the lane of all timeouts of this length (ms); calls share it."""
        return self._lanes.setdefault(length, Lane(self, length))

    def at(self, what, time, priority=SOON, happen=None):
        """Call `happen(what)` at exactly `time` (ms, not before now); without `happen`, `what` is an event of SimPy."""
        heappush(self._queue, (time, priority, next(self._eid), happen or _happen, what))

    def schedule(self, event, priority=SOON, delay=0):
        """Let an event of SimPy happen after `delay` ms; SimPy calls this."""
        heappush(self._queue, (self._now + delay, priority, next(self._eid), _happen, event))

    def step(self):
        """Let the next event happen. Raises IndexError if there is none."""
        self._now, _, _, happen, what = heappop(self._queue)
        self.events += 1
        happen(what)

    def moment(self, time):
        """Return an event for a process to wait for, at exactly `time` (ms, not before now)."""
        event = self.event()
        event._ok, event._value = True, None
        self.at(event, time)
        return event

    def run(self, until):
        """Let everything happen that comes before `until` (ms); then the time is `until`.

        Raises ValueError if `until` lies in the past, and RunTooLong if more than `max_events` happened or time
        stands still.
        """
        until = number("until", until, at_least=self._now)
        if self.stopped and until > self._now:
            raise RunTooLong(self.stopped)
        try:
            while not self._lap(until, min(self.max_events, self.events - self.events % LAP + LAP)):
                pass
        except RunTooLong as error:
            self.stopped = str(error)
            raise
        self._now = until

    def _lap(self, until, most):
        """Let happen what comes before `until`, until there were `most` events in all; True if that was everything."""
        queue, numbers = self._queue, range(self.events, most)
        for self.events in numbers:  # counts those that have happened
            if not queue or queue[0][0] >= until:
                return True
            self._now, _, _, happen, what = heappop(queue)
            happen(what)
        self.events = max(self.events, most)
        if not queue or queue[0][0] >= until:
            return True
        where = f"stopped at {self._now:,.0f} ms of {until:,.0f}"
        if self.events >= self.max_events:
            raise RunTooLong(
                f"{where}: more than max_events={self.max_events:,} events. "
                "Ask for a shorter run, less load, or a larger max_events."
            )
        if self._now - self._lap_began < BLINK:
            raise RunTooLong(
                f"{where}: time stands still, with {LAP:,} events within a nanosecond. "
                "Let something take time: the work, the network, the thinking, or the gap between two arrivals."
            )
        self._lap_began = self._now
        return False


def _happen(event):
    """Let an event of SimPy happen."""
    callbacks, event.callbacks = event.callbacks, None
    for callback in callbacks:
        callback(event)
    if not event._ok and not event.defused:
        raise event._value


class Lane:
    """Timeouts of one length, in the order in which they end: only the first waits in the clock's queue.

    Most timeouts never fire. Kept apart they cost an append and a popleft instead of a heap entry each.
    """

    def __init__(self, clock, length):
        self.clock = clock
        self.length = length
        self.waiting = deque()
        self.armed = False  # if not, nobody waits

    def add(self, time, job):
        """Call `job.time_out()` at `time` + length, unless `job.live` is False by then."""
        if not self.armed:
            self._arm(time + self.length)
        self.waiting.append((time + self.length, job))

    def _arm(self, time):
        self.armed = True
        self.clock.at(self, time, LATE, Lane._fire)

    def _fire(self):
        self.armed = False
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
