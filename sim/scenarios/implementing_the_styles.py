"""Orders of three messages and a group of consumers: in what order are they done, how often, and who has something to do?"""

from math import inf

from sim.arguments import flag, number, share, whole
from sim.delays import constant, exponential
from sim.handling import Handling
from sim.knobs import Slider, Switch
from sim.scenarios.result import Result, scenario
from sim.scenarios.words import per_cent, times
from sim.world import World

STEPS = ("placed", "changed", "cancelled")
MOST = 8  # consumers
WORK, NETWORK = 100, 0.5  # ms: mean work for a message, and each hop
UNTIL = 20_000
SHORT = 2_000  # ms that tell enough in tests of corners


class Orders:
    """What comes of the orders: each sends `STEPS` to the channel, one message a step, whose key is the order's number.

    `effects[order]` lists which steps were done, in that order, each with its time (ms); `sent[order]` when each was sent and
    `numbers[order]` the numbers of its messages; `poisonous` holds those of messages that no consumer can work on.
    """

    def __init__(self, world, channel, params):
        self.clock, self.channel, self.params = world.clock, channel, params
        self.effects, self.sent, self.numbers, self.steps, self.poisonous = [], [], [], [], set()
        self._arrivals, self._pauses, self._luck = (world.streams.named(f"orders/{name}") for name in ("arrivals", "pauses", "poison"))
        self._next()

    def _next(self):
        self.clock.at(None, self.clock.now + self._arrivals.expovariate(self.params["rate"] / 1_000), happen=self._begin)

    def _begin(self, _):
        for book in (self.effects, self.sent, self.numbers):
            book.append([])
        self._send((len(self.sent) - 1, 0))
        self._next()

    def _send(self, what):
        order, step = what
        if self._luck.random() < self.params["poison"]:
            self.poisonous.add(len(self.steps))
        self.numbers[order].append(len(self.steps))
        self.steps.append(step)
        self.sent[order].append(self.clock.now)
        self.channel.send("shop", -1, key=order)
        if step + 1 < len(STEPS):
            apart = self._pauses.expovariate(1) * self.params["apart"]
            self.clock.at((order, step + 1), self.clock.now + apart, happen=self._send)

    def handle(self, message):
        """What a consumer does at the end of its work: False if the message is poisonous, else the step is done."""
        if message.number in self.poisonous:
            return False
        if self.params["table"] and message.number in self.channel.groups[0].seen:
            return True  # another consumer was quicker: the table keeps the effect from happening twice
        self.effects[message.key].append((self.steps[message.number], self.clock.now))
        return True


def turn(result, params):
    """Turn the knobs of a running world. Raises ValueError for the number of shards, which decides where a key goes."""
    settings = _settings(params)
    was = result.details["orders"].params["shards"]
    if params["shards"] != was:
        raise ValueError(f"shards must stay {was} while the world runs, or keys would move to other shards, got {params['shards']!r}")
    result.details["orders"].params = params
    _apply(result, params, settings)


@scenario(turn)
def run(*, consumers=4, shards=0, rate=8, apart=0, lost_acks=0.0, visibility=1_000, table=False, poison=0.0, deliveries=0, seed=1):
    """Let `rate` orders a second come for 20 s and return the `Result`.

    Each order is placed, changed and cancelled: three messages, on average `apart` ms one after the other. `consumers` (1 to 8)
    with one worker each take them, 100 ms for a message on average; they compete for one queue (`shards=0`) or read shards.
    `lost_acks`: the share of acknowledgements that never arrive; a message that is not acknowledged within `visibility` ms is
    handed out again. `table`: the group keeps a table of the ids of messages that are done. `poison`: the share of messages that
    nobody can work on. `deliveries`: how often a message is handed out at most, then it is a dead letter (0: no limit).
    """
    params = dict(locals())
    settings = _settings(params)
    world = World(seed=seed)
    dead = world.channel("dead letters")
    channel = world.channel(
        "orders", network=constant(NETWORK), shards=whole("shards", shards, at_least=0) or None, visibility=visibility, dead_letters=dead,
    )  # fmt: skip
    services = [world.service(f"consumer {n + 1}", workers=1, work=exponential(WORK)) for n in range(MOST)]
    orders = Orders(world, channel, params)
    for service in services:
        Handling(service, orders.handle)
    result = Result(world, UNTIL, in_words, every=250, orders=orders, channel=channel, services=services, consumers=[])
    _apply(result, params, settings)
    return result


def _settings(params):
    """Return the settings of channel and consumers, checked."""
    whole("consumers", params["consumers"], at_least=1, at_most=MOST)
    whole("shards", params["shards"], at_least=0, at_most=64)
    number("rate", params["rate"], above=0, at_most=200)
    number("apart", params["apart"], at_least=0)
    share("poison", params["poison"])
    limit = whole("deliveries", params["deliveries"], at_least=0) or inf
    channel = {"visibility": number("visibility", params["visibility"], at_least=20), "deliveries": limit}
    return channel, {"lost_acks": share("lost_acks", params["lost_acks"]), "idempotent": flag("table", params["table"])}


def _apply(result, params, settings):
    """Set the channel and its consumers; those that are wanted now join or come back, others are down."""
    channel, takers = result.details["channel"], result.details["consumers"]
    ours, theirs = settings
    for name, value in ours.items():
        setattr(channel, name, value)
    for place, service in enumerate(result.details["services"]):
        wanted = place < params["consumers"]
        if wanted and place == len(takers):
            takers.append(service.consumes(channel))
        service.down = not wanted and place < len(takers)
    for taker in takers:
        for name, value in theirs.items():
            setattr(taker, name, value)


def steps_done(result, order):
    """Return which steps of an order were done, in that order, as numbers from 0."""
    return [step for step, _ in result.details["orders"].effects[order]]


def in_wrong_order(done):
    """True if a step was done after a later one."""
    return any(later < sooner for sooner, later in zip(done, done[1:]))


def wrong_orders(result):
    """Return (how many orders were done in a wrong order, of how many that are done at all, each step at least once)."""
    complete = [done for order in range(len(result.details["orders"].effects)) if len(set(done := steps_done(result, order))) == len(STEPS)]
    return sum(in_wrong_order(done) for done in complete), len(complete)


def counts(result):
    """Return the channel's `Counts` of messages; see `sim.ledger`."""
    return result.details["channel"].ledger.counts()


def recognised(result):
    """Return how often the table said that a message had been done before."""
    return sum(taker.recognised for taker in result.details["consumers"])


def in_words(result):
    """Return what happened, in one sentence."""
    found = counts(result)
    if not found.delivered:
        return "No message has come to a consumer yet."
    wrong, complete = wrong_orders(result)
    text = f"{found.done:,} of {found.sent:,} messages done"
    if complete:
        text += f"; of {complete:,} complete orders {wrong:,} ({per_cent(wrong / complete)}) in a wrong order"
    again = found.done_again
    text += "; no message done again" if not again else f"; messages done again {times(again)}"
    if known := recognised(result):
        text += f", {known:,} recognised by the table"
    if found.dead:
        text += f"; {found.dead:,} dead letters" if found.dead > 1 else "; 1 dead letter"
    if found.waiting > 20:
        text += f"; {found.waiting:,} still wait"
    return text + "."


KNOBS = {
    "consumers": Slider(4, 1, MOST, 1, "Consumers"),
    "shards": Slider(0, 0, 16, 1, "Shards (0: one queue)"),
    "rate": Slider(8, 2, 24, 1, "Orders, three messages each", "/s"),
    "apart": Slider(0, 0, 2_000, 50, "Between an order's messages", "ms"),
    "lost_acks": Slider(0.0, 0.0, 0.6, 0.05, "Lost acknowledgements, share"),
    "visibility": Slider(1_000, 50, 3_000, 50, "Handed out again after", "ms"),
    "table": Switch(False, "Table of seen ids"),
    "poison": Slider(0.0, 0.0, 0.1, 0.01, "Poisonous messages, share"),
    "deliveries": Slider(0, 0, 10, 1, "Deliveries, at most (0: no limit)"),
}

PRESETS = {
    "One queue": {},
    "Eight shards": {"shards": 8},
    "More consumers than shards": {"shards": 4, "consumers": 8, "rate": 20},
    "Lost acknowledgements": {"lost_acks": 0.2},
    "… with a table": {"lost_acks": 0.2, "table": True},
    "Handed out again too soon": {"visibility": 100},
    "Poison": {"poison": 0.02},
    "… three deliveries": {"poison": 0.02, "deliveries": 3},
}
