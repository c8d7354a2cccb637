"""A service of several instances, and a call that goes to one of them."""

from sim.arguments import kind, whole
from sim.balancing import Balancer
from sim.caller import CallingService
from sim.policies import own_breaker
from sim.trace import ERROR, OPEN, REJECTED, TIMEOUT

WORTH_ANOTHER = (ERROR, TIMEOUT, REJECTED, OPEN)  # another instance has another breaker
ABSENT, UP, STUCK, GONE = "absent", "up", "stuck", "gone"


class Group:
    """The instances of one service: `name` 1, `name` 2, …, each a service of the world with the same `settings`.

    The first `up` of them (default: all) run from the beginning; the others are absent until they are started.
    `state` maps an instance's name to "absent", "up", "stuck" or "gone", `log` holds (now, name, state) of each change.
    Raises ValueError or TypeError for numbers that make no sense.
    """

    def __init__(self, world, name, instances, up=None, **settings):
        self.name, self.world = name, world
        count = whole("instances", instances, at_least=1)
        up = whole("up", count if up is None else up, at_least=0, at_most=count)
        self.instances = {f"{name} {i}": world.service(f"{name} {i}", **settings) for i in range(1, count + 1)}
        self.state, self.log = {}, []
        for i, instance in enumerate(self.instances):
            self._become(instance, UP if i < up else ABSENT)

    def start(self, name):
        """A new instance begins to answer."""
        self._become(name, UP)

    def stop(self, name):
        """The process ends, or crashes: its address refuses calls at once."""
        self._become(name, GONE)

    def vanish(self, name):
        """The machine is gone: calls to its address are never answered."""
        self._become(name, GONE, silent=True)

    def stick(self, name):
        """The instance answers no call any more, while its process lives (and sends heartbeats)."""
        self._become(name, STUCK, silent=True)

    def _become(self, name, state, silent=False):
        service = self.instances[name]
        service.pause = silent
        service.down = state in (ABSENT, GONE) and not silent
        self.state[name] = state
        self.log.append((self.world.now, name, state))

    def called_by(self, caller, believed, balance="round robin", tries=1, **policies):
        """Let `caller` (a service) call one instance for every job; returns the `OneOf`.

        `believed` is what the caller knows: anything with `names`. `balance` is one of `sim.balancing.BALANCERS`. A call
        that fails is tried again at once on another instance, up to `tries` tries; in the trace each is a call of its own.
        `policies` are those of `Service.calls`; each instance has a breaker of its own.
        """
        return OneOf(self, kind("caller", caller, CallingService, "a service of this world"), believed, balance, tries, policies)


class OneOf:
    """A step of a caller: a call to one instance of a group, and if that fails perhaps to another.

    `balance` and `tries` may be changed while the world runs. `out` is how many calls of this caller each instance
    has not answered yet. `astray` counts tries that went to an instance that was not up, `sent` all of them; `nobody` counts
    jobs for which no instance was known.
    """

    together = False

    def __init__(self, group, caller, believed, balance, tries, policies):
        self.group, self.believed = group, believed
        self.balancer = Balancer(balance, group.world.streams.named(f"{caller.name}->{group.name}/balance"))
        self.tries = tries
        self.calls = {name: caller._wire(service, _own(policies)) for name, service in group.instances.items()}
        self.fallback = next(iter(self.calls.values())).fallback
        self.out = dict.fromkeys(self.calls, 0)
        self.astray = self.sent = self.nobody = 0
        caller.steps.append(self)

    @property
    def tries(self):
        """How many tries a call may have in all, each on another instance."""
        return self._tries

    @tries.setter
    def tries(self, value):
        self._tries = whole("tries", value, at_least=1)

    @property
    def balance(self):
        """How an instance is chosen."""
        return self.balancer.kind

    @balance.setter
    def balance(self, value):
        self.balancer.kind = value

    def begin(self, job):
        """Make the call for `job`; it is told how that ended."""
        if not _Errand(self, job).go():
            self.nobody += 1
            job.heard(self, ERROR)
        return True


def _own(policies):
    breaker = policies.get("breaker")
    return policies if breaker is None else policies | {"breaker": own_breaker(breaker)}


class _Errand:
    """One call to the group with all its tries: the parent of these tries, in place of the job."""

    __slots__ = ("step", "job", "row", "deadline", "name", "used")

    def __init__(self, step, job):
        self.step, self.job = step, job
        self.row, self.deadline = job.row, job.deadline
        self.used = ()

    def go(self):
        """Try an instance that has not been tried yet; False if none is known."""
        step, used = self.step, self.used
        names = step.believed.names
        if used:
            names = [name for name in names if name not in used]
        if not names:
            return False
        name = self.name = step.balancer.pick(names, step.out)
        self.used = (*used, name)
        step.out[name] += 1
        step.sent += 1
        step.astray += step.group.state[name] != UP
        step.calls[name].begin(self)
        return True

    def heard(self, call, code):
        """A try has ended: make another one elsewhere, or tell the job."""
        step = self.step
        step.out[self.name] -= 1
        if code not in WORTH_ANOTHER or len(self.used) >= step._tries or not self.go():
            self.job.heard(call, code)
