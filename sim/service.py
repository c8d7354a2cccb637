"""A service: workers and a queue.

A job is whatever a remote call brings in. It takes a worker or waits; its work takes time; then the service may have
to ask others (its `steps`), with the worker held all the while, since the call is synchronous; then it answers.

The path of a job is a chain of calls that the clock makes, not a SimPy process. What a job must have: `service`, `row`
(its row in the trace), `deadline` (ms), `live` (its caller still waits), `step`, `degraded`, and `call`, whose
`reply(job, code)` takes the answer.
"""

from collections import deque
from heapq import heappush
from math import inf

from sim.arguments import kind, one_of, text, whole
from sim.clock import SOON
from sim.delays import Delay
from sim.faults import Faults
from sim.trace import ERROR, FALLBACK, OK, REJECTED


class Service(Faults):
    """`workers` that take `work` (a delay in ms) each, and room for `queue` more calls to wait, in fifo or lifo order.

    Made by `World.service`. `busy` is the number of workers in use, `len(waiting)` that of calls in the queue.
    `workers`, `queue`, `order` and `work` may be changed while the world runs; so may the faults (see `Faults`).
    Raises ValueError or TypeError for arguments that make no sense.
    """

    def __init__(self, clock, trace, streams, name, workers, work, queue=inf, order="fifo"):
        self.name = text("name", name)
        self.clock = clock
        self.trace = trace
        self.busy = 0
        self.waiting = deque()
        self.steps = []
        self.drop_expired = False  # deadlines propagate: work that nobody waits for is not begun
        self._work_rng = streams.named(f"{name}/work")
        Faults.__init__(self, streams)
        self._workers = whole("workers", workers, at_least=1)
        self.work = work
        self.queue = queue
        self.order = order

    @property
    def workers(self):
        """How many jobs can be worked on at once, at least 1."""
        return self._workers

    @workers.setter
    def workers(self, value):
        self._workers = whole("workers", value, at_least=1)
        self._fill()

    @property
    def work(self):
        """The delay in ms that each job's own work takes."""
        return self._work

    @work.setter
    def work(self, value):
        self._work = kind("work", value, Delay, "a delay such as constant(20) or exponential(20)")
        self._draw_work = value.sampler(self._work_rng)

    @property
    def queue(self):
        """How many jobs may wait besides those in work: 0, 1, … or inf."""
        return self._queue

    @queue.setter
    def queue(self, value):
        self._queue = whole("queue", value, at_least=0, finite=False)

    @property
    def order(self):
        """Who is next: "fifo", the one that has waited longest, or "lifo", the newest."""
        return "lifo" if self._take == self.waiting.pop else "fifo"

    @order.setter
    def order(self, value):
        one_of("order", value, ("fifo", "lifo"))
        self._take = self.waiting.pop if value == "lifo" else self.waiting.popleft

    def arrive(self, job):
        """A job has come in over the network."""
        now = self.clock._now
        self.trace.arrived[job.row] = now
        if self._down:
            self._refuse(job, ERROR)
        elif self.drop_expired and job.deadline <= now:
            self.trace.released[job.row] = now
        elif self.busy < self._workers and not self._paused:
            self._start(job)
        elif len(self.waiting) < self._queue + max(0, self._workers - self.busy):
            self.waiting.append(job)
        else:
            self._refuse(job, REJECTED)

    def _refuse(self, job, code):
        self.trace.released[job.row] = self.clock._now
        if job.live:
            job.call.reply(job, code)

    def _start(self, job):
        self.busy += 1
        clock = self.clock
        now = clock._now
        self.trace.served[job.row] = now
        draw = self._draw_work  # called as self._draw_work() it would be looked up as a method first
        ms = draw() * self._slowness
        if self._hang and self._draw_hang() < self._hang:
            return  # it never ends, and keeps its worker
        if self._ever_paused:
            self._paid[job.row] = self._frozen
        heappush(clock._queue, (now + ms, SOON, next(clock._eid), _worked, job))

    def go_on(self, job):
        """Take the job's next step, or answer if there is none left."""
        if self._paused:
            self._held.append((self.go_on, job))
            return
        steps = self.steps
        while job.step < len(steps):
            if self.drop_expired and job.deadline <= self.clock._now:
                self.finish(job, ERROR)
                return
            step = steps[job.step]
            job.step += 1
            if step.begin(job):
                return  # it will call go_on or finish when it has ended
        self.finish(job, FALLBACK if job.degraded else OK)

    def finish(self, job, code, last=False):
        """Answer with the outcome `code`; the worker turns to the next job. `last`: see `Call.reply`."""
        if self._paused:
            self._held.append((lambda job: self.finish(job, code), job))
            return
        self.busy -= 1
        self.trace.released[job.row] = self.clock._now
        if self.waiting:
            self._fill()
        if job.live:  # else nobody waits for it any more
            job.call.reply(job, code, last)

    def _fill(self):
        """Give free workers to those who wait."""
        waiting, take = self.waiting, self._take
        while waiting and self.busy < self._workers and not self._paused:
            job = take()
            if self.drop_expired and job.deadline <= self.clock._now:
                self.trace.released[job.row] = self.clock._now
            else:
                self._start(job)


def _worked(job):
    service = job.service
    if service._ever_paused and service._owes(job):
        return
    if service._fail and service._draw_fail() < service._fail:
        service.finish(job, ERROR)
    elif service.steps:
        service.go_on(job)
    else:
        service.finish(job, OK, True)


Faults.when_worked = staticmethod(_worked)
