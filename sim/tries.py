"""One try of a call, and at the called service the job that it is."""

from math import inf

from sim.trace import ERROR, FALLBACK, OK, TIMEOUT

GOOD = (OK, FALLBACK)


class Try:
    """One try of a call, and at the called service the job that it is. Live while its caller waits for it."""

    __slots__ = (
        "call", "service", "row", "parent", "live", "step", "degraded", "deadline", "held",
        "code", "waited", "pending", "callbacks", "__weakref__",
    )  # fmt: skip
    _ok = True
    defused = True

    def __init__(self, call, row, parent):
        self.call = call
        self.service = call.service
        self.row = row
        self.parent = parent
        self.live = True
        self.step = 0
        self.degraded = False
        self.deadline = inf
        self.held = None  # what it must give back at its end: (breaker, permit) if it passed the guards

    def answer(self, code):
        """The service has an answer; it goes back over the network, unless nobody waits for it any more."""
        if self.live:
            self.call._reply(self, code)

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
