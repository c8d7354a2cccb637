"""A discrete-event simulation of services that call each other. Times are milliseconds, rates are per second.

    from sim import World, constant, exponential

    world = World(seed=1)
    stock = world.service("stock", workers=8, work=exponential(20), queue=100)
    shop = world.service("shop", workers=32, work=constant(2))
    shop.calls(stock, network=constant(0.5), timeout=250)
    world.users(shop, rate=100)
    trace = world.run(60_000)
"""

from sim.breaker import Breaker
from sim.delays import constant, empirical, exponential, lognormal, uniform
from sim.files import read_graph, read_latencies
from sim.limits import RunTooLong
from sim.metrics import (
    attempt_rate,
    attempts,
    availability,
    goodput,
    latencies,
    mean_latency,
    outcomes,
    percentile,
)
from sim.retry import Retry, decorrelated_jitter, equal_jitter, exponential_backoff, fixed, full_jitter, no_wait
from sim.topology import load_graph, shipped_graphs
from sim.trace import Span, Trace
from sim.world import World

__all__ = [
    "Breaker", "Retry", "RunTooLong", "Span", "Trace", "World",
    "attempt_rate", "attempts", "availability", "constant", "decorrelated_jitter", "empirical", "equal_jitter",
    "exponential", "exponential_backoff", "fixed", "full_jitter", "goodput", "latencies", "load_graph", "lognormal",
    "mean_latency", "no_wait", "outcomes", "percentile", "read_graph", "read_latencies", "shipped_graphs", "uniform",
]  # fmt: skip
