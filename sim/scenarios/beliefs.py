"""Measures of a run of `service_discovery`: how long wrong beliefs lasted, what they cost, and what the intervals allow."""

from math import inf, nan

from sim.delays import constant
from sim.group import GONE, STUCK, UP, Group
from sim.leases import spells
from sim.registry import Registry
from sim.theory import mean_staleness, worst_staleness
from sim.trace import USERS
from sim.world import World

TIMES = ("heartbeat", "lease", "sweep", "cache", "fetch")


def staleness(result):
    """Return for each instance that stopped answering and each believer: how many s it was still believed in.

    inf if it still is. An instance that was no longer believed in when it stopped counts as 0.
    """
    ages = []
    for when, name, state in result.details["group"].log:
        if state in (GONE, STUCK):
            for copy in result.details["registry"].clients.values():
                ends = [end for begin, end in spells(copy.log, name, inf) if end > when]
                ages.append((ends[0] - when) / 1_000 if ends else 0.0)
    return ages


def struck_off(result):
    """Return how often the registry has taken an instance off its list that was up, and had not said goodbye."""
    registry, group = result.details["registry"], result.details["group"]
    count = 0
    for (_, before), (now, names) in zip(registry.leases.log, registry.leases.log[1:]):
        for name in set(before) - set(names):
            state = [what for when, who, what in group.log if who == name and when <= now][-1]
            count += state == UP and registry.farewells.get(name) != now
    return count


def registry_rate(result):
    """Return the requests per second that the registry has had."""
    return sum(result.details["registry"].requests.values()) / result.now * 1_000


def failed(result):
    """Return the share of users' requests that failed, of those that have ended; nan if none has."""
    counts = [call.counts for call in result.world.links if call.caller == USERS]
    ended = sum(sum(count) for count in counts)
    return 1 - sum(count[1] for count in counts) / ended if ended else nan


def astray(result):
    """Return the share of tries that went to an instance that was not up, or to nobody since none was known."""
    steps = result.details["steps"]
    sent = sum(step.sent + step.nobody for step in steps)
    return sum(step.astray + step.nobody for step in steps) / sent if sent else 0.0


def limits(params):
    """Return (worst, mean) of the staleness after a crash in s, by the sum of the intervals."""
    heartbeat, lease, sweep, cache, fetch = (params[name] for name in TIMES)
    if params["registration"] == "self":
        return worst_staleness(lease, sweep, cache, fetch), mean_staleness(heartbeat, lease, sweep, cache, fetch)
    lease = -(-lease // heartbeat) * heartbeat  # the poll at which it is noticed
    return worst_staleness(lease, 0, cache, fetch), mean_staleness(heartbeat, lease, 0, cache, fetch)


def forgotten_after(seed, heartbeat=30, lease=180, sweep=60, cache=30, fetch=30, registration="self"):
    """Return how many s a client goes on believing in a single instance that has died: no load, one number. Times in s."""
    world = World(seed=seed)
    group = Group(world, "stock", 1, workers=1, work=constant(1))
    times = {"heartbeat": heartbeat, "lease": lease, "sweep": sweep, "cache": cache, "fetch": fetch}
    registry = Registry(group, registration=registration, **{name: 1_000 * time for name, time in times.items()})
    client = registry.client("client")
    died = 1_000 * (heartbeat + lease + sweep + cache + fetch)
    world.run(died)
    group.stop("stock 1")
    world.run(3 * died)
    return (client.log[-1][0] - died) / 1_000
