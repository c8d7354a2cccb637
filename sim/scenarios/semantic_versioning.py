"""A new version is rolled out over days: which calls fail on the way, and which order of steps fails none?

This is no `World`: a call takes no time here and nobody waits for a worker, so nothing would be gained by one. Every six
hours some calls are made, each by a client drawn at random, to an instance drawn at random, and it counts only whether the
two fit. Time is days; a result's `until` counts a day as 1,000, so that an explorer's cursor, which shows thousandths,
shows days.
"""

from collections import Counter
from math import log

from sim.arguments import number, one_of, whole
from sim.knobs import Choice, Slider
from sim.scenarios.rollout import START, STRATEGIES, Clients, Instances, expected, fate, meetings
from sim.scenarios.words import per_cent
from sim.streams import Streams
from sim.versions import BREAKS, DEFAULT, FITS

DAY = 1_000
SLOTS = 4  # a day
OLD, NEW = "1.4.0", {"major": "2.0.0", "minor": "1.5.0"}
PLACES = ("path", "MIME type")
SILENT = 4  # with a MIME type every fourth client names no version


class RollOut:
    """What became of a roll-out. `params`, `until`, `now`, `sentence`: see `Result`; all other times are days.

    `clients`, `instances`: who changed when. `times`: the middle of each six hours. `counted[fit]`: how many calls fared
    so then. `expected[strategy][fit]`: the share that is expected, for every strategy with the same clients.
    """

    finished = True
    unit = "days"  # what an explorer's time cursor counts

    def __init__(self, params, clients, instances, times, counted, expected):
        self.params, self.clients, self.instances = params, clients, instances
        self.times, self.counted, self.expected = times, counted, expected
        self.days = params["days"]
        self.until = self.now = self.days * DAY

    def share(self, fit, day=None):
        """Return the share of calls that fared so, over a whole day (counted from 0) or over all."""
        slots = slice(None) if day is None else slice(SLOTS * day, SLOTS * (day + 1))
        return sum(self.counted[fit][slots]) / sum(sum(self.counted[name][slots]) for name in FITS)

    def failed(self, day=None):
        """Return the share of calls that failed, over a whole day (counted from 0) or over all."""
        return self.share(BREAKS, day)

    def meetings(self, day):
        """Return who meets whom at a moment: {((version, silent), versions served): share of all calls}."""
        return meetings(self.clients, self.instances, day)

    @property
    def sentence(self):
        """What happened, in one sentence."""
        return in_words(self)

    def __repr__(self):
        return f"<RollOut: {self.sentence}>"


def run(
    *, strategy="one by one", change="major", named_in="path", clients=20, instances=6, rollout=6, clients_from=0, gap=10,
    sunset=0, days=60, calls=30, seed=1,
):  # fmt: skip
    """Roll out a new version over `days`, from day 5 on, and return the `RollOut`.

    `strategy`: one of `sim.scenarios.rollout.STRATEGIES`; the provider needs `rollout` days to change all its `instances`, and
    takes the old major away `sunset` days after day 5 (0: when the last client has moved). `change` is a "major" or a
    "minor" one. The `clients` may move from `clients_from` days after day 5 on; each does so with its next release, which
    comes at random, `gap` days later on average. The version stands in the "path" or in the "MIME type" (`named_in`), where
    every fourth client names none and gets the newest. `calls` are made every six hours.
    """
    params = dict(locals())
    one_of("strategy", strategy, STRATEGIES)
    old, new = OLD, NEW[one_of("change", change, tuple(NEW))]
    quiet = one_of("named_in", named_in, PLACES) == "MIME type"
    for name, most in {"clients": 1_000, "instances": 1_000, "days": 3_650, "calls": 10_000}.items():
        whole(name, params[name], at_least=1, at_most=most)
    for name in ("rollout", "clients_from", "sunset"):
        number(name, params[name], at_least=0)
    number("gap", gap, above=0)
    streams = Streams(seed)
    draw = streams.named("clients/releases").random
    moves = [START + clients_from - gap * log(1.0 - draw()) for _ in range(clients)]
    callers = Clients(old, new, moves, [quiet and at % SILENT == SILENT - 1 for at in range(clients)])
    fleets = {name: Instances(old, new, name, instances, rollout, sunset, callers.last) for name in STRATEGIES}
    times = [(slot + 0.5) / SLOTS for slot in range(days * SLOTS)]
    counted = _count(callers, fleets[strategy], times, calls, streams.named("calls").random)
    lines = {name: expected(callers, fleet, times) for name, fleet in fleets.items()}
    return RollOut(params, callers, fleets[strategy], times, counted, lines)


def _count(clients, instances, times, calls, draw):
    """Make the calls, one by one, and count how they fare."""
    counted = {name: [] for name in FITS}
    for day in times:
        callers = clients.callers(day)
        pools = {caller: instances.pool(caller, day) for caller in set(callers)}
        found = Counter()
        for _ in range(calls):
            caller = callers[int(draw() * len(callers))]
            pool = pools[caller]
            found[fate(caller, pool[int(draw() * len(pool))])] += 1
        for name in FITS:
            counted[name].append(found[name])
    return counted


def in_words(result):
    """Return what happened, in one sentence."""
    lost, major = result.failed(), result.params["change"] == "major"
    text = f"{per_cent(lost)} of calls failed in {result.days} days" if lost else f"No call failed in {result.days} days"
    if lost:
        worst = max(range(result.days), key=result.failed)
        text += f", at worst {per_cent(result.failed(worst))} on day {worst}"
    if filled := result.share(DEFAULT):
        text += f"; {per_cent(filled)} worked with a default"
    text += "; " + _reached(result.clients.last, result.days, "the last client moved", "not all clients have moved yet")
    what = "major" if major else "version"
    return f"{text}, {_reached(result.instances.gone, result.days, f'the old {what} was gone', f'the old {what} is still served')}."


def _reached(day, days, then, not_yet):
    return f"{then} on day {day:.0f}" if day < days else not_yet


KNOBS = {
    "strategy": Choice("one by one", STRATEGIES, "Instances change"),
    "change": Choice("major", [("breaking (major)", "major"), ("additive (minor)", "minor")], "The change is"),
    "named_in": Choice(
        "path", [("URL path", "path"), ("MIME type", "MIME type")], "Version stands in", help="With a MIME type every fourth client names none"
    ),
    "clients": Slider(20, 1, 40, 1, "Clients"),
    "instances": Slider(6, 1, 20, 1, "Instances"),
    "rollout": Slider(6, 0, 30, 1, "Instances take", "days"),
    "clients_from": Slider(0, 0, 30, 1, "Clients begin after", "days"),
    "gap": Slider(10, 1, 30, 1, "A client releases every", "days"),
    "sunset": Slider(0, 0, 55, 1, "Old one goes after", "days", help="0: when the last client has moved"),
}

PRESETS = {
    "One by one": {},
    "All at once": {"strategy": "all at once"},
    "Both in each": {"strategy": "both in each"},
    "… clients later": {"strategy": "both in each", "clients_from": 6},
    "… gone too early": {"strategy": "both in each", "clients_from": 6, "sunset": 30},
    "Side by side": {"strategy": "side by side"},
    "… names none": {"strategy": "side by side", "named_in": "MIME type"},
    "A minor change": {"change": "minor"},
}
