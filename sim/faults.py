"""What can be wrong with a service: slow, failing, hanging, down, paused, crashed.

A fault is a setting of the service (`stock.slow = 10`, for hands that turn knobs) or an entry in a script
(`world.fault(stock, start, end, slow=10)`). Both hold at once: slowness multiplies, shares of failing calls add up as
independent causes do, and one "down", "pause" or "crash" is enough.
"""

from math import prod

from sim.arguments import flag, number, share

KINDS = ("slow", "fail", "hang", "down", "pause", "crash")


def check_fault(name, value):
    """Return `value` if a fault of that name can have it; ValueError or TypeError otherwise."""
    if name == "slow":
        return number("slow", value, above=0)
    return flag(name, value) if name in ("down", "pause", "crash") else share(name, value)


class Scripted:
    """What can have scripted faults: a part calls `_settle` when one begins or ends."""

    def __init__(self):
        self._script = []

    def begin_fault(self, fault):
        """Let a fault hold from now on; `fault` is a dict of kinds to values."""
        self._script.append(fault)
        self._settle()

    def end_fault(self, fault):
        """Take that fault away again."""
        self._script = [other for other in self._script if other is not fault]
        self._settle()


class Faults(Scripted):
    """The faults of one service; a base of `Service`.

    `slow` multiplies the time of work begun from now on. `fail` is the share of calls that, once worked on, are
    answered with an error and ask no other service. `hang` is the share whose work never ends: it keeps its worker for
    good, even when the fault is over. `down` refuses new calls at once; what was accepted before is still worked on.
    `pause` accepts and queues but works on nothing, and work in progress stands still (a long garbage collection).
    `crash` is down, and all that was accepted or in work is forgotten: nobody is answered, and hanging work frees its worker.
    """

    when_worked = None  # what to call with a job whose work has ended; the service fills it in

    def __init__(self, streams):
        self._draw_fail = streams.named(f"{self.name}/fail").random
        self._draw_hang = streams.named(f"{self.name}/hang").random
        self._own = {"slow": 1.0, "fail": 0.0, "hang": 0.0, "down": False, "pause": False, "crash": False}
        super().__init__()
        self._slowness, self._fail, self._hang, self._down, self._paused = 1.0, 0.0, 0.0, False, False
        self._ever_paused = self._crashed = False
        self._forgotten = None  # rows of jobs that were in work when a crash came
        self._frozen = 0.0  # ms of pause so far, up to the last resumption
        self._paused_at = 0.0
        self._paid = {}  # row: the pauses (as ms of _frozen) that its end already allows for
        self._held = []  # (what to do, with which job) when the pause is over

    def _settle(self):
        def every(name):
            return [self._own[name]] + [fault[name] for fault in self._script if name in fault]

        self._slowness = prod(every("slow"))
        self._fail = 1 - prod(1 - part for part in every("fail"))
        self._hang = 1 - prod(1 - part for part in every("hang"))
        crashed, before = any(every("crash")), self._crashed
        self._crashed = crashed
        self._down = any(every("down")) or crashed
        if crashed and not before:
            self._crash()
        paused = any(every("pause"))
        if paused and not self._paused:
            self._paused, self._ever_paused, self._paused_at = True, True, self.clock._now
        elif self._paused and not paused:
            self._paused = False
            self._frozen += self.clock._now - self._paused_at
            held, self._held = self._held, []
            for go_on, job in held:
                go_on(job)
            self._fill()

    def _crash(self):
        """Forget all jobs. Those in work are known by their rows, so that calls that are well need not be asked."""
        if self._forgotten is None:
            self._forgotten = set()
            self.go_on, self.finish = _unless_forgotten(self, self.go_on), _unless_forgotten(self, self.finish)
        trace, now = self.trace, self.clock._now
        mine = {number for number, link in enumerate(trace.links) if link[1] == self.name}
        for row, link in enumerate(trace.link):
            if link in mine and trace.arrived[row] <= now and not trace.released[row] <= now:  # nan is neither
                trace.released[row] = now
                if trace.served[row] <= now:
                    self._forgotten.add(row)
        self.busy = 0
        self.waiting.clear()
        self._held.clear()

    def forgot(self, job):
        """True if a crash has taken this job."""
        return self._forgotten is not None and job.row in self._forgotten

    def _owes(self, job):
        """True if the job's work was held up by pauses; then it ends that much later."""
        now = self.clock._now
        frozen = self._frozen + (now - self._paused_at if self._paused else 0.0)
        owed = frozen - self._paid.pop(job.row, 0.0)
        if owed <= 0 and not self._paused:
            return False
        if self._paused:
            self._held.append((lambda job: self._work_on(job, owed), job))
        else:
            self._work_on(job, owed)
        return True

    def _work_on(self, job, ms):
        self._paid[job.row] = self._frozen
        self.clock.at(job, self.clock._now + ms, happen=self.when_worked)


def _unless_forgotten(service, step):
    """Return `step`, a method of the service, for jobs that no crash has taken."""

    def take(job, *rest):
        if job.row not in service._forgotten:
            step(job, *rest)

    return take


def _knob(name):
    def get(service):
        return service._own[name]

    def put(service, value):
        service._own[name] = check_fault(name, value)
        service._settle()

    return property(get, put, doc=f"The service's own setting of `{name}`, besides scripted faults.")


for _name in KINDS:
    setattr(Faults, _name, _knob(_name))
