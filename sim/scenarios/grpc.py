"""The same calls over a pool of HTTP/1.1 connections and over one HTTP/2 connection, as gRPC uses it.

A pool is a queue in front of a call: a call holds its connection until its answer is there. An HTTP/2 connection carries
as many calls at once as its server allows, often 100 (RFC 9113, section 6.5.2, recommends no fewer). Both have the same
link, the same server and the same luck. A packet that is lost on the shared connection holds up all that come after it:
TCP hands over in order (RFC 9114, section 1.1). 200 ms is about the least that systems wait before they send it again by
the clock; what they see missing by later packets they send sooner, which this leaves out, as it does windows and handshakes.
"""

from sim.arguments import number, whole
from sim.delays import constant, exponential
from sim.knobs import Slider
from sim.metrics import latencies
from sim.scenarios.result import Result, scenario
from sim.tcp import AnswerPath
from sim.trace import USERS
from sim.world import World

UNTIL = 8_000
THREADS = 10_000  # of the server: never the bottleneck, so that only connections differ
STREAMS = 100  # calls at once over one HTTP/2 connection
SHORT = 1_500


def turn(result, params):
    """Turn the knobs of both running worlds."""
    settings = _check(params)
    for name, world in result.details["worlds"].items():
        world.services["server"].work = exponential(params["work"])
        world.services["client"].workers = _limit(name, params)
        world.call("client", "server").network = constant(params["round_trip"] / 2)
        result.details["loads"][name].rate = params["rate"]
        result.details["paths"][name].set(**settings, in_order=name == "http2")


@scenario(turn)
def run(*, rate=100, work=40, round_trip=10, connections=6, streams=STREAMS, loss=0.0, again=200, size=10, bandwidth=100, seed=1):
    """Run the same calls for 8 s over a pool of `connections` and over one of `streams` at once; return the `Result`.

    `rate`: calls a second. `work`: mean ms at the server, exponential. `round_trip`: ms over the network and back.
    `loss`: per cent of the packets with answers that get lost, each sent again after `again` ms. `size`: kB of an answer,
    over a link of `bandwidth` Mbit/s. `result.world` has the pool, `result.others["http2"]` watches the other.
    """
    params = dict(locals())
    settings = _check(params)
    worlds, loads, paths = {}, {}, {}
    for name in ("pool", "http2"):
        world = worlds[name] = World(seed=seed)
        client = world.service("client", workers=_limit(name, params), work=constant(0))
        server = world.service("server", workers=THREADS, work=exponential(work))
        client.calls(server, network=constant(round_trip / 2))
        paths[name] = AnswerPath(world, "answers", **settings, in_order=name == "http2")
        server.steps.append(paths[name])
        loads[name] = world.users(client, rate=rate)
    others = {"http2": worlds["http2"]}
    return Result(worlds["pool"], UNTIL, in_words, every=100, others=others, worlds=worlds, loads=loads, paths=paths)


def _check(params):
    """Return the settings of the answers' path; raise a ValueError or TypeError if any parameter makes no sense."""
    number("rate", params["rate"], above=0)
    number("work", params["work"], above=0)
    number("round_trip", params["round_trip"], at_least=0)
    for name in ("connections", "streams"):
        whole(name, params[name], at_least=1)
    return {
        "size": number("size", params["size"], above=0) * 1_000,
        "bandwidth": number("bandwidth", params["bandwidth"], above=0),
        "loss": number("loss", params["loss"], at_least=0, at_most=100) / 100,
        "again": number("again", params["again"], at_least=0),
    }


def _limit(name, params):
    return params["connections" if name == "pool" else "streams"]


def times(result):
    """Return the latencies (ms) of the calls that have ended: a dict of "pool" and "http2" to lists in order of size."""
    return {name: sorted(latencies(world.trace, "client", caller=USERS)) for name, world in result.details["worlds"].items()}


def held_up(result):
    """Return the mean ms for which a lost packet, its own or another's, held up an answer: a dict of "pool" and "http2"."""
    held = {name: sum(own + behind for own, behind in path.held.values()) for name, path in result.details["paths"].items()}
    return {name: held[name] / max(1, len(result.details["worlds"][name].trace.rows("server"))) for name in held}


def rank(sorted_times, q):
    """Return the q-th percentile of times in order (nearest rank)."""
    return sorted_times[max(0, -(-len(sorted_times) * q // 100) - 1)]


def in_words(result):
    """Return what happened, in one sentence."""
    pool, http2 = times(result).values()
    if not pool or not http2:
        return "No call has been answered yet."
    many = result.params["connections"]
    text = f"{'One HTTP/1.1 connection' if many == 1 else f'A pool of {many} HTTP/1.1 connections'}: "
    text += f"half of the calls within {rank(pool, 50):,.0f} ms, 99 % within {rank(pool, 99):,.0f} ms; "
    text += f"one HTTP/2 connection: {rank(http2, 50):,.0f} and {rank(http2, 99):,.0f} ms"
    waiting = {name: len(world.services["client"].waiting) for name, world in result.details["worlds"].items()}
    for name, words in (("pool", "a connection of the pool"), ("http2", "room on the HTTP/2 connection")):
        if waiting[name] > 20:
            text += f"; {waiting[name]:,} calls wait for {words}"
    return text + "."


KNOBS = {
    "rate": Slider(100, 10, 400, 10, "Calls", "/s"),
    "work": Slider(40, 5, 200, 5, "Work at the server", "ms"),
    "round_trip": Slider(10, 0, 200, 5, "Round trip", "ms"),
    "connections": Slider(6, 1, 60, 1, "HTTP/1.1 connections"),
    "streams": Slider(100, 1, 200, 1, "HTTP/2 calls at once"),
    "loss": Slider(0.0, 0.0, 5.0, 0.1, "Packets lost", "%"),
    "again": Slider(200, 10, 1_000, 10, "Sent again after", "ms"),
    "size": Slider(10, 1, 100, 1, "Size of an answer", "kB"),
    "bandwidth": Slider(100, 5, 1_000, 5, "Link", "Mbit/s"),
}

PRESETS = {
    "A small pool": {},
    "A large pool": {"connections": 20},
    "One against one": {"connections": 1, "rate": 20},
    "Lossy link": {"connections": 20, "loss": 1.0},
    "Far away": {"round_trip": 150, "connections": 20},
    "Streams run out": {"work": 200, "round_trip": 150, "rate": 330, "connections": 60},
    "Thin link": {"bandwidth": 10, "connections": 20},
}
