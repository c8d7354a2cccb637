"""The corners of a scenario's knobs: each end of each, every pair of ends, and random corners of all."""

from itertools import combinations
from random import Random

from sim.knobs import Choice, Slider


def ends(knob):
    """Return the two ends of a knob: a slider's bounds, the first and the last choice, off and on."""
    if isinstance(knob, Slider):
        return [knob.low, knob.high]
    if isinstance(knob, Choice):
        values = [value for _, value in knob.pairs]
        return [values[0], values[-1]]
    return [False, True]


def single_ends(knobs):
    """Yield parameters with one knob at one end, and a choice at each of its options, a long one at a dozen or so of them."""
    for name, knob in knobs.items():
        for value in [value for _, value in knob.pairs][:: 1 + len(knob.pairs) // 16] if isinstance(knob, Choice) else ends(knob):
            yield {name: value}


def pairs_of_ends(knobs):
    """Yield parameters with two knobs at one of their ends each, for every pair of ends."""
    for (one, first), (other, second) in combinations(knobs.items(), 2):
        for a in ends(first):
            for b in ends(second):
                yield {one: a, other: b}


class PairsTogether:
    """Parameters with every knob at one of its ends, each holding many pairs of ends that no run has held so far, until none is left.

    Iterate over it, and call `ran(params)` with those that ran. `refused` has the pairs that nothing ran with in `PATIENCE` tries.
    """

    PATIENCE = 12

    def __init__(self, knobs, seed=1):
        self.knobs, self.rng = knobs, Random(seed)
        self.left = {frozenset(pair.items()) for pair in pairs_of_ends(knobs)}
        self.number, self.refused = len(self.left), []

    def ran(self, params):
        """All pairs in these parameters have been held by a run."""
        self.left -= set(map(frozenset, combinations(params.items(), 2)))

    def __iter__(self):
        for pair in sorted(self.left, key=repr):
            for _ in range(self.PATIENCE):
                if pair not in self.left:
                    break
                drawn = [{name: self.rng.choice(ends(knob)) for name, knob in self.knobs.items()} | dict(pair) for _ in range(30)]
                yield max(drawn, key=lambda params: len(self.left.intersection(map(frozenset, combinations(params.items(), 2)))))
            if pair in self.left:
                self.refused.append(dict(pair))
                self.left.discard(pair)


def random_corners(knobs, count, seed=1):
    """Yield parameters with every knob at one of its ends, by lot."""
    rng = Random(seed)
    for _ in range(count):
        yield {name: rng.choice(ends(knob)) for name, knob in knobs.items()}
