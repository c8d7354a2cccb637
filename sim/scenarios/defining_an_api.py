"""A provider and its consumers evolve, each on its own clock: who breaks, for how long, and what would have stopped it?

Time is weeks here. A result's `until` counts a week as 1,000, so that an explorer's cursor, which shows thousandths,
shows weeks.
"""

from bisect import bisect_left
from math import inf, log
from typing import NamedTuple

from sim.arguments import flag, number, one_of, share, whole
from sim.contracts import ADDITIVE, BREAKING, CONSUMERS, FIELDS, breaks
from sim.knobs import Choice, Slider, Switch
from sim.scenarios.words import per_cent, times
from sim.streams import Streams

WEEK = 1_000
A_YEAR = 52  # weeks
FIRST = ("code", "contract")


class Change(NamedTuple):
    """One change of the provider's API; times in weeks.

    `what` is one of `sim.contracts.ADDITIVE` or `BREAKING`; `readers` are the consumers that it breaks unless they have
    moved, `hurt` those that had not. `made`: ready, and known to the consumers. `due`: to go out. `released`: gone out,
    later than due if the contract check held it.
    """

    what: str
    field: str
    readers: tuple
    hurt: tuple
    made: float
    due: float
    released: float

    @property
    def name(self):
        """What it does to which field, in words."""
        return f"{self.what} {self.field}" if self.what in BREAKING else self.what


class Evolution:
    """What became of an API and its consumers over `weeks`.

    `changes`: every Change, in the order in which they were made. `releases[consumer]`: when it released, in weeks.
    `outages[consumer]`: when it was broken, a list of (from, to). `params`, `until`, `now`, `sentence`: see `Result`.
    """

    finished = True

    unit = "weeks"  # what an explorer's time cursor counts

    def __init__(self, params, weeks, changes, releases, outages):
        self.params, self.weeks = params, weeks
        self.changes, self.releases, self.outages = changes, releases, outages
        self.until = self.now = weeks * WEEK

    def broken_share(self, consumer=None):
        """Return the share of time that a consumer was broken, or of the consumers' time in all."""
        names = list(self.outages) if consumer is None else [consumer]
        return sum(end - start for name in names for start, end in self.outages[name]) / (self.weeks * len(names))

    @property
    def held(self):
        """How many weeks each change waited that the contract check held, and that went out in the end."""
        return [c.released - c.due for c in self.changes if c.due < c.released <= self.weeks]

    @property
    def sentence(self):
        """What happened, in one sentence."""
        return in_words(self)

    def __repr__(self):
        return f"<Evolution: {self.sentence}>"


def run(
    *, first="code", notice=8, changes=12, additive=0.5, gap=6, tolerant=True, check=False, weeks=104, consumers=6, seed=1
):  # fmt: skip
    """Let a provider and its `consumers` (the first of `sim.contracts.CONSUMERS`) evolve for `weeks`.

    The provider makes `changes` a year, a share `additive` of them additive. `first`: with "code" a change goes out when
    it is made; with "contract" the new contract is published `notice` weeks before. Each consumer releases every `gap`
    weeks on average, at random, and a release moves it to all that has been published. `tolerant` readers look at what
    they need only; strict ones refuse any answer that is not as they know it. With `check` a change that would break a
    consumer is held until that consumer has moved; it holds up no other change.
    """
    params = dict(locals())
    one_of("first", first, FIRST)
    number("notice", notice, at_least=0)
    lead = notice if first == "contract" else 0
    every = A_YEAR / number("changes", changes, above=0, at_most=5_200)
    share("additive", additive)
    number("gap", gap, at_least=0.1)
    weeks = whole("weeks", weeks, at_least=1, at_most=100_000)
    names = list(CONSUMERS)[: whole("consumers", consumers, at_least=1, at_most=len(CONSUMERS))]
    strict, check = not flag("tolerant", tolerant), flag("check", check)
    streams = Streams(seed)
    releases = {name: _moments(streams.named(f"{name}/releases"), gap, weeks) for name in names}
    what = streams.named("provider/what")
    made, outages = [], {name: [] for name in names}
    for moment in _moments(streams.named("provider/changes"), every, weeks):
        kind, field = _draw(what, additive)
        readers = tuple(name for name in names if breaks(kind, field, CONSUMERS[name], strict))
        ready = {name: _next_after(moment, releases[name]) for name in readers}
        due = moment + lead
        released = max([due, *ready.values()]) if check else due
        hurt = tuple(name for name in readers if released < min(ready[name], weeks))
        made.append(Change(kind, field, readers, hurt, moment, due, released))
        for name in hurt:
            outages[name].append((released, min(ready[name], weeks)))
    return Evolution(params, weeks, made, releases, {name: _merged(spans) for name, spans in outages.items()})


def _moments(rng, gap, until):
    """Return the moments of a Poisson process up to `until`; a wider gap stretches the same moments."""
    found, now = [], 0.0
    while True:
        now += -gap * log(1.0 - rng.random())
        if now >= until:
            return found
        found.append(now)


def _next_after(moment, moments):
    """Return the first of `moments` that does not come before this one; inf if there is none."""
    at = bisect_left(moments, moment)
    return moments[at] if at < len(moments) else inf


def _draw(rng, additive):
    """Return what a change does and to which field: three numbers each, so that a knob moves nothing else."""
    luck, which, field = rng.random(), rng.random(), rng.random()
    kinds = ADDITIVE if luck < additive else BREAKING
    return kinds[int(which * len(kinds))], FIELDS[int(field * len(FIELDS))]


def _merged(spans):
    """Return (from, to) pairs in order, those that touch made one."""
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def in_words(result):
    """Return what happened, in one sentence."""
    out = [c for c in result.changes if c.released <= result.weeks]
    count = sum(map(len, result.outages.values()))
    text = f"{len(out)} changes went out in {result.weeks} weeks, {sum(c.what in BREAKING for c in out)} of them breaking; "
    if count:
        text += f"consumers broke {times(count)} and were broken for {per_cent(result.broken_share())} of their time"
    else:
        text += "no consumer ever broke"
    waiting = sum(c.released > max(result.weeks, c.due) for c in result.changes)
    if result.held:
        text += f"; the check held back {len(result.held)}, for {sum(result.held) / len(result.held):.1f} weeks on average"
    if waiting:
        text += f"; {waiting} {'are' if waiting > 1 else 'is'} still held back"
    return text + "."


KNOBS = {
    "first": Choice("code", [("the code", "code"), ("the contract", "contract")], "What comes first"),
    "notice": Slider(8, 0, 26, 1, "Contract ahead by", "weeks"),
    "changes": Slider(12, 2, 52, 1, "Changes", "a year"),
    "additive": Slider(0.5, 0.0, 1.0, 0.05, "Share of additive ones"),
    "gap": Slider(6, 1, 26, 1, "A consumer releases every", "weeks"),
    "tolerant": Switch(True, "Tolerant readers"),
    "check": Switch(False, "Contract check before a release"),
}

PRESETS = {
    "Code first": {},
    "… strict readers": {"tolerant": False},
    "Contract first": {"first": "contract"},
    "Contract check": {"check": True},
    "… strict readers, checked": {"tolerant": False, "check": True},
    "Only additive": {"additive": 1.0},
}
