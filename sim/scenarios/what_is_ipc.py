"""One call at five distances, then a chain of services: what it takes, what fails, and what nobody knows."""

from collections import Counter
from math import ceil
from typing import NamedTuple

from sim.arguments import flag, kind, one_of, share, whole
from sim.delays import constant
from sim.knobs import Choice, Slider, Switch
from sim.metrics import latencies
from sim.retry import Retry
from sim.samples import Samples, stored_samples
from sim.scenarios.result import Result, scenario
from sim.scenarios.words import per_cent
from sim.theory import serial_availability, success_with_tries
from sim.trace import AGAIN, USERS
from sim.tries import GOOD
from sim.world import World

DISTANCES = {
    "function": "function call", "queue": "thread queue", "socket": "local socket", "http": "HTTP", "broker": "broker",
}  # fmt: skip
IN_A_PROCESS = ("function", "queue")  # caller and callee live and die together, and nothing between them gets lost
MOST = 20  # services in a row
UNTIL, RATE, PATIENCE = 20_000, 100, 1_000  # ms of time, orders per second, ms that a caller waits for an answer
FIRST, TABLE = "service 1", "orders"  # the one that the client asks, and where the last one writes the order down
SHORT = 4_000  # ms that tell enough of a run for tests of corners


class Order(NamedTuple):
    """What became of one order: `row` of its first try in the trace, `started` (ms), how often it `reached` the table and
    was `written` down there, and whether its client `heard` so."""

    row: int
    started: float
    reached: int
    written: int
    heard: bool


class Story(NamedTuple):
    """What became of a run: its `orders`; for every length of a chain (good, all), its tries; the clients' `times` in ms, in order."""

    orders: list
    chains: dict
    times: list


def turn(result, params):
    """Turn the knobs of a running world; only the number of services stays."""
    if params["services"] != result.params["services"]:
        raise ValueError(f"services must stay {result.params['services']} while the world runs, got {params['services']}")
    _set(result.world, params)


@scenario(turn)
def run(*, distance="http", services=3, available=0.995, loss=0.0, tries=1, idempotent=False, samples="stored", seed=1):
    """Send 100 orders a second for 20 s through a chain of `services`, each call at the same `distance`; return the `Result`.

    `distance` is one of `DISTANCES`; a call takes what was measured for it in `samples` ("stored": those of another machine). Each service
    answers the share `available` of its calls; in a process all of them are one and fail together. `loss` is the share of
    messages between processes that get lost, either way; callers wait 1 s, and the client makes `tries` in all. The last
    service writes the order down; if it is `idempotent`, an order that it has already is not written again.
    """
    params = dict(locals())
    world = World(seed=seed)
    chain = []
    for number in range(whole("services", services, at_least=1, at_most=MOST)):
        chain.append(world.service(f"service {number + 1}", workers=100_000, work=constant(0)))
    for caller, callee in zip(chain, chain[1:]):
        caller.calls(callee, timeout=PATIENCE)
    chain[-1].calls(world.service(TABLE, workers=1, work=constant(0)))
    world.users(chain[0], rate=RATE, timeout=PATIENCE)
    _set(world, params)
    return Result(world, UNTIL, in_words, every=500)


def _set(world, params):
    distance = one_of("distance", params["distance"], DISTANCES)
    work = samples_of(params).delay(distance)
    fail = round(1 - share("available", params["available"]), 12)
    loss, tries = share("loss", params["loss"]), whole("tries", params["tries"], at_least=1)
    flag("idempotent", params["idempotent"])
    apart = distance not in IN_A_PROCESS
    for name, service in world.services.items():
        if name != TABLE:
            service.work = work
            service.fail = fail if apart or name == FIRST else 0
    for call in world.links:
        if call.service.name != TABLE:
            call.loss = loss if apart else 0
        if call.caller == USERS:
            call.retry = Retry(attempts=tries) if tries > 1 else None


def samples_of(params):
    """Return the measured times that a run draws from."""
    if isinstance(params["samples"], str):
        one_of("samples", params["samples"], ("stored",))
        return stored_samples("distances")
    return kind("samples", params["samples"], Samples, "Samples such as measure() returns, or 'stored'")


def _may_lose(params):
    return params["loss"] > 0 and params["distance"] not in IN_A_PROCESS


def in_theory(params, services=None):
    """Return (share of calls down a chain that are answered well in one try, the same for the client's tries).

    `params` are the run's; `services` is another length of the chain. In a process it is one availability; between
    processes each of n services must answer and each of 2 n messages arrive: (a (1 - q)²)^n.
    """
    available, count = params["available"], params["services"] if services is None else services
    once = available if params["distance"] in IN_A_PROCESS else serial_availability([available * (1 - params["loss"]) ** 2] * count)
    return once, success_with_tries(1 - once, params["tries"])


def story_of(result):
    """Return the `Story` of a run: its settled orders, and how calls down chains of every length fared.

    Settled is what was sent so long ago that all its tries have ended: of the younger ones only those would be known
    whose answer is quick, which are the good ones.
    """
    key = result.now, tuple(result.params[name] for name in ("distance", "loss", "tries", "idempotent"))
    held = result.details.get("story")
    if held and held[0] == key:
        return held[1]
    trace = result.trace
    horizon = result.now - (result.params["tries"] + 1) * PATIENCE if _may_lose(result.params) else result.now
    kinds = [(link, caller == USERS, service == TABLE) for link, (caller, service) in enumerate(trace.links)]
    parent, first, code, attempt, started = trace.parent, trace.first, trace.code, trace.attempt, trace.started
    roots, last, reached = [], {}, Counter()
    ended, good = [0] * len(kinds), [0] * len(kinds)
    for row, number in enumerate(trace.link):
        link, sent, wrote = kinds[number]
        root = roots[parent[row]] if not sent else row if attempt[row] == 1 else first[row]
        roots.append(root)
        end = code[row] % AGAIN
        if end and started[root] <= horizon:
            ended[link] += 1
            good[link] += end in GOOD
        if sent:
            last[root] = row
        elif wrote:
            reached[root] += 1
    most = 1 if result.params["idempotent"] else len(roots)
    orders = [
        Order(root, started[root], reached[root], min(most, reached[root]), code[row] in GOOD)
        for root, row in last.items()
        if started[root] <= horizon and 0 < code[row] < AGAIN
    ]
    # A call to the k-th of n services is one down a chain of n - k + 1; in a process there is but one that can fail.
    names = [FIRST] if result.params["distance"] in IN_A_PROCESS else [f"service {k + 1}" for k in range(result.params["services"])]
    lengths = {number: len(result.world.services) - int(name.split()[-1]) for number, (_, name) in enumerate(trace.links) if name in names}
    chains = {length: (good[number], ended[number]) for number, length in lengths.items()}
    result.details["story"] = key, Story(orders, chains, sorted(latencies(trace, FIRST, caller=USERS)))
    return result.details["story"][1]


def in_words(result):
    """Return what happened, in one sentence."""
    orders = story_of(result).orders
    if not orders:
        return "No order has been settled yet."
    good = sum(order.heard for order in orders)
    text = f"{per_cent(good / len(orders))} of {len(orders):,} orders were confirmed (in theory {per_cent(in_theory(result.params)[1])})"
    if good:
        times = story_of(result).times
        half, most = (times[ceil(len(times) * part) - 1] for part in (0.5, 0.99))
        text += f", half of them within {duration(half)} and 99 % within {duration(most)}"
    twice = sum(order.written > 1 for order in orders)
    unheard = sum(order.written > 0 and not order.heard for order in orders)
    if _may_lose(result.params):
        text += f"; {twice or 'none'} was written down more than once" if twice < 2 else f"; {twice:,} were written down more than once"
        text += f", and {unheard:,} although the client had given up" if unheard else ", and none although the client had given up"
    return text + "."


def duration(ms):
    """Return a time as people say it: "45 ns", "0.18 ms", "1.2 s"."""
    for limit, factor, unit in ((1e-3, 1e6, "ns"), (0.1, 1e3, "µs"), (1_000, 1, "ms"), (float("inf"), 1e-3, "s")):
        if ms < limit:
            return f"{ms * factor:.2g} {unit}" if ms * factor < 10 else f"{ms * factor:,.0f} {unit}"
    raise ValueError(f"ms must be finite, got {ms!r}")


KNOBS = {
    "distance": Choice("http", [(words, name) for name, words in DISTANCES.items()], "Distance"),
    "services": Slider(3, 1, MOST, 1, "Services in a row"),
    "available": Slider(0.995, 0.95, 1.0, 0.001, "Each service available"),
    "loss": Slider(0.0, 0.0, 0.2, 0.005, "Messages lost, each way"),
    "tries": Slider(1, 1, 5, 1, "The client's attempts in all"),
    "idempotent": Switch(False, "Idempotent: an order is written once"),
}

PRESETS = {
    "One process": {"distance": "function"},
    "Three services": {},
    "Ten services": {"services": 10},
    "Lost messages": {"services": 1, "available": 1.0, "loss": 0.05},
    "… tried again": {"services": 1, "available": 1.0, "loss": 0.05, "tries": 3},
    "… and idempotent": {"services": 1, "available": 1.0, "loss": 0.05, "tries": 3, "idempotent": True},
}
