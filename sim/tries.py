"""One try of a call, and at the called service the job that it is."""

from math import inf

from sim.trace import ERROR, FALLBACK, OK, TIMEOUT

GOOD = (OK, FALLBACK)


class Try:
    """One try of a call, and at the called service the job that it is. Live while its caller waits for it."""

    __slots__ = (
        "call", "service", "row", "parent", "live", "step", "degraded", "deadline", "held",
        "code", "waited", "pending",
    )  # fmt: skip

    def time_out(self):
        """The caller's patience has ended."""
        if self.live:
            self.call._end(self, TIMEOUT)

    def heard(self, call, code):
        """A call that this job made has ended with `code`; take the next step, or fail."""
        if code not in GOOD:
            if not call.fallback:
                self.code = ERROR
            else:
                self.degraded = True
        elif code == FALLBACK:
            self.degraded = True
        if call.together:
            self.pending -= 1
            if self.pending:
                return
        if self.code == ERROR:
            self.service.finish(self, ERROR)
        else:
            self.service.go_on(self)


def new_try(call, parent):
    """Return a `Try` of `call` for `parent`, with a row in the trace; quicker than an `__init__`, and every call makes one."""
    trace = call.trace
    started = trace.started
    row = len(started)
    if row >= trace.room:
        trace.grow()
    trace.link.append(call.link)
    started.append(call.clock._now)
    trace.parent.append(parent.row)
    call.begun += 1
    job = Try()
    job.call = call
    job.service = call.service
    job.row = row
    job.parent = parent
    job.live = True
    job.code = OK
    job.step = 0
    job.degraded = False
    job.deadline = inf
    job.held = None  # what it must give back at its end: (breaker, permit) if it passed the guards
    return job
