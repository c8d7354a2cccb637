"""Transactional messaging: how an order in a database and its message in a channel become one, or fail to.

A dual write does the two one after the other, and a crash between them leaves one without the other. With an outbox the
message is written into the database too, in the order's own transaction; a relay reads it there and publishes it, then marks
it. A relay that crashes in between publishes again. It looks every so often (a polling publisher) or is told by the database's
log (transaction log tailing).
"""

from array import array
from collections import deque
from math import nan

from sim.arguments import number, one_of, share, whole
from sim.delays import checked_delay
from sim.trace import ERROR

STRATEGIES = ("commit first", "publish first", "polling", "log tailing")
OUTBOXES = STRATEGIES[2:]


class Book:
    """What one sender has committed and published; it decides nothing about time, which it is told.

    `committed[n]` and `published[n]`: ms when the n-th order stood in the database and when its message was first out; nan: not so
    far. `copies[n]`: how often it was published. `outbox`: the numbers that are not marked as published, the oldest first.
    `orders` and `messages` count all, `told` the orders that have a message.
    """

    def __init__(self):
        self.committed, self.published, self.copies = array("d"), array("d"), array("I")
        self.outbox = deque()
        self.orders = self.messages = self.told = 0
        self._lost, self._phantom = [], []

    def new(self):
        """Return the number of a new order, of which nothing has been done yet."""
        self.committed.append(nan)
        self.published.append(nan)
        self.copies.append(0)
        return len(self.copies) - 1

    def commit(self, order, now, outbox=False):
        """The order is in the database; with `outbox` its message is too."""
        self.committed[order] = now
        self.orders += 1
        if outbox:
            self.outbox.append(order)

    def publish(self, order, now):
        """The order's message is out, perhaps not for the first time."""
        self.messages += 1
        self.copies[order] += 1
        if self.copies[order] == 1:
            self.published[order] = now
            self.told += 1

    def mark(self, count):
        """The oldest `count` messages of the outbox are marked as published."""
        for _ in range(count):
            self.outbox.popleft()

    def abandon(self, order):
        """Whoever was to do the rest is gone, and nobody else knows of it."""
        committed, published = self.committed[order] == self.committed[order], self.copies[order] > 0
        if committed and not published:
            self._lost.append(order)
        elif published and not committed:
            self._phantom.append(order)

    @property
    def lost(self):
        """How many orders there are whose message will never come."""
        return len(self._lost)

    @property
    def phantom(self):
        """How many messages there are whose order will never be committed."""
        return len(self._phantom)

    def lost_orders(self):
        """Return when (ms) the lost ones were committed."""
        return [self.committed[order] for order in self._lost]

    def phantom_messages(self):
        """Return when (ms) the phantom ones were published."""
        return [self.published[order] for order in self._phantom]

    @property
    def duplicates(self):
        """How many messages were not the first about their order."""
        return self.messages - self.told

    def lags(self, start=0.0, end=float("inf")):
        """Return the ms from commit to message of the orders committed from `start` to before `end` (ms), in their order.

        Orders that have only one of the two so far, or for ever, are left out; a message before its commit has a negative lag.
        """
        pairs = zip(self.committed, self.published)
        return [published - committed for committed, published in pairs if start <= committed < end and published == published]


class Records:
    """A step of a service: write an order and see that its message gets into `channel`; made by `Service.records`.

    `book` has counts and times; `reads` counts the relay's looks into the outbox (or the log), `empty` those that found nothing,
    `crashes` and `relay_crashes` what has crashed. All settings but the strategy may be changed while the world runs.
    """

    def __init__(self, service, channel, strategy, **settings):
        self.service, self.channel = service, channel
        self.strategy = one_of("strategy", strategy, STRATEGIES)
        self.clock = service.clock
        self.book = Book()
        self.reads = self.empty = self.crashes = self.relay_crashes = 0
        self._sent = []  # by order: its row in the trace, then the message, which is the same one each time
        self._busy = self._due = False  # the relay is at work, and should have looked again meanwhile
        named = service._world.streams.named
        self._streams = {name: named(f"{service.name}=>{channel.name}/{name}") for name in ("write", "read", "send")}
        self._draw_crash = named(f"{service.name}=>{channel.name}/crash").random
        self._draw_relay_crash = named(f"{service.name}=>{channel.name}/relay crash").random
        self._own, self._draw = {}, {}
        for name, value in settings.items():
            setattr(self, name, value)
        if self.strategy == "polling":
            first = named(f"{service.name}=>{channel.name}/phase").random() * self.every  # nobody's timers agree
            self.clock.at(None, self.clock.now + first, happen=self._poll)

    def begin(self, job):
        """Record one order for a job; True: it goes on when the order is written."""
        order = self.book.new()
        self._sent.append(job.row)
        crashes = self._draw_crash() < self.crash
        if self.strategy == "publish first":
            self._publish(order)
            if crashes:
                self._crash(job, order)
                return True
        self.clock.at((job, order, crashes), self.clock.now + self._draw["write"](), happen=self._written)
        return True

    def _written(self, what):
        job, order, crashes = what
        if self.service.forgot(job):  # a crash of the whole service came before the commit
            self.book.abandon(order)
            return
        outbox = self.strategy in OUTBOXES
        self.book.commit(order, self.clock.now, outbox)
        if outbox and self.strategy == "log tailing":
            self._look()
        if crashes and self.strategy != "publish first":
            self._crash(job, order)
            return
        if self.strategy == "commit first":
            self._publish(order)
        self.service.go_on(job)

    def _crash(self, job, order):
        """The process ends between the two steps; with an outbox there is nothing left for it to do."""
        self.crashes += 1
        if self.strategy not in OUTBOXES:
            self.book.abandon(order)
        self.service.finish(job, ERROR)

    def _publish(self, order):
        self.book.publish(order, self.clock.now)
        if self.book.copies[order] == 1:
            self._sent[order] = self.channel.send(self.service.name, self._sent[order])
        else:
            self.channel.send_again(self._sent[order])

    def _poll(self, _):
        self._look()
        self.clock.at(None, self.clock.now + self.every, happen=self._poll)

    def _look(self, _=None):
        """Read what is there now, unless the relay is at work: then look as soon as it is done."""
        self._due = self._busy
        if not self._busy:
            self._busy = True
            self.reads += 1
            found = min(self.batch, len(self.book.outbox))
            self.empty += not found
            self.clock.at((0, found), self.clock.now + self._draw["read"](), happen=self._relay)

    def _relay(self, what):
        """Publish what was found, one message after the other, then mark all of it."""
        done, found = what
        if done:
            self._publish(self.book.outbox[done - 1])
        if done < found:
            self.clock.at((done + 1, found), self.clock.now + self._draw["send"](), happen=self._relay)
        elif found and self._draw_relay_crash() < self.relay_crash:
            self.relay_crashes += 1
            self.clock.at(True, self.clock.now + self.restart, happen=self._again)
        else:
            self.book.mark(found)
            self._again()

    def _again(self, restarted=False):
        self._busy = False
        if self._due or restarted or self.strategy == "log tailing" and self.book.outbox:
            self._look()

    def __repr__(self):
        book = self.book
        return f"<Records {self.service.name} to {self.channel.name}, {self.strategy}: {book.orders:,} orders, {book.messages:,} messages>"


def _setting(name, check, doc):
    def put(records, value):
        records._own[name] = check(name, value)

    return property(lambda records: records._own[name], put, doc=doc)


def _delay(name, doc):
    def put(records, value):
        records._own[name] = value = checked_delay(name, value)
        records._draw[name] = value.sampler(records._streams[name])

    return property(lambda records: records._own[name], put, doc=doc)


Records.every = _setting("every", lambda name, value: number(name, value, above=0), "The ms from one look of a polling relay to the next.")
Records.batch = _setting("batch", lambda name, value: whole(name, value, at_least=1), "The most messages that one look finds.")
Records.restart = _setting("restart", lambda name, value: number(name, value, at_least=0), "The ms until a crashed relay is back.")
Records.crash = _setting("crash", share, "The share of orders during which the sender's process ends, between the two steps.")
Records.relay_crash = _setting("relay_crash", share, "The share of batches after which the relay crashes before it has marked them.")
Records.write = _delay("write", "How long the transaction takes in the database, in ms.")
Records.read = _delay("read", "How long the relay reads in the outbox or the log, in ms.")
Records.send = _delay("send", "How long the relay needs for one message, in ms.")
