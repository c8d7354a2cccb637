"""One remote call and all that a caller may do about its failing.

From the inside out a try passes: network, timeout, breaker, bulkhead; around the tries go the retry and then the
fallback. A caller that gives up does not free the other side: abandoned work goes on there.

The path of a try is a chain of calls that the clock makes. That, not a SimPy process a call, is what makes the engine
fast. Scripts that are not on this path (faults, deployments) are ordinary processes.
"""

from heapq import heappush
from math import inf

from sim.clock import LATE, SOON
from sim.policies import Policies
from sim.trace import AGAIN, ERROR, OK, OPEN, REJECTED
from sim.tries import GOOD, Try, new_try


class Call(Policies):
    """What one service does to ask another; made by `Service.calls` and its like, or by `World.users`.

    Its policies (see `Policies`) may be changed while the world runs. `outstanding` is the number of tries it waits
    for, counted if it has a bulkhead or a breaker. `begun` and `counts` are running totals: tries started, and tries
    ended by outcome code (plus `AGAIN` for those that were tried again).
    """

    def __init__(self, clock, trace, streams, name, caller, service, **policies):
        self.clock = clock
        self.trace = trace
        self.name = name
        self.caller = caller
        self.service = service
        self.together = False  # one of a group that the caller makes at once
        self.outstanding = self.begun = 0
        self.counts = [0] * (2 * AGAIN)
        Policies.__init__(self, clock, streams, **policies)
        self.link = trace.new_link(caller, service.name)

    def __repr__(self):
        return f"<Call {self.caller} -> {self.service.name}: {self.begun:,} tries so far>"

    def begin(self, parent):
        """Make the call for `parent`, whose `heard(call, code)` is told how it ended. True: wait for that."""
        job = new_try(self, parent)
        if self._guarded:
            if self._purse is not None:
                self._purse.earn()
            if not self._admit(job):
                return True
        self._send(job)
        return True

    def _admit(self, job):
        """Pass the bulkhead and the breaker, or end the try here and now."""
        permit, code = None, OK
        if self.outstanding >= self._at_most:  # first, so that a full bulkhead wastes no permit
            code = REJECTED
        elif self._breaker is not None:
            permit = self._breaker.allow(self.clock._now)
            if permit is None:
                code = OPEN
        if code == OK:
            self.outstanding += 1
            job.held = (self._breaker, permit)
            return True
        job.live, job.code = False, code
        self.trace.ended[job.row] = self.clock._now
        self.trace.code[job.row] = code
        self.counts[code] += 1
        self.clock.at(job, self.clock._now, happen=_refused)  # not at once, since a caller may have many calls to make
        return False

    def _send(self, job):
        clock = self.clock
        now = clock._now
        timeout = self._timeout
        if self.propagate:
            self._within_deadline(job, timeout)
        elif timeout != inf:
            lane = self._lane
            if lane.armed:
                lane.waiting.append((now + timeout, job))
            else:
                lane.add(now, job)
        if self._loss and self._draw_loss() < self._loss:
            return  # the request never arrives; the timeout will tell
        delay = self._hop
        if delay is None:
            draw = self._draw_network
            delay = draw()
        if delay:
            heappush(clock._queue, (now + delay, SOON, next(clock._eid), _arrived, job))
        else:
            self.service.arrive(job)

    def reply(self, job, code, last=False):
        """The answer goes back. `last`: it is the last thing that this event does, so nothing can come in between."""
        if self._loss and self._draw_loss() < self._loss:
            return  # done over there, and never heard of here
        delay = self._hop
        if delay is None:
            draw = self._draw_network
            delay = draw()
        clock = self.clock
        queue = clock._queue
        if last and not delay and (not queue or queue[0][0] > clock._now):
            self._end(job, code)  # it would be the next event
            return
        job.code = code
        heappush(queue, (clock._now + delay, SOON, next(clock._eid), _replied, job))

    def _end(self, job, code):
        """The caller knows the outcome of a try, or has given up on it."""
        job.live = False
        trace = self.trace
        row = job.row
        now = self.clock._now
        trace.ended[row] = now
        held = job.held
        if held is not None:
            self.outstanding -= 1
            breaker, permit = held
            if breaker is not None:
                breaker.report(permit, code in GOOD, now, now - trace.started[row])
        if code >= ERROR and self._retry is not None and self._tries_again(job, code):
            return
        trace.code[row] = code
        self.counts[code] += 1
        job.parent.heard(self, code)

    def _tries_again(self, job, code):
        retry, trace, row = self._retry, self.trace, job.row
        attempt = trace.attempt[row]
        if attempt >= retry.attempts:
            return False
        wait = retry.backoff.wait(attempt, getattr(job, "waited", 0.0), self._backoff_rng)
        late = self.propagate and job.parent.deadline <= self.clock._now + wait  # nobody would wait for it
        if late or (self._purse is not None and not self._purse.spend()):
            return False
        trace.code[row] = code + AGAIN
        self.counts[code + AGAIN] += 1
        self.clock.at((job, attempt + 1, wait), self.clock._now + wait, happen=self._begin_again)
        return True

    def _begin_again(self, once_more):
        before, attempt, waited = once_more
        job = new_try(self, before.parent)
        job.waited = waited
        trace = self.trace
        trace.attempt[job.row] = attempt
        first = trace.first[before.row]
        trace.first[job.row] = before.row if first < 0 else first
        if not self._guarded or self._admit(job):
            self._send(job)

    def _within_deadline(self, job, timeout):
        """The deadline of the caller's own call is handed on: no try outlives it."""
        now = self.clock._now
        job.deadline = min(job.parent.deadline, now + timeout)
        if job.deadline != inf:
            self.clock.at(job, max(now, job.deadline), LATE, Try.time_out)


def _replied(job):
    if job.live:
        job.call._end(job, job.code)


def _arrived(job):
    job.service.arrive(job)


def _refused(job):
    job.parent.heard(job.call, job.code)
