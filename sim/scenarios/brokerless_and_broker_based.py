"""The same orders directly and through a broker: a stock that is down, and what becomes of the messages meanwhile.

Two worlds run beside each other with the same users and the same luck. In both a shop takes orders and sends each as a
message to the stock. Directly, what the stock is not there for waits in the shop's own memory, and what has arrived
waits in the stock's. Through the broker, what the stock has not finished waits in the broker. How long messages take
was measured: `sim.labs.shock_absorber`.
"""

from bisect import bisect_right
from math import nan
from statistics import median
from typing import NamedTuple

from sim.arguments import flag, kind, number, one_of, whole
from sim.delays import constant, empirical, exponential
from sim.knobs import Choice, Slider, Switch
from sim.ledger import LOST, REFUSED, UNCONFIRMED
from sim.retry import Retry, fixed
from sim.samples import Samples, stored_samples
from sim.scenarios.away import Crashes
from sim.scenarios.result import Result, scenario
from sim.scenarios.words import per_cent
from sim.world import World

WAYS = ("direct", "broker")
TROUBLES = {
    "nobody": (), "stock": ("stock",), "shop": ("shop",), "broker": ("broker",),
    "stock, then shop": ("stock", "shop"), "stock, then broker": ("stock", "broker"),
}  # fmt: skip
KEEPS = ("in memory", "on disk", "disk waited for")
COPIES = {"one": (1, "leader"), "three, one acknowledges": (3, "leader"), "three, all acknowledge": (3, "all")}
UNTIL, CRASH_AT, SHORTLY = 30_000, 6_000, 1_000  # ms; shortly: how long the second one to crash is away
SHORT = 8_000  # ms that tests of corners run: the trouble has begun
SHOP_WORK, SHOP_WORKERS, STOCK_WORKERS = 1, 200, 2
AT_ONCE = 10  # messages of the broker that the stock may have in its hands
COMES_BACK, FAILOVER = 3_000, 500  # ms until a message that was not acknowledged is handed out again; until a copy takes over
PATIENCE, ONCE_MORE, TRIES = 250, 500, 4  # ms for an acknowledgement, ms until it is sent again, times in all


class Fate(NamedTuple):
    """What became of one order's message: `sent` and `done` (ms; nan: not done so far), `lost` although the user was told
    "accepted", `refused` and the user told so."""

    sent: float
    done: float
    lost: bool
    refused: bool


def turn(result, params):
    """Turn the knobs of both running worlds; how the broker keeps messages and whether the shop asks it stay."""
    for name in ("keeps", "copies", "confirm", "power_cut", "samples"):
        if params[name] != result.params[name]:
            raise ValueError(f"{name} must stay {result.params[name]!r} while the world runs, got {params[name]!r}")
    checked = _checked(params)
    for world, load in zip(result.details["worlds"].values(), result.details["loads"]):
        load.rate = params["rate"]
        world.services["stock"].work = checked["work"]
        world.channels["orders"].buffer = params["buffer"]
    result.details["trouble"].by_hand(TROUBLES[params["trouble"]])


@scenario(turn)
def run(
    *, trouble="stock", lasts=6, rate=15, capacity=25, buffer=500, keeps="on disk", power_cut=False, copies="one", confirm=False,
    samples="stored", seed=1,
):  # fmt: skip
    """Run the shop for 30 s both ways, somebody crashing at second 6, and return the `Result`.

    `trouble`: one of `TROUBLES`; the first is away for `lasts` s, the second crashes in the middle of that and is away for
    1 s. `rate`: orders per second; `capacity`: how many the stock can work on, with 2 workers. `buffer`: messages that may
    wait, in the shop or in the broker. The broker `keeps` them as one of `KEEPS`; a `power_cut` takes its machine's memory
    too, what was not waited for included. `copies`: one of `COPIES`. `confirm`: the shop answers its user when the broker
    has acknowledged, and sends again if it does not. `samples`: measured times ("stored": those of another machine).
    """
    params = dict(locals())
    checked = _checked(params)
    built = {way: _world(way, params, checked) for way in WAYS}
    worlds = {way: world for way, (world, _) in built.items()}
    trouble = Crashes(worlds, TROUBLES[params["trouble"]], CRASH_AT, params["lasts"] * 1_000, SHORTLY)
    loads = [load for _, load in built.values()]
    return Result(worlds["broker"], UNTIL, in_words, every=250, others={"direct": worlds["direct"]}, worlds=worlds, loads=loads, trouble=trouble)


def _checked(params):
    """Return the settings in the units of a world, or raise a ValueError or TypeError."""
    one_of("trouble", params["trouble"], TROUBLES)
    number("lasts", params["lasts"], above=0, at_most=20)
    number("rate", params["rate"], above=0)
    whole("buffer", params["buffer"], at_least=1)
    keeps = one_of("keeps", params["keeps"], KEEPS)
    flag("confirm", params["confirm"])
    replicas, acks = COPIES[one_of("copies", params["copies"], COPIES)]
    samples = params["samples"]
    stored = isinstance(samples, str) and samples == "stored"
    samples = stored_samples("shock_absorber") if stored else kind("samples", samples, Samples, '"stored" or Samples such as measure() returns')
    hop = median(samples.times["direct"])
    return {
        "work": exponential(STOCK_WORKERS / number("capacity", params["capacity"], above=0) * 1_000),
        "hop": constant(hop),  # always the same, so that one connection keeps messages in order
        # What was measured through the broker has two hops in it; the rest is the broker's own.
        "latency": empirical([max(0.0, time - 2 * hop) for time in samples.times[keeps]]),
        "durable": keeps == "disk waited for" or keeps == "on disk" and not flag("power_cut", params["power_cut"]),
        "replicas": replicas,
        "acks": acks,
    }


def _world(way, params, checked):
    world = World(seed=params["seed"])
    if way == "broker":
        broker = world.broker(
            "broker", latency=checked["latency"], durable=checked["durable"], replicas=checked["replicas"], acks=checked["acks"], failover=FAILOVER
        )
        orders = world.channel("orders", network=checked["hop"], broker=broker, visibility=COMES_BACK, buffer=params["buffer"])
    else:
        orders = world.channel("orders", network=checked["hop"], held="sender", buffer=params["buffer"])
    stock = world.service("stock", workers=STOCK_WORKERS, work=checked["work"])
    shop = world.service("shop", workers=SHOP_WORKERS, work=constant(SHOP_WORK))
    if way == "direct":
        shop.publishes(orders, confirm=True, timeout=PATIENCE)  # its own library says at once whether it has room
    elif params["confirm"]:
        shop.publishes(orders, confirm=True, timeout=PATIENCE, retry=Retry(attempts=TRIES, backoff=fixed(ONCE_MORE)))
    else:
        shop.publishes(orders)
    stock.consumes(orders, prefetch=None if way == "direct" else AT_ONCE)
    return world, world.users(shop, rate=params["rate"])


def fates(result, way):
    """Return the `Fate` of every message of that way so far, in the order of sending."""
    held = result.details.setdefault("fates", {}).get(way)
    if held and held[0] == result.now:
        return held[1]
    channel = result.details["worlds"][way].channels["orders"]
    ledger, book = channel.ledger, channel.ledger.of()
    asks = way == "direct" or result.params["confirm"]
    found = []
    for place, (sent, done) in enumerate(zip(ledger.sent, book.first_done)):
        fate = book.fate(place)
        told = fate in (REFUSED, UNCONFIRMED)
        found.append(Fate(sent, done, fate == LOST or told and not asks, told and asks))
    result.details["fates"][way] = result.now, found
    return found


def waiting(result, way, times):
    """Return how many messages there were at each of `times` (ms) that had been taken and were neither done nor lost."""
    trace = result.details["worlds"][way].trace
    links = {number for number, link in enumerate(trace.links) if link[0] == "shop"}
    rows = [row for row, link in enumerate(trace.link) if link in links]
    started = sorted(trace.started[row] for row in rows)
    ended = sorted(end for row in rows if (end := trace.ended[row]) == end)
    return [bisect_right(started, time) - bisect_right(ended, time) for time in times]


def on_the_way(result, way):
    """Return the median ms from the shop to the stock of messages that arrived before anybody crashed; nan if none did."""
    channel = result.details["worlds"][way].channels["orders"]
    arrived = zip(channel.ledger.sent, channel.ledger.of().first_delivered)
    times = [came - sent for sent, came in arrived if came <= CRASH_AT]
    return median(times) if times else nan


def in_words(result):
    """Return what happened, in one sentence a way."""
    said = []
    for way, name in (("direct", "Direct"), ("broker", "Through the broker")):
        all_of_them = fates(result, way)
        if not all_of_them:
            return "No order has been placed yet."
        lost, refused = sum(one.lost for one in all_of_them), sum(one.refused for one in all_of_them)
        done = sum(one.done == one.done for one in all_of_them)
        text = f"{name}: {per_cent(done / len(all_of_them))} of {len(all_of_them):,} orders done so far, {_number(lost)} accepted and lost"
        if refused:
            text += f", {refused:,} refused"
        again = result.details["worlds"][way].channels["orders"].ledger.counts().done_again
        said.append(text + (f", {again:,} done again" if again else "") + ".")
    return " ".join(said)


def _number(count):
    return f"{count:,}" if count else "none"


KNOBS = {
    "trouble": Choice("stock", [("nobody", "nobody"), ("the stock", "stock"), ("the shop", "shop"), ("the broker", "broker"),
                                ("the stock, then the shop", "stock, then shop"), ("the stock, then the broker", "stock, then broker")],
                      "Who crashes"),
    "lasts": Slider(6, 1, 15, 1, "The first is away", "s"),
    "rate": Slider(15, 1, 40, 1, "Orders", "/s"),
    "capacity": Slider(25, 5, 60, 5, "Stock can do", "/s"),
    "buffer": Slider(500, 10, 500, 10, "Messages that may wait"),
    "keeps": Choice("on disk", KEEPS, "The broker keeps them"),
    "power_cut": Switch(False, "Crash of the broker: power cut"),
    "copies": Choice("one", [(words, words) for words in COPIES], "Copies of the broker"),
    "confirm": Switch(False, "The shop waits for the broker's word"),
}  # fmt: skip

PRESETS = {
    "Calm": {"trouble": "nobody"},
    "The stock is away": {},
    "… and the shop crashes": {"trouble": "stock, then shop"},
    "… and the broker crashes": {"trouble": "stock, then broker"},
    "… from memory": {"trouble": "stock, then broker", "keeps": "in memory"},
    "The broker is away": {"trouble": "broker"},
    "… and the shop asks": {"trouble": "broker", "confirm": True},
    "… with three copies": {"trouble": "broker", "copies": "three, all acknowledge", "confirm": True},
}
