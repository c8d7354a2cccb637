"""Finishing after the answer: orders that are PENDING until others have been heard, or until it has taken too long.

An order is APPROVED when all have said yes and REJECTED at the first no, or when its time is over. An answer to an order that is
decided counts for nothing, so it does no harm that one comes late or twice.
"""

from math import inf

from sim.arguments import number

PENDING, APPROVED, REJECTED = "PENDING", "APPROVED", "REJECTED"


class Pending:
    """The orders that wait for the yes of everyone in `needs`, each for at most `limit` ms (inf: for ever).

    `orders` maps an order's number to its `Order`, in the order in which they were placed. Times in ms.
    """

    def __init__(self, needs, limit=inf):
        self.needs = frozenset(needs)
        self.limit = number("limit", limit, above=0, finite=False)
        self.orders = {}

    def place(self, order, now, luck=0.0):
        """Take an order; its state is PENDING. `luck`: a number by lot, for what is to be decided about it."""
        self.orders[order] = Order(now, now + self.limit, set(self.needs), luck)

    def hear(self, order, who, yes, now):
        """Take the answer of `who`."""
        known = self.orders[order]
        if known.state(now) != PENDING:
            return  # too late
        known.missing.discard(who)
        if not yes or not known.missing:
            known.decided, known.outcome = now, APPROVED if yes else REJECTED

    def state(self, order, now):
        """Return "PENDING", "APPROVED" or "REJECTED", as a client would see it at `now`."""
        return self.orders[order].state(now)


class Order:
    """One order: when it was `placed`, who is `missing`, when it was `decided` (inf: not yet) and its `outcome`."""

    __slots__ = ("placed", "expires", "missing", "luck", "decided", "outcome")

    def __init__(self, placed, expires, missing, luck):
        self.placed, self.expires, self.missing, self.luck = placed, expires, missing, luck
        self.decided, self.outcome = inf, PENDING

    def state(self, now):
        """Return its state at `now`; a yes beats the limit if both come at one instant."""
        if self.decided == inf and now > self.expires:
            self.decided, self.outcome = self.expires, REJECTED
        return self.outcome if self.decided <= now else PENDING


class Placing:
    """A step of a service: every job is an order, of the number of its row in the trace. `draw` gives each its luck."""

    def __init__(self, pending, clock, draw):
        self.pending, self.clock, self.draw = pending, clock, draw

    def begin(self, job):
        """Take it, and go on."""
        self.pending.place(job.row, self.clock.now, self.draw())
        return False


class Hearing:
    """A step of a service that takes answers out of a channel; `says_yes(who, order)` is what each of them says.

    `who` is the message's sender, and the `Order` is the one that the sender's own message came from.
    """

    def __init__(self, pending, clock, trace, says_yes):
        self.pending, self.clock, self.trace, self.says_yes = pending, clock, trace, says_yes

    def begin(self, job):
        """Hear it, and go on."""
        order = self.trace.parent[self.trace.parent[job.row]]
        yes = self.says_yes(job.sender, self.pending.orders[order])
        self.pending.hear(order, job.sender, yes, self.clock.now)
        return False
