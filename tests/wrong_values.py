"""What is to be refused by kind of parameter, and ways to ask the parts of the surface for it: words for `tests.wrong_arguments`."""

from decimal import Decimal
from fractions import Fraction
from math import inf, nan
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import numpy as np

import sim
import sim.theory as theory
from sim import Breaker, Retry, World, constant, exponential, full_jitter
from sim.caller import CallingService
from sim.watch import Watch

BIG = 10**400  # no float holds it
KINDS = [True, np.True_, "5", "", [5], (), {}, 5j, Decimal("5"), np.array([5.0]), np.array(5), constant, object]
NUMBER = [*KINDS, None]  # wrong kinds wherever a number is wanted
WORSE = [nan, np.float64(nan), np.float32(nan), BIG, -BIG, Fraction(BIG)]
POSITIVE = [0, -0.0, -3, -5e-324, -inf, np.int64(-5), np.float32(-0.5), np.float64(0), Fraction(-1, 2), *WORSE, *NUMBER]
FINITE = [inf, np.float64(inf), *POSITIVE]
AMOUNT = [-1, -0.5, -5e-324, inf, -inf, np.int8(-1), np.float64(-2.5), Fraction(-1, 3), *WORSE, *NUMBER]
ANY = [inf, -inf, *WORSE, *NUMBER]
SHARE = [1.1, 2, 1 + 1e-15, np.int64(2), *AMOUNT]
PART = [0, *SHARE]
COUNT = [0, -1, 2.5, 2.0, inf, np.int64(0), np.float64(2), Fraction(2), *WORSE, *NUMBER]
DELAY = [5, 0.5, True, "constant(5)", None, exponential, [constant(5)], {}]
FLAG = [1, 0, 1.0, "yes", "", None, [], np.int64(1), np.array([True])]
SEED = [2.5, 2.0, inf, np.float64(2), Fraction(2), *WORSE, *NUMBER]
NAME = [5, None, True, "", " ", "\n", ["stock"], b"stock", "two\nlines", "a\0b", "\ud800", "x" * 101, "x" * 100_000]
LINE = [5, None, ["x"], b"x"]
SERVICE = ["stock", None, 5, World, CallingService]
RETRY = [3, "thrice", True, Retry, full_jitter(1, 2), {}]
BREAKER = [5, "closed", True, Breaker, {}, object()]
NOBODY = ["stok", "", 5, ["stock"], {}, object()]


def but(values, *fine):
    """Return `values` without those that are fine here, such as None for no timeout."""
    return [value for value in values if not any(value is one for one in fine)]


PATIENCE = but(POSITIVE, None)
ROOM = but(COUNT, None, inf)


class Row(NamedTuple):
    """Ask `of` (a callable of the surface, asked by `ask`) with each of `values` for the parameter `name`."""

    of: str
    name: str
    ask: object
    values: list
    allowed: str  # words of the answer that say what would be right; "" for numbers
    said: str  # the name by which the answer calls the parameter


def rows(of, ask, allowed="", said=None, **wrong):
    """Return a row for each parameter."""
    return [Row(of, name, ask, values, allowed, said or name) for name, values in wrong.items()]


def parts():
    """Return a world, its stock and its shop."""
    world = World()
    return world, world.service("stock", workers=1, work=constant(1)), world.service("shop", workers=1, work=constant(1))


def asked(make, **good):
    """Return a function that calls `make` with good arguments, some of them replaced."""
    return lambda **settings: make(**good | settings)


def of_service(method, *given, **good):
    """Return a function that asks a method of a world, given its stock."""

    def ask(**settings):
        world, stock, _ = parts()
        return getattr(world, method)(*given, **{"service": stock} | good | settings)

    return ask


def wired(method, **good):
    """Return a function that lets the shop call the stock with some policies."""

    def ask(**settings):
        _, stock, shop = parts()
        return getattr(shop, method)(settings.pop("service", settings.pop("services", stock)), **good | settings)

    return ask


def put(make):
    """Return a function that sets an attribute of a part of a world."""

    def ask(**settings):
        ((name, value),) = settings.items()
        setattr(make(), name, value)

    return ask


def a_call():
    _, stock, shop = parts()
    return shop.calls(stock, timeout=100)


def a_load():
    world, stock, _ = parts()
    return world.users(stock, rate=10)


def a_trace():
    world, stock, _ = parts()
    world.users(stock, rate=10)
    return world.run(1_000)


def a_watch():
    return Watch(parts()[0], 10)


def metric(name):
    """Return a function that asks for a figure of a short run."""
    good = {"service": "stock"} | ({"q": 50} if name == "percentile" else {})
    return lambda **settings: getattr(sim, name)(**{"trace": a_trace()} | good | settings)


def theorem(name, **good):
    return asked(getattr(theory, name), **good)


GRAPH = nx.DiGraph([("shop", "stock")])
SLIDER = {"value": 5, "low": 0, "high": 10, "step": 1, "label": "Tries"}
WINDOW = {"minimum": 5, "failure_rate": 0.5, "open_for": 100, "trials": 1}
MM1 = {"rate": 10, "service_time": 10}


def policy_rows(of, ask):
    """Return what is wrong in every setting of a call."""
    return [
        *rows(of, ask, timeout=PATIENCE, at_most=ROOM, loss=SHARE),
        *rows(of, ask, "a delay such as constant(0.5)", network=but(DELAY, None)),
        *rows(of, ask, "a Retry such as Retry(attempts=3)", retry=RETRY),
        *rows(of, ask, "a Breaker such as", breaker=BREAKER),
        *rows(of, ask, "True or False", fallback=FLAG),
    ]


def service_rows(of, ask):
    """Return what is wrong in every setting of a service."""
    return [
        *rows(of, ask, workers=COUNT),
        *rows(of, ask, queue=[-1, 1.5, -inf, np.int64(-1), np.float64(2), *WORSE, *NUMBER]),
        *rows(of, ask, "a delay such as constant(20)", work=DELAY),
        *rows(of, ask, "'fifo', 'lifo'", order=["random", "FIFO", "", 1, None, ["fifo"]]),
    ]


def file_rows():
    """Return what is wrong with files of one's own, as `read_graph` and `World.from_graph` are asked for them."""
    path = str(Path(__file__).parent / "files" / "jaeger-small.json")
    kinds, entries = ["yaml", "", 5, ["jaeger"]], ["Service9", "", 5, True, ["Service8"]]
    calls = [5, None, "ab", ["ab"], [("Service8",)], [("Service8", 5)], [("Service1", "Service8")]]
    read, world = asked(sim.read_graph, path=path), asked(World.from_graph, graph=path)
    paths = [5, None, True, "", b"x", ["x"], "https://example.org/graph.json", "a\0b"]
    return [
        *rows("read_graph", read, "", path=paths, kind=kinds),
        *rows("read_graph", read, "", said=f"{path}: entry", entry=entries),
        *rows("read_graph", read, "leave_out", said=f"{path}: leave_out", leave_out=calls),
        *rows("read_latencies", sim.read_latencies, "", path=paths),
        *rows("World.from_graph", world, "", kind=kinds, latencies=but(paths, None)),
        *rows("World.from_graph", world, "", said=f"{path}: entry", entry=entries),
        *rows("World.from_graph", world, "leave_out", said=f"{path}: leave_out", leave_out=calls),
    ]


def fault_rows(of, ask):
    """Return what is wrong in every fault."""
    return [*rows(of, ask, slow=FINITE, fail=SHARE, hang=SHARE), *rows(of, ask, "True or False", down=FLAG, pause=FLAG, crash=FLAG)]


def load_rows(of, ask):
    """Return what is wrong in what both loads take."""
    return [
        *rows(of, ask, timeout=PATIENCE),
        *rows(of, ask, "a service of this world", service=SERVICE),
        *rows(of, ask, "Retry such as", retry=RETRY),
        *rows(of, ask, "a delay such as", network=but(DELAY, None)),
    ]


def metric_rows(name):
    """Return what is wrong in what every figure takes."""
    ask = metric(name)
    return [
        *rows(name, ask, "a Trace", trace=[5, None, "trace", World, []]),
        *rows(name, ask, "one of ['stock']", service=NOBODY),
        *rows(name, ask, "one of ['users']", caller=NOBODY),
        *rows(name, ask, start=ANY, end=[-1, -inf, *WORSE, *NUMBER]),
    ]


def of_channel(method, **fixed):
    """Return a function that asks a method of a shop, given a channel, and one for the replies if it wants one."""

    def ask(**settings):
        world, _, shop = parts()
        good = {"channel": world.channel("orders")} | ({"replies": world.channel("replies")} if method == "asks" else {}) | fixed
        return getattr(shop, method)(**good | settings)

    return ask


def a_channel(**settings):
    """Make a channel; what keeps messages for later is asked of one with subscribers."""
    return World().channel("orders", **{"kind": "publish-subscribe"} | settings)
