"""A drill: one run of the shop with a hidden trouble, and the same run again with a remedy."""

from sim.arguments import number, one_of
from sim.drills.causes import CAUSES, hidden
from sim.drills.monitoring import Monitoring
from sim.drills.pain import hurt, minutes_of_pain
from sim.drills.readings import readings
from sim.drills.remedies import PLACES, check_remedy
from sim.drills.shop import RATE, Shop

UNTIL = 300_000  # ms that a drill lasts
ACTS = 3.0  # minutes after which its team acts, unless told otherwise


class Drill:
    """A run of five minutes with the trouble that `seed` hides, and with `remedy` at the place `at` after `acts` (None: nothing is done).

    `readings`: what the team sees, see `sim.drills.readings`. `pain`: minutes of user pain, see `sim.drills.pain`. `places`: what may be
    named as a place. `cause` and `place` are the answer, `is_right` judges a guess, `repeat` runs it again with a remedy.
    `acts` is in minutes, from 1 to 5. Raises ValueError or TypeError for a seed or a remedy that makes no sense.
    """

    places = PLACES

    def __init__(self, seed=1, remedy=None, at=None, acts=ACTS):
        self._remedy = check_remedy(remedy, at)
        self.acts_at = 60_000 * number("acts", acts, at_least=1, at_most=UNTIL / 60_000)  # ms
        self.seed, self.remedy, self.at = seed, remedy, at
        self.shop = Shop(seed)
        self._trouble = hidden(seed)
        self._monitoring = Monitoring(self.shop)
        world = self.shop.world
        world.at(self._trouble.begins, lambda: CAUSES[self._trouble.cause].begin(self.shop, self._trouble))
        if self._remedy:
            world.at(self.acts_at, lambda: self._remedy.act(self.shop, at))
        self._seen = None

    def run(self, until=UNTIL):
        """Let it run until `until` (ms), and return it."""
        self._monitoring.run(until)
        return self

    @property
    def now(self):
        """How far it has come, in ms."""
        return self.shop.world.now

    @property
    def readings(self):
        """What the team has seen so far."""
        if self._seen is None or self._seen[0] != self.now:
            self._seen = self.now, readings(self._monitoring)
        return self._seen[1]

    @property
    def pain(self):
        """Minutes of user pain so far."""
        return minutes_of_pain(self.shop)

    @property
    def pain_by_minute(self):
        """The same for each minute so far in which a user may have come."""
        minutes = [0.0] * max(1, -(-int(self.now) // 60_000))
        for moment in hurt(self.shop):
            minutes[int(moment / 60_000)] += 1 / (RATE * 60)
        return minutes

    @property
    def cause(self):
        """The answer: the key of the cause."""
        return self._trouble.cause

    @property
    def place(self):
        """The answer: where it is."""
        return self._trouble.place

    @property
    def right_remedy(self):
        """The answer: the key of what puts it right, at `place`."""
        return CAUSES[self.cause].remedy

    def is_right(self, cause, place):
        """True if that is the cause, and the place. Raises ValueError for names that no cause or place has."""
        guess = one_of("cause", cause, tuple(CAUSES)), one_of("place", place, PLACES)
        return guess == (self.cause, self.place)

    def repeat(self, remedy, place=None, acts=ACTS):
        """Return the same run with that remedy at that place, after `acts` minutes."""
        return Drill(self.seed, remedy, place, acts).run()

    def __repr__(self):
        done = f", {self.remedy} at {self.at}" if self.remedy else ""
        return f"<Drill {self.seed}{done}: {self.now / 60_000:.0f} min, {self.pain:.2f} minutes of user pain>"


def drill(seed):
    """Return the drill of that seed, run to its end: a shop with one hidden trouble, and nothing is done about it."""
    return Drill(seed).run()
