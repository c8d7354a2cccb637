"""Orders over a link: what the format costs in bytes and in work becomes how long they take and how many get through.

An order is written by one processor, sent over one link and read by another processor. Each is a service with one worker
and constant work: the link's is the bits of a message over the bandwidth.
"""

from sim.arguments import flag, kind, number, one_of, whole
from sim.costs import Costs, stored_costs
from sim.delays import constant
from sim.knobs import Choice, Slider, Switch
from sim.metrics import latencies
from sim.scenarios.result import Result, scenario
from sim.scenarios.words import per_cent
from sim.theory.links import constant_capacity, constant_sojourn, wire_time
from sim.world import World

FORMATS = stored_costs().formats
STAGES = {"encoder": "writing", "link": "the link", "decoder": "reading"}
MOST_LINES = stored_costs().lines[-1]
LEAST_MS, MOST_MS = 0.01, 100_000  # that a run lasts


def turn(result, params):
    """Turn the knobs of a running world."""
    times = stage_times(params)
    result.details["load"].rate = number("rate", params["rate"], above=0)
    _set(result.world, times)


@scenario(turn)
def run(*, format="JSON", lines=20, gzip=False, bandwidth=10, rate=600, orders=2_000, costs=None, seed=1):
    """Send about `orders` orders of so many `lines` in a `format`, with gzip or not, and return the `Result`.

    `bandwidth`: of the link, Mbit/s. `rate`: orders a second, Poisson. `costs`: measured `Costs`, None for the stored ones.
    """
    params = dict(locals())
    times = stage_times(params)
    whole("orders", orders, at_least=1)
    until = min(MOST_MS, max(LEAST_MS, orders / number("rate", rate, above=0) * 1_000))
    world = World(seed=seed)
    shop = world.service("shop", workers=10**9, work=constant(0))
    for name in STAGES:
        shop.calls(world.service(name, workers=1, work=constant(0)))
    load = world.users(shop, rate=rate)
    _set(world, times)
    return Result(world, until, in_words, every=until / 120, load=load)


def _set(world, times):
    for name, ms in times.items():
        world.services[name].work = constant(ms)


def cost_of(params):
    """Return the `Cost` of one message of a run with these parameters."""
    costs = stored_costs() if params.get("costs") is None else params["costs"]
    kind("costs", costs, Costs, "Costs such as measure() returns, or None")
    lines = whole("lines", params["lines"], at_least=1)
    return costs.of(one_of("format", params["format"], costs.formats), lines, flag("gzip", params["gzip"]))


def stage_times(params):
    """Return the ms that one message keeps each stage busy: {"encoder": …, "link": …, "decoder": …}."""
    cost = cost_of(params)
    return {"encoder": cost.encode, "link": wire_time(cost.size, params["bandwidth"]), "decoder": cost.decode}


def capacity(params):
    """Return how many orders a second get through, in theory."""
    return constant_capacity(list(stage_times(params).values()))


def in_theory(params):
    """Return the mean ms from an order's writing to its having been read; inf if more come than get through."""
    return constant_sojourn(params["rate"], list(stage_times(params).values()))


def in_words(result):
    """Return what happened, in one sentence."""
    params, times = result.params, latencies(result.trace, "shop")
    if not times:
        return "No order has arrived yet."
    stages = stage_times(params)
    slowest = max(stages, key=stages.get)
    size, most = cost_of(params).size, capacity(params)
    text = f"{params['format']}{' with gzip' if params['gzip'] else ''}: {size:,.0f} bytes an order; "
    if params["rate"] >= most:
        waiting = sum(len(result.world.services[name].waiting) for name in STAGES)
        text += f"{params['rate']:,.0f} a second come and {most:,.0f} get through, {STAGES[slowest]} is too slow"
        return text + f"; {waiting:,} wait now, and ever more."
    text += f"{milliseconds(sum(times) / len(times))} on average (in theory {milliseconds(in_theory(params))}); "
    text += f"{STAGES[slowest]} is the bottleneck, busy {per_cent(params['rate'] / most)} of the time"
    return text + f", and at most {most:,.0f} a second get through."


def milliseconds(ms):
    """Return a time as people say it: "12 µs", "0.42 ms", "1.6 s"."""
    for limit, factor, unit in ((0.1, 1_000, "µs"), (1_000, 1, "ms"), (float("inf"), 0.001, "s")):
        if ms < limit:
            return f"{ms * factor:.2g} {unit}" if ms * factor < 10 else f"{ms * factor:,.0f} {unit}"
    return "endless"


KNOBS = {
    "format": Choice("JSON", FORMATS, "Format"),
    "gzip": Switch(False, "Compress with gzip"),
    "lines": Slider(20, 1, MOST_LINES, 1, "Lines of an order"),
    "bandwidth": Slider(10, 0.1, 10_000, 10, "Bandwidth", "Mbit/s", log=True),
    "rate": Slider(600, 10, 20_000, 10, "Orders", "/s", log=True),
}

PRESETS = {
    "JSON": {},
    "XML": {"format": "XML"},
    "Protocol Buffers": {"format": "Protocol Buffers"},
    "Thin link": {"format": "XML", "bandwidth": 1, "rate": 100},
    "… with gzip": {"format": "XML", "bandwidth": 1, "rate": 100, "gzip": True},
    "Wide link": {"format": "MessagePack", "bandwidth": 10_000, "rate": 20_000},
    "… with gzip there": {"format": "MessagePack", "bandwidth": 10_000, "rate": 20_000, "gzip": True},
}
