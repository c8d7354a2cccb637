"""A document says who sends what to whom; services say it by what they do: where do the two part, and who would notice?

The world of the shop runs once. A tap at its channels sees who sends and who receives, and looks at the first messages of
each channel. What it saw is held against the AsyncAPI document. `Listening` has it all, also as of any earlier moment.
"""

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from math import nan

from jsonschema import Draft7Validator

from sim.arguments import flag, kind, number, one_of, shown, whole
from sim.arguments import share as checked_share
from sim.documents import Edge, differences, edges, payloads
from sim.knobs import Choice, Slider, Switch
from sim.scenarios.shop_messages import CHANGES, observed, payload, shop, shop_document
from sim.streams import Streams

CHANGING = "payments"  # the channel whose messages a new version changes


class Listening:
    """What a tap saw in `until` ms, and what the document says. `params`, `until`, `now`, `sentence`: see `Result`.

    `documented`: a set of `Edge`; `seen`: {Edge: times in ms}. `sent[channel]`: when each message was put in.
    `problems[channel]`: for each message that was looked at what is wrong with it, or None. `changed`: for each payment
    whether it came from the new version, which the tap cannot know; `noticeable`: whether such a payment fails the check.
    """

    finished = True

    def __init__(self, params, world, documented, problems, changed, noticeable, seen):
        self.params, self.world = params, world
        self.until = self.now = world.now
        self.documented, self.seen, self.problems = frozenset(documented), seen, problems
        self.sent = _sent(seen)
        self.changed, self.noticeable = changed, noticeable

    def seen_by(self, time=None):
        """Return {Edge: how many messages} seen before `time` (ms; None: in the whole run)."""
        found = {edge: len(times) if time is None else bisect_right(times, time) for edge, times in self.seen.items()}
        return {edge: count for edge, count in found.items() if count}

    def differences(self, time=None):
        """Return (never seen, not documented), two lists of `Edge`, as of `time` (ms; None: the end)."""
        return differences(self.documented, self.seen_by(time))

    def looked_at(self, channel, time=None):
        """Return how many messages of a channel had been looked at by `time`, and the numbers (from 1) of those that failed."""
        problems = self.problems.get(channel, [])
        count = len(problems) if time is None else min(len(problems), bisect_right(self.sent.get(channel, []), time))
        return count, [number for number, said in enumerate(problems[:count], 1) if said]

    @property
    def first(self):
        """The number of the first payment that does not match, counted from 1; None: none among those looked at."""
        failed = self.looked_at(CHANGING)[1]
        return failed[0] if failed else None

    def chance(self, n):
        """Return the share of all stretches of `n` payments in a row that hold a changed one; nan if there are fewer."""
        starts = len(self.changed) - whole("n", n, at_least=1) + 1
        until = [0, *accumulate(self.changed)]
        return sum(a < b for a, b in zip(until, until[n:])) / starts if starts > 0 else nan

    @property
    def agrees(self):
        """Whether both graphs are the same and every message that was looked at matches."""
        return self.differences() == ([], []) and not any(self.looked_at(channel)[1] for channel in self.problems)

    @property
    def sentence(self):
        """What happened, in one sentence."""
        return in_words(self)

    def __repr__(self):
        return f"<Listening: {self.sentence}>"


def run(
    *, change="nothing", share=0.1, looked=50, closed=False, tracking=False, levels=True, reader=False, turned=False,
    returns=0.05, seconds=12, rate=20, document=None, seed=1,
):  # fmt: skip
    """Listen to the shop for `seconds`, with `rate` orders a second, and return the `Listening`.

    `change`: what a new version of billing does to payments, one of `CHANGES`; a `share` of payments comes from it.
    `looked`: at how many messages of each channel the check looks, the first ones. `closed`: the document forbids fields that
    it does not name. `tracking`: shipping sends to a channel that nobody documented; `levels`: stock still sends its
    levels; `reader`: reports reads payments, too; `turned`: the document has one operation the wrong way round.
    `returns`: the share of orders that come back. `document`: another one than the shop's own, a dict.
    """
    params = dict(locals())
    del params["document"]
    changes = CHANGES[one_of("change", change, tuple(CHANGES))]
    checked_share("share", share)
    whole("looked", looked, at_least=1, at_most=100_000)
    checked_share("returns", returns)
    number("seconds", seconds, above=0, at_most=3_600)
    number("rate", rate, above=0, at_most=1_000)
    flags = {name: flag(name, params[name]) for name in ("tracking", "levels", "reader", "closed", "turned")}
    if document is not None and "asyncapi" not in kind("document", document, dict, "a dict, or None for the shop's own"):
        raise ValueError(f"document must be an AsyncAPI document, with its version as 'asyncapi', got {shown(document)}")
    promised, validators = _own(closed, turned) if document is None else _edited(document, closed, turned)
    streams = Streams(seed)
    world = shop(seed, rate, returns, *(flags[name] for name in ("tracking", "levels", "reader")))
    world.run(1_000 * seconds)
    seen = observed(world)
    sent = _sent(seen)
    draw = streams.named("payments/changed").random
    changed = [change != "nothing" and draw() < share for _ in sent.get(CHANGING, ())]
    problems = {}
    for channel, times in sent.items():
        if channel in validators:
            rng = streams.named(f"{channel}/payloads")
            messages = [payload(rng, channel, at) for at in range(min(looked, len(times)))]
            if channel == CHANGING:
                messages = [changes(message) if new else message for message, new in zip(messages, changed)]
            problems[channel] = [problem(validators[channel], message) for message in messages]
    example = changes(payload(streams.named("example"), CHANGING, 0))
    noticeable = CHANGING in validators and problem(validators[CHANGING], example) is not None
    return Listening(params, world, promised, problems, changed, noticeable, seen)


def problem(validators, message):
    """Return why a message is not as its channel's document says, or None; `validators`: {type: validator}."""
    if message.type not in validators:
        return f"{message.type} is not documented"
    error = next(validators[message.type].iter_errors(message.payload), None)
    return None if error is None else error.message


def validators_of(document):
    """Return {channel: {type: a validator of its payload}}. Raises ValueError if a reference leads nowhere."""
    return {
        channel: {message: Draft7Validator(schema) for message, schema in schemas.items()}
        for channel, schemas in payloads(document).items()
    }


@lru_cache(4)
def _own(closed, turned):
    return _edited(shop_document(), closed, turned)  # read once: it is the same in every run


def _edited(document, closed, turned):
    validators = validators_of(document)
    if closed:
        validators = {
            channel: {name: Draft7Validator(_closed(one.schema)) for name, one in kinds.items()} for channel, kinds in validators.items()
        }
    promised = edges(document)
    if turned:
        promised = {Edge("billing", "send", "orders") if edge == Edge("billing", "receive", "orders") else edge for edge in promised}
    return promised, validators


def _closed(schema):
    return {**schema, "additionalProperties": False} if isinstance(schema, dict) and "properties" in schema else schema


def _sent(seen):
    found = {}
    for edge, times in seen.items():
        if edge.action == "send":
            found[edge.channel] = sorted(found.get(edge.channel, []) + times)
    return found


def in_words(result):
    """Return what happened, in one sentence."""
    missing, extra = result.differences()
    parts = []
    if extra:
        parts.append(f"seen but not documented: {_listed(extra)}")
    if missing:
        parts.append(f"documented but never seen: {_listed(missing)}")
    if not parts:
        parts.append(f"all {len(result.documented)} connections of the document were seen, and no others")
    count, failed = result.looked_at(CHANGING)
    total, changed = len(result.sent.get(CHANGING, [])), sum(result.changed)
    altered = f"{changed} of {total} {'was' if changed == 1 else 'were'} changed"
    if failed:
        told = f"{len(failed)} of {count} payments looked at {'does' if len(failed) == 1 else 'do'} not match, the first is number {failed[0]}"
    else:
        matched = {0: "", 1: ", and it matches"}.get(count, ", and all match")
        told = f"{count} of {total} payments {'was' if count == 1 else 'were'} looked at{matched}"
    if changed:
        told += f"; {altered}" if failed else f", though {altered}"
    text = "; ".join([*parts, told])
    return f"{text[0].upper()}{text[1:]}."


def _listed(found):
    return ", ".join(map(str, found)) if len(found) <= 2 else f"{found[0]} and {len(found) - 1} more"


KNOBS = {
    "change": Choice("nothing", tuple(CHANGES), "Billing's new version", help="What it does to a payment"),
    "share": Slider(0.1, 0.001, 1.0, 10, "Share of changed payments", log=True),
    "looked": Slider(50, 1, 200, 1, "Messages looked at", help="The first ones of each channel"),
    "returns": Slider(0.05, 0.001, 0.5, 10, "Orders that come back", log=True, help="Share of orders"),
    "closed": Switch(False, "No fields but those named"),
    "tracking": Switch(False, "Shipping adds a channel"),
    "levels": Switch(True, "Stock still sends its levels"),
    "reader": Switch(False, "Reports reads payments, too"),
    "turned": Switch(False, "One operation the wrong way round"),
}

PRESETS = {
    "As documented": {},
    "A new channel": {"tracking": True},
    "A channel falls silent": {"levels": False},
    "A secret reader": {"reader": True},
    "The wrong way round": {"turned": True},
    "A field renamed": {"change": "amount is called total"},
    "… a rare one": {"change": "amount is called total", "share": 0.01},
    "… an optional one": {"change": "method is called paid_by", "share": 1.0},
    "Euros, not cents": {"change": "amount is in euros", "share": 1.0},
    "All of it": {"tracking": True, "levels": False, "reader": True, "turned": True, "change": "amount is text"},
}
