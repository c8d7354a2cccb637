"""A message broker: what every message of its channels passes on its way, and what is lost when it crashes."""

from math import inf

from sim.arguments import flag as checked_flag
from sim.arguments import number, one_of, whole
from sim.delays import checked_delay
from sim.faults import Scripted

BROKER_FAULTS = ("down", "crash")
ACKS = ("leader", "all")


class Broker(Scripted):
    """A broker that has a message `latency` after it came in, and `persist` later if it is `durable` (delays in ms).

    Made by `World.broker`. What it has it keeps through a planned stop. A crash takes what is in its memory: everything
    if it is not durable, else what it had not written down yet. With `replicas` > 1 another takes over `failover` ms
    after a crash, and lost is what that one had not got, one hop later than the leader: with `acks="leader"` the sender
    has been told before; with "all" it is told when the leader has heard back, after one more hop, and consumers see the
    message then. While it is out of order it takes nothing and hands out nothing; what comes in meanwhile is lost, and
    a sender without `confirm` does not learn of it. `crashes` counts, `up` says whether it works.

    It has `space` for so many messages, those that wait, are with consumers or are kept for later groups; `others` of it are taken
    by channels that are not looked at here. Both may be changed while the world runs. While it is `full` it refuses what comes in.
    """

    def __init__(self, clock, streams, name, latency=None, persist=None, replicas=1, acks="leader", durable=True, failover=0, space=inf):
        super().__init__()
        self.space, self.others = space, 0
        self.clock, self.name = clock, name
        self.latency = checked_delay("latency", latency)
        self.persist = checked_delay("persist", persist)
        self.replicas = whole("replicas", replicas, at_least=1)
        self.acks = one_of("acks", acks, ACKS)
        self.durable = checked_flag("durable", durable)
        self.failover = number("failover", failover, at_least=0)
        self.channels = []
        self.crashes = 0
        self.up = True
        self._crashed = False
        self._accepted = 0
        self._coming = {}  # number: what it has not got yet, or has not told its sender
        self._draw = self.latency.sampler(streams.named(f"broker {name}/latency"))
        self._draw_persist = self.persist.sampler(streams.named(f"broker {name}/persist"))
        self._rng = streams.named(f"broker {name}/replication")
        self._last = {}  # when the newest message of a channel is there: a log is written in order

    @property
    def space(self):
        """For how many messages it has room."""
        return self._space

    @space.setter
    def space(self, value):
        self._space = number("space", value, above=0, finite=False)

    @property
    def others(self):
        """How many messages of other channels take room."""
        return self._others

    @others.setter
    def others(self, value):
        self._others = number("others", value, at_least=0)

    @property
    def used(self):
        """How many messages take space: here, and of others."""
        groups = [group for channel in self.channels for group in channel.groups]
        kept = sum(len(channel.kept) for channel in self.channels)
        return self.others + kept + sum(len(group.waiting) + len(group.flying) for group in groups)

    @property
    def full(self):
        """True if there is no space for another message."""
        return self.space < inf and self.used >= self.space

    def accept(self, channel, message, copies):
        """A message of a channel has come in; it is lost if the broker does not work, and refused if there is no space."""
        if not self.up:
            self._lose(copies)
            return
        if self.full:
            channel.refuse(message, copies)
            return
        time = self.clock.now + self._draw()
        if self.durable:
            time += self._draw_persist()
        safe = time
        if self.replicas > 1:
            draw = channel.network.sampler(self._rng)
            safe += draw()
            if self.acks == "all":
                time = safe + draw()
        time = self._last[channel] = max(time, self._last.get(channel, 0.0))
        self._accepted += 1
        self._coming[self._accepted] = channel, message, copies, safe
        self.clock.at(self._accepted, time, happen=self._has)

    def _has(self, accepted):
        if accepted in self._coming:  # else a crash came in between
            self._coming[accepted][0].store(*self._coming.pop(accepted)[1:])

    def _lose(self, copies):
        for copy in copies:
            copy.group.lose(copy)

    def _settle(self):
        crashed = any(fault.get("crash") for fault in self._script)
        if crashed and not self._crashed:
            self._crash()
        self._crashed = crashed
        leaderless = crashed and (self.replicas == 1 or self.clock.now < self._takes_over)
        self.up = not leaderless and not any(fault.get("down") for fault in self._script)
        if self.up:
            for channel in self.channels:
                for group in channel.groups:
                    group.pull()

    def _crash(self):
        now = self.clock.now
        self.crashes += 1
        self.up = False
        self._takes_over = now + self.failover
        if self.replicas > 1:
            self.clock.at(None, self._takes_over, happen=lambda _: self._settle())

        def doomed(safe):
            return safe > now if self.replicas > 1 else not self.durable

        coming, self._coming = self._coming, {}
        for channel, message, copies, safe in coming.values():
            if self.replicas > 1 and safe <= now:
                channel.store(message, copies, safe, tell=False)  # another has it
            else:
                self._lose(copies)
        for channel in self.channels:
            channel.kept.lose(doomed)
            for group in channel.groups:
                group.drop_all(lambda delivery: doomed(delivery.safe))
                for delivery in group.flying:
                    delivery.gone = delivery.gone or doomed(delivery.safe)

    def __repr__(self):
        return f"<Broker {self.name} of {len(self.channels)} channels: {'up' if self.up else 'out of order'}, {self.crashes} crashes>"
