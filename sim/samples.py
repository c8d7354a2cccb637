"""Measured times as values: what a lab has measured and a model draws from."""

import json
from functools import cache
from importlib.resources import files
from math import ceil

from sim.arguments import kind, number, shown, text
from sim.delays import empirical


def nearest_rank(times, q):
    """Return the smallest of `times`, sorted and at least one, with at least `q` per cent of all at or below it."""
    return times[max(1, ceil(len(times) * q / 100)) - 1]


class Samples:
    """Times in ms, each kind in order: `times` maps a name to a tuple of them. `source` says where and when they come from.

    `code` is the Python that makes such samples. Two are equal that hold the same times of the same source.
    Raises TypeError or ValueError if there is no kind, or one without a time, or a time is negative or not finite.
    """

    def __init__(self, times, source, code="measure()"):
        kind("times", times, dict, "a dict of names to lists of times in ms")
        if not times:
            raise ValueError("times must hold at least one kind, got none")
        self.source, self._code = text("source", source), text("code", code)
        self._delays = {name: empirical(values) for name, values in times.items()}
        self.times = {name: tuple(sorted(number("times", value) for value in values)) for name, values in times.items()}
        self._key = self.source, tuple(sorted(self.times.items()))
        self._hash = hash(self._key)

    def delay(self, name):
        """Return the distribution that draws one of the times of this name. Raises ValueError for an unknown one."""
        return self._delays[self._known(name)]

    def percentile(self, name, q):
        """Return the time in ms that `q` per cent of this name's samples did not exceed (nearest rank)."""
        number("q", q, at_least=0, at_most=100)
        times = self.times[self._known(name)]
        return nearest_rank(times, q)

    def _known(self, name):
        if name not in self.times:
            raise ValueError(f"name must be one of {', '.join(self.times)}, got {shown(name)}")
        return name

    def __eq__(self, other):
        return isinstance(other, Samples) and self._key == other._key

    def __hash__(self):
        return self._hash

    def __repr__(self):
        return self._code


@cache
def stored_samples(name):
    """Return the samples that come with the package under this name. Raises ValueError if there are none."""
    path = files("sim") / "labs" / f"{text('name', name)}.json"
    if not name.isidentifier() or not path.is_file():
        raise ValueError(f"name must be one of stored samples in sim/labs, got {shown(name)}")
    held = json.loads(path.read_text(encoding="utf-8"))
    return Samples(held["times"], held["source"], code=f"stored_samples({name!r})")
