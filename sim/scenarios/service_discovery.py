"""Clients, a registry and a service whose instances come and go: how old is an address, and whom does it hurt?

The presets with names set what these set by default. Eureka: heartbeats every 30 s, a lease of 90 s that acts as 180 (a
renewal adds the duration once, the check adds it again: Netflix/eureka, issues 531 and 1277), a sweep every 60 s, a
response cache of 30 s, clients that fetch every 30 s. Left out: its self-preservation, which stops all evictions when more
than 15 % of the heartbeats are missing; deltas; the caches of the load balancers above it. A platform's probes: every
10 s, given up at the third failure, all clients told at once (Kubernetes' readiness probe, its timeout of 1 s left out).
"""

from sim.arguments import number, one_of
from sim.balancing import BALANCERS
from sim.delays import constant, uniform
from sim.group import Group
from sim.knobs import Choice, Slider
from sim.metrics import percentile
from sim.registry import REGISTRATIONS, Registry
from sim.scenarios.beliefs import TIMES, astray, failed, limits, registry_rate, staleness, struck_off
from sim.scenarios.result import Result, scenario
from sim.scenarios.words import per_cent, times
from sim.trace import USERS
from sim.world import World

UNTIL, EVENT_AT = 480_000, 60_000
SHORT = 62_000  # ms that tell enough: the event has come
INSTANCES, CLIENTS = 5, 4
PACE, BOOT = 30_000, 5_000  # ms from one instance of a deploy to the next; from the new one's start to the old one's end
RESTART = 20_000  # ms after which a crashed instance is replaced, at another address
PATIENCE = 2_000  # ms that a client waits for an instance
EVENTS = ("crash", "machine gone", "stuck", "rolling deploy", "killing deploy", "none")
DISCOVERIES = ("client", "router")
FIXED = ("event", "registration", "discovery", "linger")  # not to be changed while the world runs


def turn(result, params):
    """Turn the knobs of a running world: the registry's times, the load, and what callers do."""
    for name in FIXED:
        if params[name] != result.params[name]:
            raise ValueError(f"{name} must stay {result.params[name]!r} while the world runs, got {params[name]!r}")
    settings = _registry_settings(params)
    _check(params)
    result.details["registry"].turn(**settings)
    for load in result.details["loads"]:
        load.rate = params["rate"] / CLIENTS
    for step in result.details["steps"]:
        step.balance, step.tries = params["balance"], params["tries"]


@scenario(turn)
def run(
    *, event="crash", registration="self", discovery="client", heartbeat=30, lease=180, sweep=60, cache=30, fetch=30,
    loss=0.0, linger=0, balance="round robin", tries=1, rate=6, seed=1,
):  # fmt: skip
    """Run four clients and a service of five instances for 480 s, with the event at second 60; return the `Result`.

    `event`: one of `EVENTS`. A "crash" refuses calls, a "machine gone" never answers, a "stuck" instance does not either but
    still sends heartbeats; a "rolling deploy" replaces one instance after the other, each saying goodbye and serving on
    for `linger`, and a "killing deploy" does so without a goodbye. `registration`: "self" or "registrar"; `discovery`: "client",
    each believes for itself, or "router", one does for all. `heartbeat` (or poll), `lease`, `sweep`, `cache`, `fetch`: see
    `sim.registry.Registry`, all in s, as is `linger`. `loss`: share of heartbeats that get lost. `balance`: one of
    `BALANCERS`. `tries`: how many instances a failing call is tried on. `rate`: users' requests per second in all.
    """
    params = dict(locals())
    _check(params)
    world = World(seed=seed)
    spare = {"crash": 1, "machine gone": 1, "rolling deploy": INSTANCES, "killing deploy": INSTANCES}.get(event, 0)
    group = Group(world, "stock", INSTANCES + spare, up=INSTANCES, workers=8, work=uniform(400, 1_600))
    registry = Registry(group, registration=registration, **_registry_settings(params))
    clients = [world.service(f"client {i}", workers=64, work=constant(2)) for i in range(1, CLIENTS + 1)]
    callers = clients
    if discovery == "router":
        callers = [world.service("router", workers=256, work=constant(1))]
        for client in clients:
            client.calls(callers[0], network=constant(0.5))
    steps = [
        group.called_by(
            caller, registry.client(caller.name), balance=balance, tries=tries, network=constant(0.5), timeout=PATIENCE
        )
        for caller in callers
    ]
    loads = [world.users(client, rate=rate / CLIENTS) for client in clients]
    world.clock.process(_script(world, group, registry, params))
    details = {"group": group, "registry": registry, "steps": steps, "loads": loads, "tally": Tally(world, steps, 4_000)}
    return Result(world, UNTIL, in_words, every=4_000, **details)


class Tally:
    """Tries sent and tries gone astray so far, every `every` ms."""

    def __init__(self, world, steps, every):
        self.world, self.steps, self.every = world, steps, every
        self.times, self.sent, self.astray = [], [], []
        self._look()

    def _look(self, _=None):
        self.times.append(self.world.now)
        self.sent.append(sum(step.sent + step.nobody for step in self.steps))
        self.astray.append(sum(step.astray + step.nobody for step in self.steps))
        self.world.clock.at(None, len(self.times) * self.every, happen=self._look)


def _check(params):
    one_of("event", params["event"], EVENTS)
    one_of("registration", params["registration"], REGISTRATIONS)
    one_of("discovery", params["discovery"], DISCOVERIES)
    one_of("balance", params["balance"], BALANCERS)
    number("rate", params["rate"], above=0)
    number("linger", params["linger"], at_least=0)
    for name in TIMES:
        number(name, params[name], **({"above": 0} if name in ("heartbeat", "lease") else {"at_least": 0}))
    if params["lease"] < params["heartbeat"]:
        raise ValueError(
            f"lease must be at least as long as the heartbeat's interval, got {params['lease']!r} s "
            f"for {params['heartbeat']!r} s: the healthy would be struck off between two heartbeats"
        )


def _registry_settings(params):
    return {name: number(name, params[name]) * 1_000 for name in TIMES} | {"loss": params["loss"]}


def _script(world, group, registry, params):
    event = params["event"]
    names = list(group.instances)
    yield world.clock.moment(EVENT_AT)
    if event == "stuck":
        group.stick(names[0])
    elif event in ("crash", "machine gone"):
        (group.stop if event == "crash" else group.vanish)(names[0])
        yield world.clock.timeout(RESTART)
        registry.register(names[INSTANCES])
    elif event != "none":
        for old, new in zip(names, names[INSTANCES:]):
            registry.register(new)
            world.clock.process(_replaced(world, group, registry, old, event, params["linger"] * 1_000))
            yield world.clock.timeout(PACE)


def _replaced(world, group, registry, name, event, linger):
    yield world.clock.timeout(BOOT)
    if event == "rolling deploy":
        registry.deregister(name)
        yield world.clock.timeout(linger)
    group.stop(name)


def in_words(result):
    """Return what happened, in one sentence."""
    lost = failed(result)
    if lost != lost:
        return "No user's request has ended yet."
    text = f"{per_cent(lost)} of users' requests failed and {per_cent(astray(result))} of all tries went astray"
    p95 = [percentile(result.trace, call.service.name, 95, caller=USERS) for call in result.world.links if call.caller == USERS]
    text += f" (p95 {max(0 if p != p else p for p in p95):,.0f} ms); " + _believed(result)
    text += f"; the registry had {registry_rate(result):.2f} requests a second"
    lost, polls = struck_off(result), result.details["registry"].polls
    text += f"; it struck off a healthy instance {times(lost)}" if lost else ""
    return text + (f", and the registrar polled {polls / result.now * 1_000:.2f} times a second." if polls else ".")


def _believed(result):
    ages = staleness(result)
    if not ages:
        return "no instance has stopped so far"
    if max(ages) == float("inf"):
        return f"{sum(age == float('inf') for age in ages)} wrong beliefs out of {len(ages)} still held"
    worst, mean = limits(result.params)
    told = f"a wrong belief lasted {sum(ages) / len(ages):.0f} s on average and {max(ages):.0f} s at most"
    if result.params["event"] in ("crash", "machine gone", "killing deploy"):
        told += f" (the intervals allow {mean:.0f} and {worst:.0f} s)"
    return told


KNOBS = {
    "event": Choice("crash", EVENTS, "What happens"),
    "registration": Choice("self", REGISTRATIONS, "Registers"),
    "discovery": Choice("client", DISCOVERIES, "Who discovers"),
    "heartbeat": Slider(30, 1, 60, 1, "Heartbeat every", "s", help="Or the registrar's poll"),
    "lease": Slider(180, 2, 240, 1, "Lease", "s", help="Or how long a registrar's polls may fail"),
    "sweep": Slider(60, 0, 120, 5, "Sweep every", "s", help="0: leases end at once; a registrar needs none"),
    "cache": Slider(30, 0, 60, 5, "Response cache", "s", help="0: none"),
    "fetch": Slider(30, 0, 60, 1, "Clients fetch every", "s", help="0: they are told at once"),
    "loss": Slider(0.0, 0.0, 0.5, 0.05, "Heartbeats lost"),
    "linger": Slider(0, 0, 90, 5, "Serves after goodbye", "s"),
    "balance": Choice("round robin", BALANCERS, "Balancing"),
    "tries": Slider(1, 1, 3, 1, "Tries, each elsewhere"),
    "rate": Slider(6, 1, 12, 1, "Users", "/s"),
}

PLATFORM = {"registration": "registrar", "heartbeat": 10, "lease": 30, "sweep": 0, "cache": 0, "fetch": 0, "discovery": "router"}

# Eureka and the platform: see the docstring of the module for what these leave out.
PRESETS = {
    "Calm": {"event": "none"},
    "Eureka's defaults": {},
    "Eureka, second try": {"tries": 2},
    "A platform's probes": PLATFORM,
    "Stuck, but beating": {"event": "stuck", "heartbeat": 5, "lease": 15, "sweep": 5, "cache": 0, "fetch": 5},
    "Rolling deploy": {"event": "rolling deploy"},
    "Deploy, serves on": {"event": "rolling deploy", "linger": 60},
    "Least connections": {"balance": "least connections", "discovery": "router"},
}
