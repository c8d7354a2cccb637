"""Who takes messages out of a channel: groups, which get a copy of each, and in them consumers, which compete for it.

A consumer acknowledges a message when its work has ended well (at least once) or as it is taken (at most once). What is
not acknowledged comes back, if the channel hands out again at all; see `sim.channel.Channel`.
"""

from collections import deque

from sim.arguments import flag, one_of, share, whole
from sim.message import close
from sim.shards import Lanes, shares
from sim.trace import AGAIN, ERROR, OK, REJECTED, TIMEOUT
from sim.tries import GOOD

ACKS = ("after", "before")


class Group:
    """Consumers that compete for the messages of a channel; `waiting` holds those that nobody has taken yet.

    `flying` holds those that were handed to a consumer, which has neither acknowledged them nor given them back;
    `book` is the ledger's of this group, `seen` the numbers of messages whose work an idempotent consumer has done.
    """

    def __init__(self, channel, name=None):
        self.channel, self.name = channel, name
        self.consumers = deque()  # whose turn it is
        self.readers = []  # in the order of joining
        self._live, self._mine = None, {}
        self.waiting = Lanes(channel.shards) if channel.shards else deque()
        self.flying = {}
        self.seen = set()
        self.book = channel.ledger.open(self)

    def pull(self):
        """Let consumers that have room take what waits, in turn, the oldest message first."""
        consumers, waiting = self.consumers, self.waiting
        if not waiting or not self.channel.reachable:
            return
        mine = self.shards_of_readers() if self.channel.shards else None
        idle = 0
        while waiting and idle < len(consumers):
            consumer = consumers[0]
            consumers.rotate(-1)
            delivery = None
            if consumer.ready:
                delivery = waiting.popleft() if mine is None else waiting.take(mine[consumer])
            if delivery is None:
                idle += 1
            else:
                self._hand(delivery, consumer)
                idle = 0

    def shards_of_readers(self):
        """Return which shards each consumer reads now: those that are down read none."""
        live = [reader for reader in self.readers if not (reader.service._down or reader.stopped)]
        if live != self._live or len(self._mine) < len(self.readers):
            self._live = live
            self._mine = dict.fromkeys(self.readers, ()) | dict(zip(live, shares(self.channel.shards, live)))
        return self._mine

    def _hand(self, delivery, consumer):
        self.flying[delivery] = consumer
        self.book.hand(delivery.message.number)
        visibility = self.channel.visibility
        if visibility is not None:
            self.channel.clock.lane(visibility).add(self.channel.clock.now, delivery)
        consumer.take(delivery)

    def settle(self, delivery):
        """A message is acknowledged, so it does not come again."""
        del self.flying[delivery]
        self.book.settle(delivery.message.number)
        if self.channel.shards:
            self.waiting.free(delivery)

    def expire(self, delivery):
        """Give a message back that was not acknowledged in time, whatever its consumer still does with it."""
        if delivery in self.flying:
            delivery.over = True
            self.give_back(delivery, TIMEOUT)
            self.pull()

    def give_back(self, delivery, code):
        """Let a message wait again as the first of all, with a new row, or let it be dead if it has come often enough."""
        channel, number = self.channel, delivery.message.number
        del self.flying[delivery]
        if channel.shards:
            self.waiting.free(delivery)
        dead = delivery.nth >= channel.deliveries and not delivery.gone
        again = not dead and not delivery.gone
        close(channel, delivery, code + AGAIN if again else code, live=delivery.over)
        self.book.give_back(number, again, dead)
        if dead and channel.dead_letters is not None:
            channel.dead_letters.send(channel.name, delivery.row, key=delivery.message.key)
        if again:
            self.waiting.appendleft(channel.again(delivery))

    def lose(self, delivery, code=ERROR):
        """A message that waits or is on its way is no more; `code` is how its row ends."""
        close(self.channel, delivery, code)
        self.book.drop(delivery.message.number)

    def drop_oldest(self):
        """Make room: the message that has waited longest is no more."""
        self.lose(self.waiting.popleft(), REJECTED)

    def drop_all(self, doomed):
        """Lose those that wait and for which `doomed(delivery)` is true."""
        waiting = list(self.waiting)
        kept = [delivery for delivery in waiting if not doomed(delivery)]
        if len(kept) < len(waiting):
            self.waiting.clear()
            self.waiting.extend(kept)
            for delivery in waiting:
                if doomed(delivery):
                    self.lose(delivery)


class Consumer:
    """One service that takes messages from a channel; made by `Service.consumes`.

    It holds at most `prefetch` messages that it is not done with (None: as many as it has workers, or without bound
    where messages are held by their sender). `taken` counts all, `recognised` those whose work had been done before.
    """

    def __init__(self, channel, service, group=None, prefetch=None, ack="after", lost_acks=0.0, idempotent=False, rng=None):
        self.channel, self.service = channel, service
        self.prefetch = None if prefetch is None else whole("prefetch", prefetch, at_least=1)
        self.ack = one_of("ack", ack, ACKS)
        self.lost_acks = share("lost_acks", lost_acks)
        self.idempotent = flag("idempotent", idempotent)
        if channel.held == "sender":
            self.ack = "before"  # nobody keeps it who could be told
        self._draw_lost = rng and rng.random
        self.taken = self.recognised = 0
        self.stopped = False
        self._held = {}
        self.group = channel.join(self, group)

    @property
    def outstanding(self):
        """How many messages it holds that it is not done with."""
        return len(self._held)

    @property
    def ready(self):
        """True if it would take another message now."""
        service = self.service
        if service._down or self.stopped:
            return False
        if self.channel.held == "sender" and self.prefetch is None:
            return True
        return len(self._held) < (self.prefetch or service._workers)

    @property
    def shards(self):
        """The numbers of the shards that it reads now; none if the channel has none."""
        return list(self.group.shards_of_readers()[self]) if self.channel.shards else []

    def stop(self):
        """Take no more messages, although its service lives and answers calls; what it holds is still worked on."""
        self.stopped = True
        self.group.pull()  # others take over its shards

    def start(self):
        """Take messages again."""
        self.stopped = False
        self.group.pull()

    def take(self, delivery):
        """Take a message out of the channel; it is a job of the service when it has arrived."""
        self.taken += 1
        self._held[delivery] = None
        delivery.call, delivery.service = self, self.service
        if self.ack == "before":
            self._acknowledge(delivery)
        self.channel.bring(delivery, self.service.name, self._arrive)

    def _arrive(self, delivery):
        if delivery not in self._held:
            return  # a crash came in between
        now, number, service = self.channel.clock.now, delivery.message.number, self.service
        if not service._down:
            self.group.book.deliver(number, now)
            if self.idempotent and number in self.group.seen:
                trace = self.channel.trace
                trace.arrived[delivery.row] = trace.released[delivery.row] = now
                self._end(delivery, OK)
                self.group.pull()
                return
        service.arrive(delivery)

    def reply(self, job, code, last=False):
        """The service is done with a message; tell whoever waits for the answer, and take the next message."""
        told = self._end(job, code)
        if job.reply_to is not None and told:
            job.reply_to.send(self.service.name, job.row, "reply", number=job.number, answer=code)
        self.group.pull()

    def _end(self, delivery, code):
        """Settle a message that it is done with, or give it back; True if whoever asked is to hear of it."""
        del self._held[delivery]
        group, number = self.group, delivery.message.number
        if code in GOOD:
            self._did(number)
        if delivery.over:
            delivery.live = False
            return code in GOOD
        if delivery in group.flying:
            if self.ack == "before" or code in GOOD and not self._acknowledge(delivery):
                return code in GOOD  # it was never heard: the message comes back when its time is over
            if code not in GOOD:
                if self.channel.redelivers or delivery.gone:
                    group.give_back(delivery, code)
                    return delivery.nth >= self.channel.deliveries
                group.settle(delivery)
        if code not in GOOD:
            group.book.fail(number)
        close(self.channel, delivery, code)
        return True

    def _did(self, number):
        """The work for a message has ended well; an idempotent consumer's takes effect only once."""
        if self.idempotent and number in self.group.seen:
            self.recognised += 1
            return
        if self.idempotent:
            self.group.seen.add(number)
        self.group.book.do(number, self.channel.clock.now)

    def _acknowledge(self, delivery):
        """Acknowledge a message; False if nobody hears it."""
        if self.lost_acks and self._draw_lost() < self.lost_acks:
            return False
        self.group.settle(delivery)
        return True

    def forget(self):
        """The service has crashed: what it holds comes back when its time is over, or never if it was acknowledged."""
        held, self._held = self._held, {}
        for delivery in held:
            if delivery not in self.group.flying and not delivery.over:
                self.group.book.fail(delivery.message.number)
                close(self.channel, delivery, ERROR)

    def __repr__(self):
        return f"<Consumer {self.service.name} of {self.channel.name}: {self.taken:,} messages so far>"
