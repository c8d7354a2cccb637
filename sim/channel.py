"""Messaging channels: a sender puts a message in, consumers take it out, and neither waits for the other.

A channel keeps a message for every group of consumers until one of the group takes it: one group on a point-to-point
channel, so that exactly one consumer gets each message; on a publish-subscribe channel a group for every subscriber, so
that each of them does. The consumers of a group compete. A consumer takes a message when it has room for one, so what
it cannot work on yet waits in the channel, also while it is down.

Every delivery has a row in the trace like a call: caller the sender, service the consumer; as long as nobody has taken
it, service is the channel. It starts when it is sent and has ended when the consumer is done with it. A message that
is handed out again has a new row, whose `attempt` is one higher.
"""

from math import inf

from sim.arguments import kind as of_kind
from sim.arguments import number, one_of, shown, title, whole
from sim.broker import Broker
from sim.consumer import Consumer, Group
from sim.delays import checked_delay
from sim.ledger import TOLD, TURNED_AWAY, Ledger
from sim.message import Delivery, Link, Message, close
from sim.retention import Kept
from sim.shards import MOST_SHARDS, shard_of
from sim.trace import REJECTED

__all__ = ["FULL", "HELD", "KINDS", "Channel", "Consumer", "Delivery", "Group", "Link", "close"]
KINDS = ("point-to-point", "publish-subscribe")
FULL = ("reject", "drop oldest")
HELD = ("channel", "sender")


class Channel:
    """A channel of one of `KINDS`; `network` is the delay in ms of each of its two hops, into it and out of it.

    Made by `World.channel`. `published` counts the messages put in; `groups` are those who get a copy of each, and
    `len(channel)` is how many copies wait for a consumer. `ledger` holds its books.

    `retention`: for how long (ms, inf: for ever) a publish-subscribe channel keeps messages for groups that join later.
    `shards`: None, or how many; see `sim.shards`. `visibility` (ms): a message that is not acknowledged so long after it
    was handed out is handed out again. `deliveries`: how often at most, then it goes to the channel `dead_letters`, or is
    only counted as dead. With any of these three a message whose consumer answers with an error comes back at once;
    without, it is done with. `buffer`: how many may wait, in each group; when it is `full`, "reject" refuses the message
    for all groups, "drop oldest" loses the oldest of the group. `broker`: the `Broker` that every message passes.
    `held`: "channel", or "sender": there is nothing in the middle, messages go by one hop to consumers that are up,
    whether or not they have a worker for them, and wait with their sender for others; nobody acknowledges anything.
    """

    def __init__(
        self, clock, trace, streams, name, kind="point-to-point", network=None, shards=None, retention=0, visibility=None,
        deliveries=inf, dead_letters=None, buffer=inf, full="reject", broker=None, held="channel",
    ):  # fmt: skip
        self.name = title("name", name)
        self.kind = one_of("kind", kind, KINDS)
        self.clock, self.trace = clock, trace
        self.shards = None if shards is None else whole("shards", shards, at_least=1, at_most=MOST_SHARDS)
        self.retention = number("retention", retention, at_least=0, finite=False)
        self.visibility = None if visibility is None else number("visibility", visibility, above=0)
        self.deliveries = whole("deliveries", deliveries, at_least=1, finite=False)
        self.dead_letters = None if dead_letters is None else of_kind("dead_letters", dead_letters, Channel, "a channel of this world")
        self.buffer = whole("buffer", buffer, at_least=1, finite=False)
        self.full = one_of("full", full, FULL)
        self.broker = None if broker is None else of_kind("broker", broker, Broker, "a broker of this world")
        self.held = one_of("held", held, HELD)
        self._refuse_contradictions()
        self.ledger = Ledger()
        self.published = 0
        self.senders = []  # services that put messages in
        self.groups = [Group(self)] if kind == "point-to-point" else []
        self.kept = Kept(self.retention)
        self._links = {}
        self._last = {}  # when the newest message of a sender comes in, if order has to hold
        self._rng = streams.named(f"channel {name}/network")
        self._told_rng = streams.named(f"channel {name}/confirmations")
        self.network = network
        if broker is not None:
            broker.channels.append(self)

    def _refuse_contradictions(self):
        if self.kind == "point-to-point" and self.retention:
            raise ValueError(f"retention must be 0 on a point-to-point channel, which keeps every message, got {self.retention!r}")
        if self.held == "sender":
            for name, value, nothing in (
                ("shards", self.shards, None), ("retention", self.retention, 0), ("visibility", self.visibility, None),
                ("deliveries", self.deliveries, inf), ("dead_letters", self.dead_letters, None), ("broker", self.broker, None),
            ):  # fmt: skip
                if value != nothing:
                    raise ValueError(f"{name} must be {nothing!r} where messages are held by their sender, got {shown(value)}")

    @property
    def redelivers(self):
        """True if a message that was not worked on well is handed out again."""
        return self.visibility is not None or self.deliveries < inf or self.dead_letters is not None

    @property
    def reachable(self):
        """False while its broker is out of order."""
        return self.broker is None or self.broker.up

    @property
    def network(self):
        """The delay in ms of each hop."""
        return self._network

    @network.setter
    def network(self, value):
        self._network = value = checked_delay("network", value)
        self._draw = value.sampler(self._rng)
        self._draw_told = value.sampler(self._told_rng)

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

    def send(self, sender, parent, kind="message", key=None, confirm=None, **headers):
        """Put a message in, sent by the service named `sender` for its own job in the row `parent`, and do not wait.

        Returns the `Message`. `confirm.hear(True)` is called when its sender knows that the channel has it, and
        `confirm.hear(False)` when it knows that it was refused; neither, if it got lost.
        """
        number = self.ledger.send(key, self.clock.now, confirm is not None)
        shard = None if not self.shards else number % self.shards if key is None else shard_of(key, self.shards)
        self.published += 1
        message = Message(number, key, shard, sender, parent, kind, confirm, headers)
        self.send_again(message)
        return message

    def send_again(self, message):
        """Put a message in, perhaps one that was sent before."""
        self.ledger.sends[message.number] += 1
        copies = [self._copy(message, group) for group in self.groups]
        if self.held == "sender":
            self.store(message, copies)
            return
        time = self.clock.now + self._draw()
        if self.shards:  # one connection, so nothing overtakes
            time = self._last[message.sender] = max(time, self._last.get(message.sender, 0.0))
        self.clock.at((message, copies), time, happen=self._came)

    def _copy(self, message, group):
        delivery = self._new_row(message, group)
        group.book.offer(message.number)
        return delivery

    def _new_row(self, message, group):
        row = self.trace.add(self.link(message.sender, self.name, message.kind), self.clock.now, message.parent)
        delivery = Delivery(row, None, message.sender, message.kind, **message.headers)
        delivery.message, delivery.group = message, group
        return delivery

    def again(self, before):
        """Return the delivery of the same message after one that was given back, with a row of its own."""
        delivery = self._new_row(before.message, before.group)
        delivery.nth, delivery.safe = before.nth + 1, before.safe
        trace, first = self.trace, self.trace.first[before.row]
        trace.attempt[delivery.row] = min(delivery.nth, 65_535)  # as many as its column holds
        trace.first[delivery.row] = before.row if first < 0 else first
        return delivery

    def _came(self, sent):
        if self.broker is None:
            self.store(*sent)
        else:
            self.broker.accept(self, *sent)

    def store(self, message, copies, safe=0.0, tell=True):
        """A message has come in: let it wait in every group, or refuse it if there is no room; `safe`: see `Delivery`.

        `tell=False`: whoever had to tell its sender is no more.
        """
        if self.full == "reject" and any(len(copy.group.waiting) >= self.buffer for copy in copies):
            self.refuse(message, copies, tell)
            return
        if self.retention:
            self.kept.add(self.clock.now, message, safe)
            meant = [copy.group for copy in copies]
            copies.extend(self._copy(message, group) for group in self.groups if group not in meant)  # joined since
        for copy in copies:
            copy.safe = safe
            if len(copy.group.waiting) >= self.buffer:
                copy.group.drop_oldest()
            copy.group.waiting.append(copy)
            copy.group.pull()
        self._tell(message, True, tell)

    def refuse(self, message, copies, tell=True):
        """There is no room for a message: tell its sender so."""
        for copy in copies:
            copy.group.lose(copy, REJECTED)
        self._tell(message, False, tell)

    def _tell(self, message, has, tell):
        now = self.clock.now
        if message.confirm is None:
            self.ledger.tell(message.number, TOLD if has else TURNED_AWAY, now)
        elif tell:  # not within this event, in which the sender may still be at its sending
            self.clock.at(has, now if self.held == "sender" else now + self._draw_told(), happen=message.confirm.hear)

    def bring(self, delivery, name, happen):
        """Carry a message to the service `name`, which has taken it, and call `happen(delivery)` there."""
        self.trace.link[delivery.row] = self.link(delivery.sender, name, delivery.kind)
        self.clock.at(delivery, self.clock.now + self._draw(), happen=happen)

    def join(self, consumer, name=None):
        """Let a consumer into the group `name` (None: the only one, or one of its own) and return the `Group`.

        A new group gets what the channel has kept. Raises ValueError if the channel is point-to-point and its one group
        has another name.
        """
        name = None if name is None else title("group", name)
        if self.kind == "point-to-point":
            group = self.groups[0]
            if name is not None and group.name not in (None, name):
                raise ValueError(f"group must be {group.name!r}, the only one of a point-to-point channel, got {name!r}")
            group.name = name or group.name
        else:
            name = name or consumer.service.name
            group = next((group for group in self.groups if group.name == name), None) or self._new_group(name)
        group.consumers.append(consumer)
        group.readers.append(consumer)
        return group

    def _new_group(self, name):
        group = Group(self, name)
        self.groups.append(group)
        for message, safe in self.kept.at(self.clock.now):
            copy = self._copy(message, group)
            copy.safe = safe
            group.waiting.append(copy)
        return group

    def __len__(self):
        return sum(len(group.waiting) for group in self.groups)

    def __bool__(self):
        return True  # also when nothing waits in it

    def __repr__(self):
        return f"<Channel {self.name}, {self.kind}: {self.published:,} messages so far, {len(self)} waiting>"
