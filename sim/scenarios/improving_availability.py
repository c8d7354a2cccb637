"""Creating an order three ways while services are up and down in turn: who must be up for the user to get an answer?

Richardson's FTGO, its part that decides on an order: the order service, and the consumer and restaurant services that have to
say yes. Three worlds run beside each other with the same users, the same luck and the same outages.
"""

from functools import cache
from math import inf

import networkx as nx

from sim.arguments import number, share
from sim.delays import constant, exponential
from sim.knobs import Slider
from sim.metrics import outcomes
from sim.outages import Outages
from sim.pending import APPROVED, PENDING, REJECTED, Hearing, Pending, Placing
from sim.replica import Applying, Changing, Replica
from sim.scenarios.result import Result, scenario
from sim.scenarios.words import per_cent
from sim.topology import load_graph
from sim.trace import USERS
from sim.world import World

WAYS = ("synchronous", "replicated data", "finish later")
ORDERS, OTHERS = "order-service", ("consumer-service", "restaurant-service")
HANDLER = "order-service, events"  # takes messages for the order service, and is up and down with it
WORK, NETWORK = 5, 0.5  # ms: mean work of a service, and each way over the network
UNTIL, SHORT = 120_000, 20_000  # ms of a run, and of one that only tries a corner of the knobs


@cache
def graph_of(way):
    """Return the part of the create-order graph that decides on an order; only the synchronous way keeps its calls."""
    graph = load_graph("ftgo-create-order").subgraph([ORDERS, *OTHERS]).copy()
    graph.graph["entry"] = ORDERS
    return graph if way == WAYS[0] else nx.create_empty_copy(graph)


def replicate(world, lag):
    """Let the order service keep copies of the others' data; return the `Replica` of each by name. `lag`: ms an event takes."""
    handler = world.service(HANDLER, workers=1, work=constant(0))
    replicas = {name: Replica() for name in OTHERS}
    handler.steps.append(Applying(replicas, world.clock))
    for name in OTHERS:
        changes = world.channel(f"{name}, changes", "publish-subscribe", constant(lag / 2))
        world.services[name].steps.append(Changing(replicas[name], world.clock))
        world.services[name].publishes(changes)
        handler.consumes(changes, prefetch=10_000)
    return replicas


def finish_later(world, limit, invalid):
    """Let the order service answer at once and ask the others by messages; return the `Pending` orders."""
    handler = world.service(HANDLER, workers=1, work=constant(0))
    pending = Pending(OTHERS, limit)
    replies = world.channel("replies", network=constant(NETWORK))
    world.entry.steps.append(Placing(pending, world.clock, world.streams.named("invalid orders").random))
    for name in OTHERS:
        validate = world.channel(f"validate, {name}", network=constant(NETWORK))
        world.entry.publishes(validate)
        world.services[name].consumes(validate, prefetch=10_000)
        world.services[name].publishes(replies)

    def says_yes(who, order):
        return who != OTHERS[-1] or order.luck >= invalid[0]  # it is the restaurant that may not have the dish

    handler.steps.append(Hearing(pending, world.clock, world.trace, says_yes))
    handler.consumes(replies, prefetch=10_000)
    return pending


def turn(result, params):
    """Turn the knobs of the three running worlds."""
    checked = _checked(params)
    details = result.details
    for load in details["loads"]:
        load.rate = params["rate"]
    for load in details["changes"]:
        load.rate = max(params["changes"], 1e-9)
    for channel in details["worlds"][WAYS[1]].channels.values():
        channel.network = constant(checked["lag"] / 2)
    details["pending"].limit = checked["limit"]
    details["invalid"][0] = params["invalid"]
    for outages in [one for those in details["outages"].values() for one in those]:
        wanted = params["available" if outages.service.name in OTHERS else "own"]
        if (outages.available, outages.lasts) != (wanted, checked["lasts"]):
            outages.available, outages.lasts = wanted, checked["lasts"]


@scenario(turn)
def run(*, available=0.9, own=0.95, lasts=4, rate=3, changes=0.5, lag=0.5, limit=0, invalid=0.0, seed=1):
    """Run create-order for two minutes in three ways and return the `Result`.

    `available`: share of the time that the consumer and the restaurant service are up, each; `own`: that of the order
    service. An outage `lasts` so many s on average. `rate`: orders per second. `changes` per second of each of the two
    others' data reach the order service's copy after a `lag` in s. `limit`: s that an order may be PENDING (0: for ever).
    `invalid`: share of orders that the restaurant turns down.
    """
    params = dict(locals())
    checked = _checked(params)
    share_of_invalid = [invalid]
    worlds, loads, outages, loads_of_changes = {}, [], {}, []
    for way in WAYS:
        world = worlds[way] = World.from_graph(graph_of(way), seed=seed, workers=8, work=exponential(WORK), network=constant(NETWORK))
        if way == WAYS[1]:
            replicas = replicate(world, checked["lag"])
            loads_of_changes = [world.users(world.services[name], rate=max(changes, 1e-9)) for name in OTHERS]
        elif way == WAYS[2]:
            pending = finish_later(world, checked["limit"], share_of_invalid)
        loads.append(world.users(world.entry, rate=rate))
        outages[way] = [Outages(world, world.entry, own, checked["lasts"])]
        how = "pause" if way == WAYS[2] else "down"  # messages wait in a channel
        outages[way] += [Outages(world, world.services[name], available, checked["lasts"], how) for name in OTHERS]
        if HANDLER in world.services:
            outages[way].append(Outages(world, world.services[HANDLER], own, checked["lasts"], "pause", stream=ORDERS))
    first, *others = WAYS
    details = {"worlds": worlds, "loads": loads, "changes": loads_of_changes, "outages": outages, "replicas": replicas,
               "pending": pending, "invalid": share_of_invalid}  # fmt: skip
    return Result(worlds[first], UNTIL, in_words, every=500, others={way: worlds[way] for way in others}, **details)


def _checked(params):
    """Return the settings in ms, or raise a ValueError or TypeError."""
    for name in ("available", "own", "invalid"):
        share(name, params[name])
    number("rate", params["rate"], above=0)
    number("changes", params["changes"], at_least=0)
    return {
        "lasts": number("lasts", params["lasts"], above=0) * 1_000,
        "lag": number("lag", params["lag"], at_least=0) * 1_000,
        "limit": number("limit", params["limit"], at_least=0) * 1_000 or inf,
    }


def answered(result):
    """Return for each way the share of users' orders that were answered well, nan before the first."""
    shares = {}
    for way, world in result.details["worlds"].items():
        counts = outcomes(world.trace, ORDERS, caller=USERS)
        ended = sum(counts.values()) - counts["in flight"]
        shares[way] = counts["ok"] / ended if ended else float("nan")
    return shares


def states(result):
    """Return how many orders that were answered "received" are now in which state, a dict."""
    counts = {PENDING: 0, APPROVED: 0, REJECTED: 0}
    for order in result.details["pending"].orders.values():
        counts[order.state(result.now)] += 1
    return counts


def waits(result):
    """Return the ms for which each order was PENDING, in the order in which they were placed; inf if it still is."""
    now = result.now
    return [order.decided - order.placed if order.state(now) != PENDING else inf for order in result.details["pending"].orders.values()]


def behind(result):
    """Return the share of the time in which the copy of at least one of the two others was behind."""
    replicas = result.details["replicas"].values()
    spans = sorted((start, end) for one in replicas for start, end in one.spans(result.now))
    total = since = 0.0
    for start, end in spans:
        total += max(0.0, end - max(start, since))
        since = max(since, end)
    return total / result.now


def _time(ms):
    return f"{ms:.0f} ms" if ms < 100 else f"{ms / 1_000:.1f} s"


def in_words(result):
    """Return what happened, in one sentence."""
    shares = answered(result)
    if any(part != part for part in shares.values()):
        return "No order has been answered yet."
    text = "Orders answered: " + ", ".join(f"{per_cent(part)} {way}" for way, part in shares.items())
    counts, times = states(result), waits(result)
    if total := sum(counts.values()):
        text += f". Finish later: {per_cent(counts[APPROVED] / total)} APPROVED, {per_cent(counts[REJECTED] / total)} REJECTED"
        text += f", {counts[PENDING]} still PENDING" if counts[PENDING] else ""
        decided = [time for time in times if time < inf]
        text += f", the slowest after {_time(max(decided))}" if decided else ""
    return text + f". Copies behind for {per_cent(behind(result))} of the time."


KNOBS = {
    "available": Slider(0.9, 0.5, 1.0, 0.01, "The two others are up"),
    "own": Slider(0.95, 0.5, 1.0, 0.01, "The order service is up"),
    "lasts": Slider(4, 1, 20, 1, "An outage lasts", "s"),
    "rate": Slider(3, 1, 10, 1, "Orders", "/s"),
    "limit": Slider(0, 0, 30, 1, "PENDING for at most (0: for ever)", "s"),
    "invalid": Slider(0.0, 0.0, 0.5, 0.05, "The restaurant says no"),
    "changes": Slider(0.5, 0.0, 2.0, 0.1, "Changes of the others' data", "/s"),
    "lag": Slider(0.5, 0.0, 10.0, 0.5, "A change reaches the copy after", "s"),
}

PRESETS = {
    "As in the book: all 99.5 %": {"available": 0.995, "own": 0.995, "lasts": 1},
    "Others often down": {},
    "Others down half of the time": {"available": 0.5},
    "Long outages": {"lasts": 20},
    "PENDING for at most 5 s": {"limit": 5},
    "A slow copy": {"lag": 10.0},
}
