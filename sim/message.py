"""Messages: what is sent, and one delivery of it to one group, which at its consumer is the job that it is."""

from math import inf

from sim.trace import OK
from sim.tries import Try


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


class Message:
    """What a sender has put into a channel once, whatever becomes of it.

    `number` is its id, counted by the channel from 0; `key` says what it is about and `shard` where it goes. `confirm`
    is whoever waits to hear whether the channel has it (None: nobody); `headers` are those of its deliveries.
    """

    __slots__ = ("number", "key", "shard", "sender", "parent", "kind", "confirm", "headers")

    def __init__(self, number, key, shard, sender, parent, kind, confirm, headers):
        self.number, self.key, self.shard, self.sender, self.parent = number, key, shard, sender, parent
        self.kind, self.confirm, self.headers = kind, confirm, headers


class Delivery(Try):
    """One message on its way to one group, and at its consumer the job that it is.

    `reply_to` is the channel that waits for its answer (None: nobody does), `number` its correlation id, `answer` the
    outcome that a reply tells. `message` and `group` are what goes where; `nth` says how often it has been handed out
    with this; `over`: it was given back, so what its consumer still says of it does not count; `gone`: the broker has
    lost it, so it cannot be given back; `safe` is when (ms) the broker's replicas have it.
    """

    __slots__ = ("sender", "kind", "reply_to", "number", "answer", "origin", "message", "group", "nth", "over", "gone", "safe")

    def __init__(self, row, parent, sender, kind="message", reply_to=None, number=0, answer=OK):
        self.row, self.parent, self.sender, self.kind = row, parent, sender, kind
        self.reply_to, self.number, self.answer = reply_to, number, answer
        self.call = self.service = self.origin = self.held = self.message = self.group = None
        self.live, self.code, self.step, self.degraded, self.deadline = True, OK, 0, False, inf
        self.nth, self.over, self.gone, self.safe = 1, False, False, 0.0

    def time_out(self):
        """The time within which its consumer had to acknowledge it has passed."""
        self.group.expire(self)


def close(channel, delivery, code, live=False):
    """Write down that a message has ended with this outcome; `live`: its consumer still has to do with it."""
    delivery.live = live
    channel.trace.ended[delivery.row] = channel.clock.now
    channel.trace.code[delivery.row] = code
