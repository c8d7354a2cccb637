"""A page needs an order and then its parts: one request after the other, some at once, or one that asks for all.

Each size of page has a client of its own, who loads it again and again, so that latency can be shown against size.
"""

from functools import lru_cache

from sim.arguments import number, one_of, whole
from sim.delays import Delay, constant, exponential
from sim.knobs import Choice, Slider
from sim.metrics import latencies
from sim.scenarios.result import Result
from sim.theory import chatty_page, composed_page, parallel_page
from sim.trace import USERS
from sim.world import World

WAYS = ("chatty", "parallel", "composed")
UNTIL = 20_000
THINK = 800  # ms between two loads of a client
INNER = 0.5  # ms, a round trip between two servers
MANY = 500  # workers of a server: nobody queues there, the page alone is to be seen
SIZES = 6


def run(*, way="chatty", parts=24, round_trip=40, work=5, connections=6, seed=1):
    """Load pages for 20 s and return the `Result`; its `details` hold "sizes", numbers of parts, the largest last.

    `way`: "chatty", "parallel" (the order, then all its parts over `connections`), or "composed" (one request; the server
    fetches the rest). `parts` besides the order on the largest page; `round_trip` in ms between client and
    servers; `work` in ms that a server takes for one resource: the mean of an exponential, or a delay.
    """
    params = dict(locals())
    one_of("way", way, WAYS)
    sizes = _sizes(whole("parts", parts, at_least=1, at_most=200))
    number("round_trip", round_trip, at_least=0)
    whole("connections", connections, at_least=1, at_most=200)
    world = World(seed=seed)
    work = work if isinstance(work, Delay) else exponential(number("work", work, above=0))
    orders = world.service("orders", workers=MANY, work=work)
    lines = world.service("lines", workers=MANY, work=work)
    for size in sizes:
        add_client(world, size, way, constant(round_trip / 2), connections, orders, lines)
    result = Result(world, UNTIL, in_words, every=500, sizes=sizes, mean_work=work.mean)
    result.params = params
    result.advance(UNTIL)
    result.details["times"] = {size: latencies(result.trace, f"page of {size}", caller=USERS) for size in sizes}
    return result


def _sizes(parts):
    """Return about six numbers of parts, evenly up to the largest."""
    return sorted({max(1, round(parts * step / SIZES)) for step in range(1, SIZES + 1)})


def add_client(world, size, way, hop, connections, orders, lines):
    """Add a client who loads pages of so many parts, one at a time."""
    page = world.service(f"page of {size}", workers=1, work=constant(0))
    if way == "composed":
        gateway = world.service(f"gateway of {size}", workers=1, work=constant(0))
        page.calls(gateway, network=hop)
        gateway.calls(orders, network=constant(INNER / 2))
        gateway.calls_together(*[lines] * size, network=constant(INNER / 2))
    elif way == "parallel":
        page.calls(orders, network=hop)
        # A connection is a worker: it is taken until the answer is there, and the requests that find none wait for it.
        pool = world.service(f"connections of {size}", workers=connections, work=constant(0))
        pool.calls(lines, network=hop)
        page.calls_together(*[pool] * size)
    else:
        page.calls(orders, network=hop)
        for _ in range(size):
            page.calls(lines, network=hop)
    world.sessions(page, n=1, think=constant(THINK))


def loads(result, size):
    """Return how long each load of the page of so many parts took, in ms."""
    return result.details["times"][size]


def expected(result, size, way=None, round_trip=None):
    """Return bounds (low, high) of the mean time of a page, in ms, by the closed forms; they may be the same."""
    params = result.params
    way = params["way"] if way is None else way
    trip = params["round_trip"] if round_trip is None else round_trip
    return _bounds(way, size, trip, result.details["mean_work"], params["connections"])


@lru_cache(maxsize=5_000)  # a picture asks for whole curves of them
def _bounds(way, size, trip, work, connections):
    if way == "parallel":
        return parallel_page(size, trip, work, connections)
    time = chatty_page(size, trip, work) if way == "chatty" else composed_page(size, trip, work, INNER)
    return time, time


def in_words(result):
    """Return how long the largest page takes, in one sentence."""
    size = result.details["sizes"][-1]
    times = loads(result, size)
    if not times:
        return f"No page of {size} parts has been loaded yet."
    mean = sum(times) / len(times)
    requests = 1 if result.params["way"] == "composed" else 1 + size
    told = f"{requests} requests" if requests > 1 else "one request"
    low, high = expected(result, size)
    theory = f"{low:,.0f}" if high - low < 1 else f"{low:,.0f} to {high:,.0f}"
    text = f"The page of an order and {size} {'parts' if size > 1 else 'part'} takes {told} and {mean:,.0f} ms on average (in theory {theory})"
    trip = result.params["round_trip"]
    return f"{text}, as long as {mean / trip:,.1f} round trips." if trip else f"{text}."


KNOBS = {
    "way": Choice(
        "chatty", [("one after the other", "chatty"), ("several at once", "parallel"), ("one request for all", "composed")],
        "Requests",
    ),
    "parts": Slider(24, 1, 48, 1, "Parts of the order"),
    "round_trip": Slider(40, 0, 200, 5, "Round trip", "ms"),
    "work": Slider(5, 1, 50, 1, "Server's work for one", "ms"),
    "connections": Slider(6, 1, 24, 1, "Connections (at once)"),
}  # fmt: skip

PRESETS = {
    "Chatty, far away": {},
    "Chatty, next door": {"round_trip": 0},
    "Six connections": {"way": "parallel"},
    "As many as parts": {"way": "parallel", "connections": 24},
    "One request": {"way": "composed"},
    "One request, slow parts": {"way": "composed", "work": 40},
}
