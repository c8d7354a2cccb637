"""What happened: one row per try, kept in columns.

A row is made when a try starts, so that calls in flight are in the picture. It is filled in as the try goes on.
Columns are `array.array`s of numbers (53 bytes a row), which is why millions of rows fit; `spans()` gives them
one by one with names.
"""

from array import array
from math import nan
from typing import NamedTuple

from sim.limits import MOST_TRIES, RunTooLong

IN_FLIGHT, OK, FALLBACK, ERROR, TIMEOUT, REJECTED, OPEN = range(7)
OUTCOMES = ("in flight", "ok", "fallback", "error", "timeout", "rejected", "open")
AGAIN = 8  # added to an outcome when the caller will try again: the request has not ended with this try
USERS = "users"  # the caller of requests from outside

_BLOCK = 4096
_NANS = array("d", [nan]) * _BLOCK
_ZEROS = array("B", [0]) * _BLOCK
_ONES = array("H", [1]) * _BLOCK
_MINUS = array("i", [-1]) * _BLOCK


class Span(NamedTuple):
    """One try. Times in ms; `served` and `ended` are nan until they happen.

    `service` was called by `caller` ("users": the outside). `started`: the caller made the try. `arrived`: it reached
    the service. `served`: work began. `released`: the service was done with it, its worker free again. `ended`: the caller knew the
    outcome or gave up, which may be long before `released`. A call that was refused or dropped has no `served`;
    `released` is then when that happened. `attempt` counts from 1. `parent` is the row of the
    caller's own call, -1 for users. `first` is the row of the same call's first try. `final` is False if the
    caller tried again after this one.
    """

    service: str
    caller: str
    started: float
    served: float
    ended: float
    outcome: str
    attempt: int
    parent: int
    arrived: float
    released: float
    first: int
    final: bool


class Trace:
    """The rows of one run. `len(trace)` is their number; the columns are attributes named as in `Span`.

    Columns but `started`, `link` and `parent` are longer than the trace (filled ahead in blocks): use the first
    `len(trace)` entries. `link` numbers the pairs in `links`, a list of (caller, service). `code` is the index
    into `OUTCOMES`, plus `AGAIN` if the caller tried again. `first` is -1 for first tries.
    """

    def __init__(self, most=MOST_TRIES):
        self.most = most  # rows
        self.links = []
        self.link = array("H")
        self.started = array("d")
        self.parent = array("i")
        self.arrived = array("d")
        self.served = array("d")
        self.ended = array("d")
        self.released = array("d")
        self.code = array("B")
        self.attempt = array("H")
        self.first = array("i")
        self.room = 0

    def __len__(self):
        return len(self.started)

    def new_link(self, caller, service):
        """Return the number of a new pair of caller and service."""
        self.links.append((caller, service))
        return len(self.links) - 1

    def grow(self):
        """Make room for another block of rows. Raises RunTooLong if there are as many as there may be."""
        more = min(_BLOCK, self.most - self.room)
        if more <= 0:
            raise RunTooLong(
                f"stopped at {self.started[-1]:,.0f} ms: more than max_tries={self.most:,} tries, which fill the memory. "
                "Ask for a shorter run, less load, or a larger max_tries."
            )
        for column in (self.arrived, self.served, self.ended, self.released):
            column.extend(_NANS[:more])
        self.code.extend(_ZEROS[:more])
        self.attempt.extend(_ONES[:more])
        self.first.extend(_MINUS[:more])
        self.room += more

    def add(self, link, now, parent):
        """Add a row for a try that starts now and return its number."""
        row = len(self.started)
        if row >= self.room:
            self.grow()
        self.link.append(link)
        self.started.append(now)
        self.parent.append(parent)
        return row

    def span(self, row):
        """Return one row. Raises IndexError if there is none of that number."""
        if not 0 <= row < len(self):
            raise IndexError(f"row must be from 0 to {len(self) - 1}, got {row!r}")
        caller, service = self.links[self.link[row]]
        code = self.code[row]
        first = self.first[row]
        return Span(
            service, caller, self.started[row], self.served[row], self.ended[row], OUTCOMES[code % AGAIN],
            self.attempt[row], self.parent[row], self.arrived[row], self.released[row],
            row if first < 0 else first, code < AGAIN,
        )  # fmt: skip

    def spans(self):
        """Yield the rows in the order in which the tries started."""
        for row in range(len(self)):
            yield self.span(row)

    def rows(self, service=None, caller=None):
        """Return the numbers of the rows of calls to `service` (None: any) by `caller` (None: any).

        Raises ValueError if nobody of that name was ever called, or calls, in this world.
        """
        for name, value, known in (("service", service, 1), ("caller", caller, 0)):
            names = sorted({link[known] for link in self.links})
            if value is not None and value not in names:
                raise ValueError(f"{name} must be one of {names}, got {value!r}")
        wanted = {
            number
            for number, (by, to) in enumerate(self.links)
            if (service is None or to == service) and (caller is None or by == caller)
        }
        if len(wanted) == len(self.links):
            return list(range(len(self)))
        if len(wanted) == 1:
            (one,) = wanted
            return [row for row, link in enumerate(self.link) if link == one]
        return [row for row, link in enumerate(self.link) if link in wanted]

    def __bytes__(self):
        """The whole trace as bytes, to compare two runs."""
        size = len(self)
        columns = (self.link, self.started, self.parent, self.arrived, self.served, self.ended, self.released)
        parts = [column[:size].tobytes() for column in columns]
        parts += [column[:size].tobytes() for column in (self.code, self.attempt, self.first)]
        return repr(self.links).encode() + b"".join(parts)

    def __eq__(self, other):
        return isinstance(other, Trace) and bytes(self) == bytes(other)

    __hash__ = None

    def __repr__(self):
        return f"<Trace of {len(self):,} tries between {len(self.links)} pairs>"
