"""Transactional messaging: how an order in a database and its message in a channel become one, or fail to.

A dual write does the two one after the other, and a crash between them leaves one without the other. With an outbox the
message is written into the database too, in the order's own transaction; a relay reads it there and publishes it, then marks
it. A relay that crashes in between publishes again. It looks every so often (a polling publisher) or is told by the database's
log (transaction log tailing).
"""

from math import inf

from sim.arguments import number, one_of, share, whole
from sim.delays import checked_delay
from sim.order_book import Book
from sim.trace import ERROR

__all__ = ["OUTBOXES", "STRATEGIES", "Book", "Records"]
STRATEGIES = ("commit first", "publish first", "polling", "log tailing")
OUTBOXES = STRATEGIES[2:]


class Records:
    """A step of a service, made by `Service.records`: write an order and see that its message gets into `channel`.

    `book` has counts and times; `reads` counts the relay's looks into the outbox (or the log), `empty` those that found nothing,
    `crashes` and `relay_crashes` what has crashed, `refused` what a broker had no space for: it stays in the outbox. All settings
    but the strategy may be changed while the world runs.
    """

    def __init__(self, service, channel, strategy, **settings):
        self.service, self.channel = service, channel
        self.strategy = one_of("strategy", strategy, STRATEGIES)
        self.clock = service.clock
        self.book = Book()
        self.reads = self.empty = self.crashes = self.relay_crashes = self.refused = 0
        self._sent = []  # by order: its row in the trace, then the message, which is the same one each time
        self._busy = self._due = self._stopped = False  # the relay is at work, should have looked again meanwhile, does not look
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

    def stop_relay(self):
        """The relay's process is stuck: it looks no more. Orders are still written; what it is sending now it still sends."""
        self._stopped = True

    def start_relay(self):
        """The relay's process is started anew, and looks at once."""
        self._stopped = False
        if self.strategy in OUTBOXES:
            self._look()

    def row_of(self, order):
        """Return the row in the trace of the call for which this order was recorded."""
        return getattr(self._sent[order], "parent", self._sent[order])

    def number_of(self, order):
        """Return the number of the order's message in the channel, or None if it has not been out."""
        return getattr(self._sent[order], "number", None)

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
            limited = getattr(self.channel.broker, "space", inf) < inf
            confirm = _Refused(self, order) if limited and self.strategy in OUTBOXES else None
            self._sent[order] = self.channel.send(self.service.name, self._sent[order], confirm=confirm)
        else:
            self.channel.send_again(self._sent[order])

    def _poll(self, _):
        self._look()
        self.clock.at(None, self.clock.now + self.every, happen=self._poll)

    def _look(self, _=None):
        """Read what is there now, unless the relay is at work: then look as soon as it is done."""
        self._due = self._busy and not self._stopped
        if not self._busy and not self._stopped:
            self._busy = True
            self.reads += 1
            found = min(self.batch, len(self.book.outbox))
            self.empty += not found
            self.clock.at((0, found), self.clock.now + self._draw["read"](), happen=self._relay)

    def _relay(self, what):
        """Publish what was found, one message after the other, then mark all of it."""
        done, found = what
        if done and getattr(self.channel.broker, "full", False):
            self.refused += 1
            self.book.mark(done - 1)  # the broker says so at once; the rest is tried again later
            self.clock.at(True, self.clock.now + self.restart, happen=self._again)
            return
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


class _Refused:
    """Hears of a message that met a full broker although there was space when it was sent: it goes into the outbox again."""

    __slots__ = ("records", "order")

    def __init__(self, records, order):
        self.records, self.order = records, order

    def hear(self, has):
        if not has:
            self.records.refused += 1
            self.records.book.outbox.append(self.order)


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
Records.restart = _setting("restart", lambda name, value: number(name, value, at_least=0), "The ms until a crashed, or refused, relay is back.")
Records.crash = _setting("crash", share, "The share of orders during which the sender's process ends, between the two steps.")
Records.relay_crash = _setting("relay_crash", share, "The share of batches after which the relay crashes before it has marked them.")
Records.write = _delay("write", "How long the transaction takes in the database, in ms.")
Records.read = _delay("read", "How long the relay reads in the outbox or the log, in ms.")
Records.send = _delay("send", "How long the relay needs for one message, in ms.")
