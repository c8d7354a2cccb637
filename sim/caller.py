"""A service that asks others: which calls it makes for each job, and in what order."""

from sim.arguments import kind
from sim.policies import own_breaker
from sim.service import Service


class CallingService(Service):
    """What `World.service` makes: a `Service` that can be told which others it calls.

    The calls are made after the service's own work, in the order in which they were wired, each when the one before has
    ended. The first that fails for good (no fallback) makes the service answer with an error.
    """

    def __init__(self, world, *args, **settings):
        self._world = world
        self.calls_made = []
        super().__init__(world.clock, world.trace, world.streams, *args, **settings)
        self.drop_expired = world.propagate_deadlines

    def calls(self, service, **policies):
        """Call `service` for every job and wait for the answer; returns the `Call`, whose policies are its attributes.

        Policies: network, timeout, at_most, retry, breaker, fallback, loss; see `sim.policies.Policies`.
        Raises ValueError if the services would call each other in a circle.
        """
        call = self._wire(service, policies)
        self.steps.append(call)
        return call

    def calls_together(self, *services, **policies):
        """Call all `services` at once and go on when the last has ended (fan-out); returns the list of `Call`s.

        The same policies hold for each, with a breaker of its own. If one fails for good, so does the job, when all
        have ended.
        """
        if not services:
            raise ValueError("services must be at least one, got none")
        return self.calls_group([(service, policies) for service in services])

    def calls_group(self, wanted):
        """The same with policies for each: `wanted` is a list of (service, policies)."""
        calls = []
        for service, _ in wanted:
            self._check(service)  # all, before the first is wired
        for service, policies in wanted:
            breaker = policies.get("breaker")
            if breaker is not None and len(wanted) > 1:
                policies = {**policies, "breaker": own_breaker(breaker)}
            calls.append(self._wire(service, policies))
        self.steps.append(_Together(calls))
        return calls

    def notifies(self, service, **policies):
        """Send `service` a one-way notification for every job and do not wait; returns the `Call`."""
        call = self._wire(service, policies)
        self.steps.append(_Notification(call))
        return call

    def _wire(self, service, policies):
        self._check(service)
        call = self._world.new_call(self.name, service, policies)
        self.calls_made.append(call)
        return call

    def _check(self, service):
        kind("service", service, CallingService, "a service of this world")
        if service._world is not self._world:
            raise ValueError(f"service must be one of the same world, got {service.name!r} of another")
        circle = service.path_to(self)
        if circle:
            raise ValueError(f"service must not lead back to its caller, got calls in a circle: {' -> '.join([self.name, *circle])}")

    def path_to(self, other):
        """Return the names along which this service's calls reach `other`, itself first; [] if they do not."""
        seen, paths = {self}, [(self, [self.name])]
        while paths:
            service, names = paths.pop()
            if service is other:
                return names
            for call in service.calls_made:
                if call.service not in seen:
                    seen.add(call.service)
                    paths.append((call.service, [*names, call.service.name]))
        return []

    def __repr__(self):
        return f"<Service {self.name}: {self.busy} of {self.workers} workers busy, {len(self.waiting)} waiting>"


class _Together:
    """A step: several calls at once."""

    def __init__(self, calls):
        self.calls = calls
        for call in calls:
            call.together = True

    def begin(self, job):
        job.pending = len(self.calls)
        for call in self.calls:
            call.begin(job)
        return True


class _Notification:
    """A step: a message that nobody waits for. The sender's job is not told how it ended."""

    def __init__(self, call):
        self.call = call

    def begin(self, job):
        self.call.begin(_Sender(job.row, job.deadline))
        return False


class _Sender:
    """The sender of one notification."""

    __slots__ = ("row", "deadline")

    def __init__(self, row, deadline):
        self.row, self.deadline = row, deadline

    def heard(self, call, code):
        """Nobody listens."""


