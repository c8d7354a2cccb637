"""Messaging channels: a sender puts a message in, consumers take it out, and neither waits for the other.

A channel keeps a message for every group of consumers until one of the group takes it: one group on a point-to-point
channel, so that exactly one consumer gets each message; on a publish-subscribe channel a group for every subscriber, so
that each of them does. The consumers of a group compete. A consumer takes a message when it has room for one, so what
it cannot work on yet waits in the channel, also while it is down.

Every delivery has a row in the trace like a call: caller the sender, service the consumer; as long as nobody has taken
it, service is the channel. It starts when it is sent and has ended when the consumer is done with it.
"""

from collections import deque
from math import inf

from sim.arguments import kind as of_kind
from sim.arguments import one_of, title, whole
from sim.delays import Delay, constant
from sim.trace import OK
from sim.tries import Try

KINDS = ("point-to-point", "publish-subscribe")


class Link(tuple):
    """A pair (caller, service) in a trace's `links` over which messages go, not calls: nobody waits for their end.

    `kind` is "message", "reply" (its answer, over a reply channel) or "window" (a note to oneself that a window closes).
    """

    def __new__(cls, caller, service, kind="message"):
        link = super().__new__(cls, (caller, service))
        link.kind = kind
        return link

    def __getnewargs__(self):
        return (*self, self.kind)


class Delivery(Try):
    """One message on its way to one group, and at its consumer the job that it is.

    `reply_to` is the channel that waits for its answer (None: nobody does), `number` its correlation id, `answer` the
    outcome that a reply tells.
    """

    __slots__ = ("sender", "kind", "reply_to", "number", "answer", "origin")

    def __init__(self, row, parent, sender, kind="message", reply_to=None, number=0, answer=OK):
        self.row, self.parent, self.sender, self.kind = row, parent, sender, kind
        self.reply_to, self.number, self.answer = reply_to, number, answer
        self.call = self.service = self.origin = self.held = None
        self.live, self.code, self.step, self.degraded, self.deadline = True, OK, 0, False, inf


class Channel:
    """A channel of one of `KINDS`; `network` is the delay in ms of each of its two hops, into it and out of it.

    Made by `World.channel`. `published` counts the messages put in; `groups` are those who get a copy of each, and
    `len(channel)` is how many copies wait for a consumer. It holds any number of them.
    """

    def __init__(self, clock, trace, streams, name, kind="point-to-point", network=None):
        self.name = title("name", name)
        self.kind = one_of("kind", kind, KINDS)
        self.clock, self.trace = clock, trace
        self.published = 0
        self.senders = []  # services that put messages in
        self.groups = [Group(self)] if kind == "point-to-point" else []
        self._links = {}
        self._rng = streams.named(f"channel {name}/network")
        self.network = network

    @property
    def network(self):
        """The delay in ms of each hop."""
        return self._network

    @network.setter
    def network(self, value):
        value = constant(0) if value is None else value
        self._network = of_kind("network", value, Delay, "a delay such as constant(0.5)")
        self._draw = value.sampler(self._rng)

    @property
    def services(self):
        """The services that consume from it."""
        return [consumer.service for group in self.groups for consumer in group.consumers if isinstance(consumer, Consumer)]

    def link(self, caller, service, kind="message"):
        """Return the number of this pair in the trace, for messages of this kind."""
        key = caller, service, kind
        if key not in self._links:
            self._links[key] = len(self.trace.links)
            self.trace.links.append(Link(*key))
        return self._links[key]

    def send(self, sender, parent, kind="message", **headers):
        """Put a message in, sent by the service named `sender` for its own job in the row `parent`, and do not wait."""
        self.published += 1
        now = self.clock.now
        link = self.link(sender, self.name, kind)
        copies = [(group, Delivery(self.trace.add(link, now, parent), None, sender, kind, **headers)) for group in self.groups]
        self.clock.at(copies, now + self._draw(), happen=_stored)

    def bring(self, delivery, name, happen):
        """Carry a message to the service `name`, which has taken it, and call `happen(delivery)` there."""
        self.trace.link[delivery.row] = self.link(delivery.sender, name, delivery.kind)
        self.clock.at(delivery, self.clock.now + self._draw(), happen=happen)

    def join(self, consumer, name=None):
        """Let a consumer into the group `name` (None: the only one, or one of its own) and return the `Group`.

        Raises ValueError if the channel is point-to-point and its one group has another name.
        """
        name = None if name is None else title("group", name)
        if self.kind == "point-to-point":
            group = self.groups[0]
            if name is not None and group.name not in (None, name):
                raise ValueError(f"group must be {group.name!r}, the only one of a point-to-point channel, got {name!r}")
            group.name = name or group.name
        else:
            name = name or consumer.service.name
            group = next((group for group in self.groups if group.name == name), None) or Group(self, name)
            if group not in self.groups:
                self.groups.append(group)
        group.consumers.append(consumer)
        return group

    def __len__(self):
        return sum(len(group.waiting) for group in self.groups)

    def __bool__(self):
        return True  # also when nothing waits in it

    def __repr__(self):
        return f"<Channel {self.name}, {self.kind}: {self.published:,} messages so far, {len(self)} waiting>"


class Group:
    """Consumers that compete for the messages of a channel; `waiting` holds those that nobody has taken yet."""

    def __init__(self, channel, name=None):
        self.channel, self.name = channel, name
        self.consumers = deque()
        self.waiting = deque()

    def pull(self):
        """Let consumers that have room take what waits, in turn, the oldest message first."""
        consumers, waiting = self.consumers, self.waiting
        idle = 0
        while waiting and idle < len(consumers):
            consumer = consumers[0]
            consumers.rotate(-1)
            if consumer.ready:
                consumer.take(waiting.popleft())
                idle = 0
            else:
                idle += 1


class Consumer:
    """One service that takes messages from a channel; made by `Service.consumes`.

    It holds at most `prefetch` messages that it is not done with (None: as many as it has workers). `taken` counts all.
    """

    def __init__(self, channel, service, group=None, prefetch=None):
        self.channel, self.service = channel, service
        self.prefetch = None if prefetch is None else whole("prefetch", prefetch, at_least=1)
        self.taken = self.outstanding = 0
        self.group = channel.join(self, group)

    @property
    def ready(self):
        """True if it would take another message now."""
        service = self.service
        return self.outstanding < (self.prefetch or service._workers) and not service._down

    def take(self, delivery):
        """Take a message out of the channel; it is a job of the service when it has arrived."""
        self.taken += 1
        self.outstanding += 1
        delivery.call, delivery.service = self, self.service
        self.channel.bring(delivery, self.service.name, self.service.arrive)

    def __repr__(self):
        return f"<Consumer {self.service.name} of {self.channel.name}: {self.taken:,} messages so far>"

    def reply(self, job, code, last=False):
        """The service is done with a message; tell whoever waits for the answer, and take the next message."""
        self.outstanding -= 1
        close(self.channel, job, code)
        if job.reply_to is not None:
            job.reply_to.send(self.service.name, job.row, "reply", number=job.number, answer=code)
        self.group.pull()


def close(channel, delivery, code):
    """Write down that a message has ended with this outcome."""
    delivery.live = False
    channel.trace.ended[delivery.row] = channel.clock.now
    channel.trace.code[delivery.row] = code


def _stored(copies):
    for group, delivery in copies:
        group.waiting.append(delivery)
        group.pull()
