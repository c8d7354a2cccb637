"""Random streams: one for each purpose, all from one seed.

A stream is named after what it decides ("users/shop/arrivals", "stock/work"), so that a knob moves
only what depends on it: turning a breaker on does not move one arrival.
"""

from random import Random

from sim.arguments import text, whole


class Streams:
    """Named random streams of one seed; the same seed and name give the same numbers everywhere.

    `random.Random` hashes a string seed with SHA-512, so neither PYTHONHASHSEED nor the platform matters.
    Raises TypeError if the seed is not a whole number.
    """

    def __init__(self, seed):
        self.seed = whole("seed", seed)

    def named(self, name):
        """Return a new generator, at the beginning of the stream `name`."""
        return Random(f"{self.seed}/{text('name', name)}")
