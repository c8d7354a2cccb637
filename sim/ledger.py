"""The books of a channel: what was sent, what came out how often, whose work was done, and what can never come out any more.

After the checkers of Jepsen (Kingsbury, Call me maybe: RabbitMQ, 2014; jepsen.checker/total-queue): a test of a queue
notes every message that was sent, whether its sender was told that it is safe, and every message that came out.
"""

from array import array
from math import nan
from typing import NamedTuple

WAITING, IN_FLIGHT, SETTLED, LOST, DEAD, REFUSED, UNCONFIRMED = FATES = (
    "waiting", "in flight", "settled", "lost", "dead", "refused", "unconfirmed",
)  # fmt: skip
SILENT, ASKING, TOLD, TURNED_AWAY, GIVEN_UP = range(5)  # what the sender knows of a message; silent: it does not ask
_SETTLED, _FAILED, _DEAD = 1, 2, 4


class Counts(NamedTuple):
    """How many messages, for one group of consumers; sent = waiting + in_flight + settled + lost + dead + refused + unconfirmed.

    `waiting`: in the channel, on the way into it, or with a sender that has not given up. `in_flight`: handed to a
    consumer, and neither acknowledged nor given back. `settled`: acknowledged by a consumer. `lost`: can never come out
    any more, or was settled by a consumer that then failed, and its work was never done. `dead`: given up after as many
    deliveries as the channel allows. `refused`: the sender was told that there is no room. `unconfirmed`: not in the
    channel, and its sender knows that it was never told so.

    Besides: `acknowledged`, those whose sender was told that the channel has them (without `confirm`: that it has).
    `delivered`, those that came to a consumer, and `duplicates`, how often one came again; `done`, those whose work was
    done, and `done_again`, how often it was done again. `phantom`: came out and was never sent; always 0.
    """

    sent: int
    acknowledged: int
    refused: int
    unconfirmed: int
    waiting: int
    in_flight: int
    settled: int
    lost: int
    dead: int
    delivered: int
    duplicates: int
    done: int
    done_again: int
    phantom: int


class Ledger:
    """The books of one channel, `channel.ledger`; entry n of each list is message n.

    `keys`; `sent`, when (ms) it was sent first; `sends`, how often; `acknowledged`, when its sender was told that the
    channel has it (nan: never). `books` has one `Book` a group; `of(group)` finds it.
    """

    def __init__(self):
        self.keys = []
        self.sent, self.acknowledged = array("d"), array("d")
        self.sends = array("I")
        self._known = bytearray()
        self.books = []

    def __len__(self):
        return len(self.keys)

    def send(self, key, now, asking):
        """Enter a new message and return its number."""
        self.keys.append(key)
        self.sent.append(now)
        self.acknowledged.append(nan)
        self.sends.append(0)
        self._known.append(ASKING if asking else SILENT)
        return len(self.keys) - 1

    def tell(self, number, what, now=nan):
        """The sender learns `what` about a message: TOLD, TURNED_AWAY or GIVEN_UP."""
        if what == TOLD and self._known[number] == SILENT:  # as most are: nobody's fate hangs on it
            if self.acknowledged[number] != self.acknowledged[number]:
                self.acknowledged[number] = now
            return
        touched = [(book, place, book.fate(place)) for book in self.books if (place := book.places.get(number)) is not None]
        if what == TOLD and self.acknowledged[number] != self.acknowledged[number]:
            self.acknowledged[number] = now
        if self._known[number] == ASKING or what == TURNED_AWAY and self._known[number] == SILENT:
            self._known[number] = what
        for book, place, before in touched:
            book.moved(before, book.fate(place))

    def open(self, group):
        """Return a new `Book` for a group."""
        return Book(self, group)

    def knows(self, number):
        """Return what the sender knows of a message."""
        return self._known[number]

    def of(self, group=None):
        """Return the `Book` of the group of this name (None: the only one). Raises ValueError if there is no such group."""
        if group is None and len(self.books) == 1:
            return self.books[0]
        for book in self.books:
            if group is not None and book.group.name == group:
                return book
        raise ValueError(f"group must be one of {[book.group.name for book in self.books]}, got {group!r}")

    def counts(self, group=None):
        """Return the `Counts` of the group of this name (None: the only one). Raises ValueError if there is no such group."""
        return self.of(group).counts()


class Book:
    """What became of the messages for one group of consumers, in the order in which they were meant for it.

    `numbers`: which messages; `deliveries` and `done`: how often each came to a consumer and its work was done;
    `first_delivered` and `first_done`: when first (ms; nan: never).
    """

    def __init__(self, ledger, group):
        self.ledger, self.group = ledger, group
        self.places = {}  # number: place in the lists
        self.numbers, self.deliveries, self.done = array("I"), array("I"), array("I")
        self.first_delivered, self.first_done = array("d"), array("d")
        self._waiting, self._flying, self._flags = array("I"), array("I"), bytearray()
        self._fates = dict.fromkeys(FATES, 0)
        self._delivered = self._deliveries = self._done = self._dones = self._phantom = 0
        ledger.books.append(self)

    def fate(self, place):
        """Return what has become of a message so far, one of `FATES`."""
        if self._flying[place]:
            return IN_FLIGHT
        if self._waiting[place]:
            return WAITING
        flags = self._flags[place]
        if flags & _DEAD:
            return DEAD
        if self.done[place] or flags == _SETTLED:
            return SETTLED
        if flags & _FAILED:
            return LOST
        known = self.ledger.knows(self.numbers[place])
        return {ASKING: WAITING, TURNED_AWAY: REFUSED, GIVEN_UP: UNCONFIRMED}.get(known, LOST)

    def moved(self, before, after):
        """A message has gone from one fate to another."""
        self._fates[before] -= 1
        self._fates[after] += 1

    def offer(self, number):
        """A message, or the same one again, is on its way into the channel."""
        place = self.places.get(number)
        if place is None:
            self.places[number] = len(self.numbers)
            self.numbers.append(number)
            for column in (self.deliveries, self.done, self._flying):
                column.append(0)
            self._waiting.append(1)
            self._flags.append(0)
            self.first_delivered.append(nan)
            self.first_done.append(nan)
            self._fates[WAITING] += 1
        else:
            self._change(place, waiting=1)

    def drop(self, number):
        """One that waited or was on its way is no more."""
        self._change(self.places[number], waiting=-1)

    def hand(self, number):
        """One that waited was handed to a consumer."""
        place = self.places[number]
        before = IN_FLIGHT if self._flying[place] else WAITING
        self._waiting[place] -= 1
        self._flying[place] += 1
        self.moved(before, IN_FLIGHT)

    def give_back(self, number, again=True, dead=False):
        """A consumer gave one back: it waits again, or is dead, or is no more."""
        self._change(self.places[number], waiting=again, flying=-1, flag=_DEAD if dead else 0)

    def settle(self, number):
        """A consumer acknowledged one."""
        place = self.places[number]
        self._flying[place] -= 1
        self._flags[place] |= _SETTLED
        self.moved(IN_FLIGHT, self.fate(place))

    def fail(self, number):
        """The work for one that had been acknowledged before has failed."""
        self._change(self.places[number], flag=_FAILED)

    def deliver(self, number, now):
        """One came to a consumer."""
        place = self.places.get(number)
        if place is None:
            self._phantom += 1
            return
        self._deliveries += 1
        self.deliveries[place] += 1
        if self.deliveries[place] == 1:
            self._delivered += 1
            self.first_delivered[place] = now

    def do(self, number, now):
        """The work for one was done."""
        place = self.places[number]
        before = None if self._flying[place] else self.fate(place)  # what is in flight stays so, as nearly always
        self._dones += 1
        self.done[place] += 1
        if self.done[place] == 1:
            self._done += 1
            self.first_done[place] = now
        if before is not None:
            self.moved(before, self.fate(place))

    def counts(self):
        """Return the `Counts` of this moment."""
        fates = self._fates
        told = self.ledger.acknowledged
        return Counts(
            len(self.numbers), sum(told[number] == told[number] for number in self.numbers), fates[REFUSED], fates[UNCONFIRMED],
            fates[WAITING], fates[IN_FLIGHT], fates[SETTLED], fates[LOST], fates[DEAD], self._delivered,
            self._deliveries - self._delivered, self._done, self._dones - self._done, self._phantom,
        )  # fmt: skip

    @property
    def lag(self):
        """How many messages wait or are in flight, as of a consumer of Kafka's that has not committed them."""
        return self._fates[WAITING] + self._fates[IN_FLIGHT]

    def _change(self, place, waiting=0, flying=0, flag=0):
        before = self.fate(place)
        self._waiting[place] += waiting
        self._flying[place] += flying
        self._flags[place] |= flag
        self.moved(before, self.fate(place))
