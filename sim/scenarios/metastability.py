"""One server, impatient users, one pause: the storm that keeps itself alive.

The example of Bronson, Aghayev, Charapko and Zhu, Metastable Failures in Distributed Systems, HotOS 2021: capacity 300/s,
load 280/s, a timeout of 1 s and one retry.
"""

from math import inf

from sim.arguments import flag, number, one_of, share, whole
from sim.delays import exponential
from sim.knobs import Choice, Slider, Switch
from sim.metrics import attempt_rate, goodput
from sim.retry import Retry
from sim.scenarios.result import Result, scenario
from sim.trace import USERS
from sim.world import World

PAUSE_AT = 5_000


def turn(result, params):
    """Turn the knobs of the running world; the pause is over and does not come again."""
    server, load = result.world.services["server"], result.details["load"]
    server.work = exponential(1_000 / number("capacity", params["capacity"], above=0))
    server.order = params["order"]
    server.queue = _bound(params["queue"])
    load.rate = params["load"]
    load.call.timeout = number("timeout", params["timeout"], above=0)
    load.call.retry = _retry(params)


@scenario(turn)
def run(
    *, pause=10, load=280, capacity=300, timeout=1_000, attempts=2, budget=0.0, order="fifo", queue=0, deadlines=False,
    lighter=0, lighter_at=30, lasts=60, seed=1,
):  # fmt: skip
    """Run one server for `lasts` s, with a pause of `pause` s from second 5 on, and return the `Result`.

    `load` and `capacity` are requests per second; users wait `timeout` ms and make `attempts` tries in all, without
    backoff; `budget` is the share of a retry that each first try earns (0: retries are not limited). The server's `order`
    is "fifo" or "lifo", `queue` how many may wait (0: any number). With `deadlines` it drops work whose user has left.
    From second `lighter_at` on the load is `lighter` (0: as before).
    """
    params = dict(locals())
    number("pause", pause, at_least=0)
    number("lasts", lasts, above=PAUSE_AT / 1_000)
    number("lighter", lighter, at_least=0)
    number("lighter_at", lighter_at, above=0)
    world = World(seed=seed, propagate_deadlines=flag("deadlines", deadlines))
    work = exponential(1_000 / number("capacity", capacity, above=0))
    server = world.service("server", workers=1, work=work, queue=_bound(queue), order=one_of("order", order, ("fifo", "lifo")))
    number("timeout", timeout, above=0)
    users = world.users(server, rate=number("load", load, above=0), timeout=timeout, retry=_retry(params))
    if pause:
        world.fault(server, start=PAUSE_AT, end=PAUSE_AT + pause * 1_000, pause=True)
    if lighter:
        world.clock.process(_lighten(world.clock, users, lighter_at * 1_000, lighter))
    window = (PAUSE_AT, PAUSE_AT + pause * 1_000) if pause else None
    return Result(world, lasts * 1_000, in_words, every=500, load=users, window=window)


def _lighten(clock, users, at, rate):
    yield clock.timeout(at)
    users.rate = rate


def _bound(queue):
    return whole("queue", queue, at_least=0) or inf


def _retry(params):
    tries = whole("attempts", params["attempts"], at_least=1)
    return Retry(attempts=tries, budget=share("budget", params["budget"]) or None) if tries > 1 else None


def served_late(result):
    """Return {"served": the share of the load that was answered in time in the last ten seconds}; for sweeps."""
    good = goodput(result.trace, "server", caller=USERS, start=max(0, result.now - 10_000), end=result.now)
    return {"served": good / result.details["load"].rate}


def in_words(result):
    """Return how it stands in the last ten seconds, in one sentence."""
    start = max(0, result.now - 10_000)
    if result.now - start < 1_000:
        return "It has only just begun."
    good = goodput(result.trace, "server", caller=USERS, start=start, end=result.now)
    tries = attempt_rate(result.trace, "server", start=start, end=result.now)
    load = result.params["load"]
    capacity = result.params["capacity"]
    seconds = (result.now - start) / 1_000
    text = f"In the last {seconds:.0f} s {good:,.0f} of {load:,.0f} requests a second were answered in time, from {tries:,.0f} tries a second"
    window = result.details["window"]
    if window and result.now > window[1] + 5_000:
        healed = good > 0.9 * min(load, capacity)
        text += "; the system has healed" if healed else f"; the pause has been over for {(result.now - window[1]) / 1_000:.0f} s, the storm has not"
    return text + "."


KNOBS = {
    "pause": Slider(10.0, 0.0, 20.0, 0.1, "Pause", "s"),
    "load": Slider(280, 100, 320, 5, "Load", "/s"),
    "timeout": Slider(1_000, 200, 4_000, 100, "Timeout", "ms"),
    "attempts": Slider(2, 1, 4, 1, "Attempts in all"),
    "budget": Slider(0.0, 0.0, 0.3, 0.01, "Retry budget (0: none)"),
    "order": Choice("fifo", ("fifo", "lifo"), "Queue's order"),
    "queue": Slider(0, 0, 600, 10, "Queue's bound (0: none)"),
    "deadlines": Switch(False, "Drop work whose user has left"),
    "lighter": Slider(0, 0, 280, 10, "Load from second 30 on (0: same)", "/s"),
}

PRESETS = {
    "The storm": {},
    "Half a second": {"pause": 0.5},
    "No retries": {"attempts": 1},
    "Budget of 10 %": {"budget": 0.1},
    "Newest first": {"order": "lifo"},
    "Queue of 150": {"queue": 150},
    "Work for the living": {"deadlines": True},
    "Less load, later": {"lighter": 160},
}
