"""The game day: one run of a shop with a hidden trouble, to be read off its screens, and the same run with a remedy.

`drill(seed)` is for cells, `run(seed=…, remedy=…, place=…)` for the explorer. Nothing that they show or say names the trouble.
"""

from sim.arguments import number
from sim.drills.causes import CAUSES
from sim.drills.diagnosis import diagnose
from sim.drills.drill import ACTS_AT, UNTIL, Drill, drill
from sim.drills.pain import LATE
from sim.drills.readings import PROMISE
from sim.drills.remedies import PLACES, REMEDIES
from sim.knobs import Choice

__all__ = [
    "ACTS_AT", "CAUSES", "KNOBS", "LATE", "PLACES", "PRESETS", "PROMISE", "REMEDIES", "UNTIL",
    "Drill", "Result", "diagnose", "drill", "in_words", "run",
]  # fmt: skip
NOTHING = "nothing"
SHORT = 185_000  # ms that tests of corners run: the remedy has begun
DOINGS = [NOTHING, *(f"{remedy}: {place}" for remedy, it in REMEDIES.items() for place in it.places)]


class Result:
    """A drill for an explorer: how far it has come, what the team sees, and what the users bear, in words."""

    def __init__(self, seed, remedy):
        doing, _, place = remedy.partition(": ")
        self.drill = Drill(seed) if remedy == NOTHING else Drill(seed, doing, place)
        self.params = {"remedy": remedy, "seed": seed}
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


def start(*, remedy=NOTHING, seed=1):
    """Return the `Result` of the drill of this seed before its first millisecond; see `run`."""
    if remedy not in DOINGS:
        raise ValueError(f"remedy must be one of {', '.join(DOINGS)}, got {remedy!r}")
    return Result(seed, remedy)


def run(*, remedy=NOTHING, seed=1):
    """Run the drill of `seed` for five minutes and return the `Result`; after three, its team does `remedy`.

    `remedy`: "nothing", or what is done and where, such as "restart: cartservice". Raises ValueError if there is no such thing.
    """
    return start(remedy=remedy, seed=seed).advance(UNTIL)


run.start, run.defaults = start, {"remedy": NOTHING, "seed": 1}

KNOBS = {"remedy": Choice(NOTHING, DOINGS, "After three minutes")}
PRESETS = {
    "Do nothing": {},
    "Restart the payment service": {"remedy": "restart: paymentservice"},
    "Roll the cart service back": {"remedy": "roll back: cartservice"},
    "Restart the relay": {"remedy": "restart relay: checkoutservice"},
}


def in_words(result):
    """Return in one sentence what the users have borne and what was done, never why."""
    pain = f"{result.drill.pain:.2f} minutes of user pain in {result.now / 60_000:.1f} minutes"
    if result.params["remedy"] == NOTHING:
        return f"{pain}; nothing was done."
    done = "will be done" if result.now < ACTS_AT else "was done"
    return f"{pain}; {result.params['remedy'].replace(': ', ' at ')} {done} after {ACTS_AT / 60_000:.0f}."
