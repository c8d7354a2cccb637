"""Which instance gets the next call: round robin, random, least connections, two random choices.

A balancer knows the names that its client believes in and how many calls that client has out at each; nothing else.
"""

from sim.arguments import one_of

BALANCERS = ("round robin", "random", "least connections", "two choices")


class Balancer:
    """Picks a name by one of the `BALANCERS`; `rng` is a `random.Random` of its own.

    "two choices": of two names drawn at random, the one with fewer calls out (Mitzenmacher, The Power of Two Choices
    in Randomized Load Balancing, 2001). Ties go by lot. Raises ValueError if there is no such balancer.
    """

    def __init__(self, kind, rng):
        self.kind = kind
        self._rng = rng
        self._turn = rng.randrange(1_000_000)  # or all clients would begin with the same instance

    @property
    def kind(self):
        """Its name; may be changed while the world runs."""
        return self._kind

    @kind.setter
    def kind(self, value):
        self._kind = one_of("balance", value, BALANCERS)
        self._rule = {
            "round robin": self._round_robin, "random": self._random, "least connections": self._least, "two choices": self._two,
        }[value]  # fmt: skip

    def pick(self, names, out):
        """Return one of `names` (not empty); `out` maps each to the number of calls that are out there."""
        return names[0] if len(names) == 1 else self._rule(names, out)

    def _round_robin(self, names, out):
        self._turn += 1
        return names[self._turn % len(names)]

    def _random(self, names, out):
        return names[int(self._rng.random() * len(names))]

    def _least(self, names, out):
        fewest = min(out[name] for name in names)
        return self._random([name for name in names if out[name] == fewest], out)

    def _two(self, names, out):
        first = int(self._rng.random() * len(names))
        second = int(self._rng.random() * (len(names) - 1))
        second += second >= first  # another one
        one, other = names[first], names[second]  # the order is random, so a tie goes by lot
        return other if out[other] < out[one] else one
