"""A service that asks others: which calls it makes for each job, and in what order."""

from sim.arguments import kind
from sim.asking import Asking
from sim.channel import Channel
from sim.consumer import Consumer
from sim.message import Link
from sim.outbox import Records
from sim.policies import own_breaker
from sim.publishing import Publication
from sim.service import Service


class CallingService(Service):
    """What `World.service` makes: a `Service` that can be told which others it calls.

    The calls are made after the service's own work, in the order in which they were wired, each when the one before has
    ended. The first that fails for good (no fallback) makes the service answer with an error.
    """

    def __init__(self, world, *args, **settings):
        self._world = world
        self.calls_made = []
        self.sends_to, self.takes_from = [], []  # channels, and consumers
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
        call.trace.links[call.link] = Link(self.name, service.name)
        self.steps.append(_Notification(call))
        return call

    def publishes(self, channel, keys=None, confirm=False, retry=None, timeout=None):
        """Put a message into `channel` for every job and do not wait; returns the `Publication`.

        `keys`: None, how many different keys the messages have (drawn evenly), or a function from the message's number
        to its key. `confirm=True`: wait until the channel has said that it has the message, at most `timeout` ms for
        each try, and send again as `retry` says; in the end the job fails. Raises ValueError if messages would go in a circle.
        """
        self._check_sending(channel)
        publication = Publication(self, channel, self._world.streams, keys, confirm, retry, timeout)
        self._send_by(publication)
        return publication

    def consumes(self, channel, group=None, prefetch=None, ack="after", lost_acks=0.0, idempotent=False):
        """Take messages from `channel` and work on each as on a call; returns the `Consumer`.

        Consumers with the same `group` compete, each group gets every message; None is the only group of a
        point-to-point channel, and one of its own on others. `prefetch`: how many it may hold that it is not done with
        (None: as many as it has workers). A message is acknowledged when its work has ended well (`ack="after"`: at
        least once, if the channel hands out again) or as it is taken ("before": at most once); `lost_acks` is the
        share of acknowledgements that the channel never hears. `idempotent=True`: the group keeps a table of messages
        whose work is done, and one that comes again is acknowledged and takes no worker. Raises ValueError if messages
        would go in a circle.
        """
        self._check_channel(channel)
        for sender in channel.senders:
            _refuse_circle("channel", sender.name, self.path_to(sender))
        rng = self._world.streams.named(f"{self.name}/{channel.name}#{len(self.takes_from)}/lost acks")
        consumer = Consumer(channel, self, group, prefetch, ack, lost_acks, idempotent, rng)
        self.takes_from.append(consumer)
        consumer.group.pull()
        return consumer

    def asks(self, channel, replies, window=None):
        """Send a question over `channel` for every job and go on when answers have come; returns the `Asking`.

        No worker waits: going on takes one again. `replies` is a point-to-point channel that nobody else reads, over
        which consumers answer. The first answer counts, or with a `window` (ms) those that come before it closes.
        Raises ValueError if a channel does not fit, or messages would go in a circle.
        """
        kind("replies", replies, Channel, "a channel of this world")
        if replies.kind != "point-to-point" or replies.groups[0].consumers or replies is channel:
            raise ValueError(f"replies must be a point-to-point channel that nobody reads yet, got {replies!r}")
        self._check_channel(replies, "replies")
        self._check_sending(channel)
        asking = Asking(self, channel, replies, window)
        self._send_by(asking)
        return asking

    def records(
        self, channel, strategy="polling", *, write=None, every=500, batch=100, read=None, send=None, crash=0.0, relay_crash=0.0,
        restart=1_000,
    ):  # fmt: skip
        """Write an order into the service's database for every job and see that its message gets into `channel`; returns the `Records`.

        `strategy`: "commit first" or "publish first", one after the other, or an outbox with a relay, "polling" every `every` ms or
        "log tailing", at most `batch` messages at a time. `write`, `read`, `send`: what the transaction, a look and a message take
        (delays; None: no time). `crash`: the share of orders during which the service's process ends between the two steps; the job
        ends with an error. `relay_crash`: the share of batches after which the relay crashes before it has marked them;
        `restart` (ms) later it is back. Raises ValueError or TypeError for what makes no sense, or if messages would go in a circle.
        """
        self._check_sending(channel)
        step = Records(
            self, channel, strategy, write=write, every=every, batch=batch, read=read, send=send, crash=crash, relay_crash=relay_crash,
            restart=restart,
        )  # fmt: skip
        self._send_by(step)
        return step

    def _check_sending(self, channel):
        self._check_channel(channel)
        for service in channel.services:
            _refuse_circle("channel", self.name, service.path_to(self))

    def _send_by(self, step):
        step.channel.senders.append(self)
        self.sends_to.append(step.channel)
        self.steps.append(step)

    def _check_channel(self, channel, name="channel"):
        kind(name, channel, Channel, "a channel of this world")
        if self._world.channels.get(channel.name) is not channel:
            raise ValueError(f"{name} must be one of the same world, got {channel.name!r} of another")

    def _settle(self):
        """A fault has begun or ended: after one, take what has waited. Others take over the shards of who is down."""
        super()._settle()
        for consumer in self.takes_from:
            consumer.group.pull()

    def _crash(self):
        super()._crash()
        for part in self.takes_from + [step for step in self.steps if isinstance(step, Asking)]:
            part.forget()
        for channel in self.sends_to:
            if channel.held == "sender":
                for group in channel.groups:
                    group.drop_all(lambda delivery: delivery.sender == self.name)

    def _wire(self, service, policies):
        self._check(service)
        call = self._world.new_call(self.name, service, policies)
        self.calls_made.append(call)
        return call

    def _check(self, service):
        kind("service", service, CallingService, "a service of this world")
        if service._world is not self._world:
            raise ValueError(f"service must be one of the same world, got {service.name!r} of another")
        _refuse_circle("service", self.name, service.path_to(self))

    def path_to(self, other):
        """Return the names along which this service's calls and messages reach `other`, itself first; [] if they do not."""
        seen, paths = {self}, [(self, [self.name])]
        while paths:
            service, names = paths.pop()
            if service is other:
                return names
            asked = [call.service for call in service.calls_made]
            for callee in asked + [consumer for channel in service.sends_to for consumer in channel.services]:
                if callee not in seen:
                    seen.add(callee)
                    paths.append((callee, [*names, callee.name]))
        return []

    def __repr__(self):
        return f"<Service {self.name}: {self.busy} of {self.workers} workers busy, {len(self.waiting)} waiting>"


def _refuse_circle(what, first, path):
    if path:
        sort = "calls" if what == "service" else "messages"
        raise ValueError(f"{what} must not lead back to its caller, got {sort} in a circle: {' -> '.join([first, *path])}")


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


