"""One service in trouble: how far does it spread through a real shop, and what stops it?"""

from functools import cache

from sim.arguments import flag, number, one_of, whole
from sim.breaker import Breaker
from sim.delays import constant, exponential
from sim.knobs import Choice, Slider, Switch
from sim.metrics import attempts, availability, percentile
from sim.retry import Retry, full_jitter, no_wait
from sim.scenarios.result import Result, scenario
from sim.scenarios.trouble import Trouble, check_trouble, knobs
from sim.scenarios.words import per_cent, times
from sim.topology import load_graph, shipped_graphs
from sim.trace import USERS
from sim.world import World

WORK, NETWORK = 10, 0.5  # mean work of every service, and each way over the network, in ms
WORKERS, FRONT_WORKERS = 6, 24  # of every service, and of the one that users ask
PATIENCE = 2_000  # ms that a user waits
UNTIL, FAULT_AT = 30_000, 6_000


@cache
def places():
    """Return every "graph/service" of the shipped graphs that can be in trouble: all but the one that users ask."""
    graphs = {name: load_graph(name) for name in shipped_graphs()}
    return tuple(f"{name}/{node}" for name, graph in graphs.items() for node in graph if node != graph.graph["entry"])


def turn(result, params):
    """Turn the knobs of a running world: the policies of every call, the load, and the trouble itself."""
    world = result.world
    policies = _policies(params)
    check_trouble(params)  # before anything is turned
    result.details["load"].rate = params["rate"]
    breaker = policies.pop("breaker")
    for call in world.links:
        if call.caller == USERS:
            continue
        if breaker is None or policies["timeout"] is None:
            call.breaker = None
        for name, value in policies.items():
            setattr(call, name, value)
        if breaker is not None and call.breaker is None:
            call.breaker = breaker.fresh()
    result.details["trouble"].by_hand(params)


@scenario(turn)
def run(
    *, place="online-boutique/productcatalogservice", trouble="slow", slow=20, share=0.5, lasts=10, rate=20,
    timeouts=False, timeout=250, attempts=1, jitter=True, at_most=0, breaker=False, fallback=False, deadlines=False,
    seed=1,
):  # fmt: skip
    """Run a shop for 30 s, with a service in trouble from second 6 on, and return the `Result`.

    `place`: "graph/service", see `places()`. `trouble`: one of `sim.scenarios.trouble.TROUBLES`; `slow` is the factor of a slow one, `share`
    that of calls that a failing or hanging one fails or hangs. `lasts`: s. `rate`: users' requests per second; each
    user waits 2 s. The other settings hold for every call between services: `timeouts` (of `timeout` ms), `attempts` in
    all (with full `jitter` or at once), a bulkhead of `at_most` outstanding tries (0: none), a `breaker` (5 failures in
    a row, open for 2 s), a `fallback` for what failed; `deadlines` travel with the calls or not.
    """
    graph_name, _, name = one_of("place", place, places()).partition("/")
    params = dict(locals())
    world = World.from_graph(
        load_graph(graph_name), seed=seed, propagate_deadlines=flag("deadlines", deadlines), workers=WORKERS,
        work=exponential(WORK), network=constant(NETWORK), **_policies(params),
    )  # fmt: skip
    world.entry.workers = FRONT_WORKERS
    load = world.users(world.entry, rate=rate, timeout=PATIENCE)
    victim = world.services[name]
    trouble = Trouble([victim], params, FAULT_AT, UNTIL)
    return Result(world, UNTIL, in_words, every=250, victim=victim, entry=world.entry, load=load, trouble=trouble)


def _policies(params):
    """Return the policies of every call between services."""
    at_most = whole("at_most", params["at_most"], at_least=0)
    number("timeout", params["timeout"], above=0)
    backoff = full_jitter(base=50, cap=1_000) if flag("jitter", params["jitter"]) else no_wait()
    tries = whole("attempts", params["attempts"], at_least=1)
    if flag("breaker", params["breaker"]) and not flag("timeouts", params["timeouts"]):
        raise ValueError("breaker must come with timeouts, got timeouts=False: a call that hangs would never be counted")
    return {
        "timeout": params["timeout"] if flag("timeouts", params["timeouts"]) else None,
        "retry": Retry(attempts=tries, backoff=backoff) if tries > 1 else None,
        "at_most": at_most or None,
        "breaker": Breaker(failures=5, open_for=2_000) if params["breaker"] else None,
        "fallback": flag("fallback", params["fallback"]),
    }


def in_words(result):
    """Return what happened, in one sentence."""
    world, trace = result.world, result.trace
    entry, victim = world.entry.name, result.details["victim"].name
    served = availability(trace, entry, caller=USERS)
    if served != served:
        return "No user's request has ended yet."
    text = f"{per_cent(served)} of users served, p99 {percentile(trace, entry, 99, caller=USERS):,.0f} ms"
    if served == 0:
        text = "0 % of users served"
    tries = attempts(trace, victim)
    if tries == tries:
        text += f", {tries:.1f} attempts per call to {victim}"
    breakers = [call.breaker for call in world.links if call.breaker is not None]
    if breakers:
        opened = sum(state == "open" for breaker in breakers for _, state in breaker.log)
        text += f"; breakers opened {times(opened)}" if opened else "; no breaker opened"
    busiest = max(result.watch.busy[entry])
    text += f"; at worst {busiest} of {world.entry.workers} workers of {entry} were in use."
    return text


KNOBS = {
    "place": Choice("online-boutique/productcatalogservice", [("{1} ({0})".format(*p.split("/")), p) for p in places()], "Trouble at"),
    **knobs(slow=20, part=0.5, lasts=10, longest=20),
    "rate": Slider(20, 5, 60, 5, "Users", "/s"),
    "timeouts": Switch(False, "Timeouts"),
    "timeout": Slider(250, 50, 1_000, 50, "Timeout", "ms"),
    "attempts": Slider(1, 1, 5, 1, "Attempts in all"),
    "jitter": Switch(True, "Backoff with full jitter"),
    "at_most": Slider(0, 0, 24, 1, "Bulkhead (0: none)", "calls"),
    "breaker": Switch(False, "Circuit breakers"),
    "fallback": Switch(False, "Fallback"),
    "deadlines": Switch(False, "Deadlines travel along"),
}

PRESETS = {
    "Calm": {"trouble": "none"},
    "Slow dependency": {},
    "… with timeouts": {"timeouts": True},
    "… timeouts and retries": {"timeouts": True, "attempts": 3, "jitter": False},
    "… breaker and fallback": {"timeouts": True, "breaker": True, "fallback": True},
    "Dead dependency": {"trouble": "down"},
    "Hanging dependency": {"trouble": "hanging", "share": 0.1},
}
