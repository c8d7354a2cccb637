"""What a message costs in each format, as values: what a lab has measured and a model of a link uses."""

import json
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sim.arguments import flag, kind, number, one_of, text


class Cost(NamedTuple):
    """Of one message: its `size` in bytes, and the ms that writing (`encode`) and reading (`decode`) it keep a processor busy."""

    size: float
    encode: float
    decode: float


class Costs:
    """Costs by format, with and without gzip, at several numbers of order lines. `source` says where and when they come from.

    `table` maps a format to a dict of number of lines to six numbers: bytes, encode and decode in ms, then the same with
    gzip. `code` is the Python that makes such costs. Two are equal that hold the same table of the same source.
    Raises TypeError or ValueError if the table is empty, or the formats differ in their numbers of lines, or a number is
    not positive.
    """

    def __init__(self, table, source, code="measure()"):
        kind("table", table, dict, "a dict of formats to dicts of lines to six numbers")
        self.source, self._code = text("source", source), text("code", code)
        self.table = {
            name: {int(lines): tuple(number("table", one, above=0) for one in six) for lines, six in rows.items()} for name, rows in table.items()
        }
        self.lines = sorted(next(iter(self.table.values()), ()))
        if len(self.lines) < 2 or any(sorted(rows) != self.lines for rows in self.table.values()):
            raise ValueError("table must have the same two or more numbers of lines for every format, got others")
        if any(len(six) != 6 for rows in self.table.values() for six in rows.values()):
            raise ValueError("table must hold six numbers for each number of lines, got more or fewer")
        self._key = self.source, tuple((name, tuple(sorted(rows.items()))) for name, rows in sorted(self.table.items()))
        self._hash = hash(self._key)

    @property
    def formats(self):
        """The names of the formats, a tuple."""
        return tuple(self.table)

    def of(self, name, lines, gzip=False):
        """Return the `Cost` of an order with so many lines: measured, or on the straight line between two that were.

        Raises ValueError for an unknown format, or a number of lines outside what was measured.
        """
        rows = self.table[one_of("name", name, self.table)]
        known = self.lines
        number("lines", lines, at_least=known[0], at_most=known[-1])
        at = max(1, bisect_left(known, lines))
        low, high = known[at - 1], known[at]
        part = (lines - low) / (high - low)
        first = 3 if flag("gzip", gzip) else 0
        return Cost(*(a + part * (b - a) for a, b in zip(rows[low][first : first + 3], rows[high][first : first + 3])))

    def __eq__(self, other):
        return isinstance(other, Costs) and self._key == other._key

    def __hash__(self):
        return self._hash

    def __repr__(self):
        return self._code


@cache
def stored_costs():
    """Return the costs that come with the package."""
    held = json.loads((files("sim") / "labs" / "format_costs.json").read_text(encoding="utf-8"))
    return Costs(held["table"], held["source"], code="stored_costs()")
