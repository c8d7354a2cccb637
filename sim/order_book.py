"""What a sender of orders has written into its database, and which of their messages are out."""

from array import array
from collections import deque
from math import nan


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
