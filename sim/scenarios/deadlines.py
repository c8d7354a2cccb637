"""A chain of services whose caller gives up: how much work goes on for nobody, with deadlines that travel and without.

gRPC sends the deadline along with the call. A service that hands what is left of it to those it asks, and drops work whose
deadline has passed, works for those who wait. Without, each hop has a timeout of its own, or none.
"""

from sim.arguments import number, one_of
from sim.delays import exponential
from sim.knobs import Choice, Slider
from sim.metrics import availability
from sim.scenarios.result import Result, scenario
from sim.scenarios.trouble import Trouble, check_trouble
from sim.scenarios.words import per_cent
from sim.trace import USERS
from sim.waste import wasted_work
from sim.world import World

CHAIN = ("gateway", "orders", "stock")  # who asks whom, from the user on
WORKERS = {"gateway": 60, "orders": 40, "stock": 6}
WORK = {"gateway": 10, "orders": 20}  # mean ms of own work; that of the stock is a knob
UNTIL, SLOW_AT = 20_000, 4_000
SHORT = 4_600  # the slow spell has begun


def turn(result, params):
    """Turn the knobs of both running worlds; a stock slowed down by hand stays so until it is turned back."""
    _check(params)
    for world, load in zip(result.details["worlds"].values(), result.details["loads"]):
        load.rate = params["rate"]
        load.call.timeout = params["patience"]
        for caller, callee in zip(CHAIN, CHAIN[1:]):
            world.call(caller, callee).timeout = params["hop"] or None
        world.services["stock"].work = exponential(params["work"])
        world.services["stock"].order = params["order"]
    result.details["trouble"].by_hand(_trouble(params))


@scenario(turn)
def run(*, patience=500, hop=500, rate=60, work=60, slow=3, lasts=6, order="fifo", seed=1):
    """Run gateway, orders and stock for 20 s, with deadlines that travel and without; return the `Result`.

    Users ask `rate` times a second and give up after `patience` ms. Each service gives the next one `hop` ms (0: no end).
    The stock's 6 workers take `work` ms each on average, and `slow` times that for `lasts` s from second 4 on; its queue is
    in "fifo" or "lifo" `order`.
    `result.world` has the deadlines, `result.others["without"]` watches the same chain without.
    """
    params = dict(locals())
    _check(params)
    worlds, loads = {}, []
    for name in ("deadlines", "without"):
        world = worlds[name] = World(seed=seed, propagate_deadlines=name == "deadlines")
        services = [world.service(part, workers=WORKERS[part], work=exponential(WORK.get(part, work))) for part in CHAIN]
        services[-1].order = order
        for caller, callee in zip(services, services[1:]):
            caller.calls(callee, timeout=hop or None)
        loads.append(world.users(services[0], rate=rate, timeout=patience))
    trouble = Trouble([world.services["stock"] for world in worlds.values()], _trouble(params), SLOW_AT, UNTIL)
    others = {"without": worlds["without"]}
    return Result(worlds["deadlines"], UNTIL, in_words, every=250, others=others, worlds=worlds, loads=loads, trouble=trouble)


def _check(params):
    for name in ("patience", "rate", "work"):
        number(name, params[name], above=0)
    number("hop", params["hop"], at_least=0)
    one_of("order", params["order"], ("fifo", "lifo"))
    check_trouble(_trouble(params))


def _trouble(params):
    slow = number("slow", params["slow"], at_least=1)
    return {"trouble": "slow" if slow > 1 else "none", "slow": slow, "share": 0.0, "lasts": params["lasts"]}


def in_words(result):
    """Return what happened, in one sentence."""
    told = []
    for world in result.details["worlds"].values():
        served = availability(world.trace, "gateway", caller=USERS)
        done, wasted = wasted_work(world.trace, end=max(world.now, 1e-9))
        if served != served or not done:
            return "No user's request has ended yet."
        told.append((per_cent(served), per_cent(wasted / done)))
    (served, wasted), (served_without, wasted_without) = told
    return (
        f"With deadlines that travel {served} of the users are served and {wasted} of the work is for users who have left; "
        f"without, {served_without} and {wasted_without}."
    )


KNOBS = {
    "patience": Slider(500, 100, 2_000, 50, "Users' deadline", "ms"),
    "hop": Slider(500, 0, 2_000, 50, "Timeout of each hop (0: none)", "ms"),
    "rate": Slider(60, 10, 120, 5, "Users", "/s"),
    "work": Slider(60, 10, 100, 5, "Stock's work", "ms"),
    "slow": Slider(3, 1, 10, 1, "Stock slowed down", "×"),
    "lasts": Slider(6, 1, 12, 1, "… for", "s"),
    "order": Choice("fifo", ("fifo", "lifo"), "Stock's queue"),
}

PRESETS = {
    "A slow spell": {},
    "Calm": {"slow": 1},
    "No timeouts below": {"hop": 0},
    "Short hops": {"hop": 200},
    "Long hops": {"hop": 2_000},
    "Newest first": {"order": "lifo"},
}
