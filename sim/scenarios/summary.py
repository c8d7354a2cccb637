"""The game day: one run of a shop with a hidden trouble, to be read off its screens, and the same run with a remedy.

`drill(seed)` is for cells, `run(seed=…, remedy="restart: cartservice", acts=…)` for the explorer. Nothing that they show or say names the trouble.
"""

from sim.arguments import number, one_of
from sim.drills.causes import CAUSES
from sim.drills.diagnosis import diagnose
from sim.drills.drill import ACTS, UNTIL, Drill, drill
from sim.drills.pain import LATE
from sim.drills.readings import PROMISE
from sim.drills.remedies import PLACES, REMEDIES
from sim.knobs import Choice, Slider

__all__ = [
    "ACTS", "CAUSES", "KNOBS", "LATE", "PLACES", "PRESETS", "PROMISE", "REMEDIES", "UNTIL",
    "Drill", "Result", "diagnose", "drill", "in_words", "run",
]  # fmt: skip
NOTHING = "nothing"
SHORT = 95_000  # ms that tests of corners run: the earliest remedies have begun
DOINGS = [NOTHING, *(f"{remedy}: {place}" for remedy, it in REMEDIES.items() for place in it.places)]


class Result:
    """A drill for an explorer: how far it has come, what the team sees, and what the users bear, in words."""

    def __init__(self, seed, remedy, acts):
        doing, _, place = (None, None, None) if remedy == NOTHING else remedy.partition(": ")
        self.drill = Drill(seed, doing, place, acts)
        self.params = {"remedy": remedy, "acts": acts, "seed": seed}
        self.until = UNTIL

    @property
    def now(self):
        """How far the run has come, in ms."""
        return self.drill.now

    @property
    def finished(self):
        """True if the run has come to its end."""
        return self.now >= self.until

    @property
    def trace(self):
        """Every try and every message."""
        return self.drill.shop.world.trace

    @property
    def readings(self):
        """What the team has seen so far."""
        return self.drill.readings

    def advance(self, by):
        """Go on for `by` ms."""
        self.drill.run(min(self.until, self.now + number("by", by, at_least=0)))
        return self

    @property
    def sentence(self):
        """What the users have borne so far, in one sentence."""
        return in_words(self)

    def __repr__(self):
        return f"<Result: {self.sentence}>"


def start(*, remedy=NOTHING, acts=ACTS, seed=1):
    """Return the `Result` of the drill of this seed before its first millisecond; see `run`."""
    return Result(seed, one_of("remedy", remedy, DOINGS), acts)


def run(*, remedy=NOTHING, acts=ACTS, seed=1):
    """Run the drill of `seed` for five minutes and return the `Result`; after `acts` minutes, its team does `remedy`.

    `remedy`: "nothing", or what is done and where, such as "restart: cartservice". Raises ValueError if there is no such thing.
    """
    return start(remedy=remedy, acts=acts, seed=seed).advance(UNTIL)


run.start, run.defaults = start, {"remedy": NOTHING, "acts": ACTS, "seed": 1}

KNOBS = {
    "remedy": Choice(NOTHING, DOINGS, "What the team does"),
    "acts": Slider(ACTS, 1.5, 4.5, 0.5, "It acts after", "min"),
}
PRESETS = {
    "Do nothing": {},
    "Restart the shipping service": {"remedy": "restart: shippingservice"},
    "Roll the cart service back": {"remedy": "roll back: cartservice"},
    "Limit retries to the currency service": {"remedy": "limit retries: currencyservice"},
    "Restart the relay": {"remedy": "restart relay: checkoutservice"},
}


def in_words(result):
    """Return in one sentence what the users have borne and what was done, never why."""
    if not result.now:
        return "No user has come yet."
    pain = f"{result.drill.pain:.2f} minutes of user pain in {result.now / 60_000:.1f} minutes"
    if result.params["remedy"] == NOTHING:
        return f"{pain}; nothing was done."
    done = "will be done" if result.now < result.drill.acts_at else "was done"
    return f"{pain}; {result.params['remedy'].replace(': ', ' at ')} {done} after {result.drill.acts_at / 60_000:.1f}."
