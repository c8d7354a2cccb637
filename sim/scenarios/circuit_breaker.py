"""A shop that asks its stock, with and without a circuit breaker between them, under the same luck.

The presets with the names of libraries set what these set by default: when the breaker opens, for how long, and after
how many trials it closes. The rest is that of `sim.breaker`, whose docstring says where libraries differ. Left out:

- resilience4j 2: a good result can open it too (the 100th, if 50 of them failed); late answers count in the state that
  they meet; the first trial comes after 60 s, not at 60 s. Calls slower than 60 s open it if all are; none is here.
- Polly 8: results are kept in tenths of the window, so that one counts for 27 to 30 s; a late answer may decide
  the trial; exceptions that it was not told to handle count as successes.
- pybreaker 1.4: `call` holds a lock, so that callers wait for each other; exceptions that it was told to exclude count
  as successes.
"""

from sim.arguments import flag, number, one_of, whole
from sim.breaker import Breaker
from sim.delays import constant, exponential
from sim.knobs import Choice, Slider, Switch
from sim.metrics import availability, percentile
from sim.scenarios.result import Result, scenario
from sim.scenarios.trouble import Trouble, check_trouble, knobs
from sim.scenarios.words import per_cent, times
from sim.trace import USERS
from sim.world import World

UNTIL, FAULT_AT = 40_000, 8_000
PATIENCE = 1_500  # ms that a user waits
BREAKER_SETTINGS = ("kind", "failures", "open_for", "trials", "window", "minimum", "failure_rate", "slow_after")
KINDS = ("in a row", "count window", "time window")


def make_breaker(kind, failures=5, open_for=5, trials=1, window=20, minimum=10, failure_rate=0.5, slow_after=0):
    """Return a new breaker of one of `KINDS`.

    `failures` in a row trip the first kind. The others trip at a `failure_rate` among the last `window` calls, or those
    of the last `window` seconds, if they are at least `minimum`; `slow_after` ms (0: never) makes a call count as slow,
    and half of the calls slow trip it too. `open_for` is in s.
    """
    one_of("kind", kind, KINDS)
    open_for = number("open_for", open_for, above=0) * 1_000
    if kind == "in a row":
        return Breaker(failures=failures, open_for=open_for, trials=trials)
    slow = {} if number("slow_after", slow_after, at_least=0) == 0 else {"slow_after": slow_after, "slow_rate": 0.5}
    rest = {"minimum": minimum, "failure_rate": failure_rate, "open_for": open_for, "trials": trials} | slow
    whole("window", window, at_least=1)
    if kind == "count window":
        return Breaker.count_window(size=window, **rest)
    return Breaker.time_window(length=window * 1_000, **rest)


def turn(result, params):
    """Turn the knobs of both running worlds; another breaker starts closed, one of your own stays."""
    breaker = make_breaker(**_breaker_params(params))
    check_trouble(params)  # before anything is turned
    number("rate", params["rate"], above=0)
    number("timeout", params["timeout"], above=0)
    flag("fallback", params["fallback"])
    for world, load in zip(result.details["worlds"], result.details["loads"]):
        load.rate = params["rate"]
        call = world.call("shop", "stock")
        call.timeout = params["timeout"]
        call.fallback = params["fallback"]
    result.details["trouble"].by_hand(params)
    call = result.world.call("shop", "stock")
    if params["breaker"] is None and repr(call.breaker) != repr(breaker):
        call.breaker = breaker


@scenario(turn)
def run(
    *, kind="in a row", failures=5, open_for=5, trials=1, window=20, minimum=10, failure_rate=0.5, slow_after=0,
    trouble="slow", slow=30, share=0.6, lasts=14, rate=60, timeout=800, fallback=True, breaker=None, seed=1,
):  # fmt: skip
    """Run the shop for 40 s with a breaker and without, its stock in trouble from second 8 on; return the `Result`.

    The breaker's settings are those of `make_breaker`, or `breaker` is one of your own (anything with
    `allow(now)`, `report(permit, ok, now, duration)` and `state`). `trouble`: one of `TROUBLES`; `slow` is the factor
    of a slow stock, `share` that of calls that a failing or hanging one fails or hangs. `lasts`: s. `rate`: users'
    requests per second. `timeout` (ms) of the shop's call, `fallback` after it has failed.
    """
    params = dict(locals())
    ours = make_breaker(**_breaker_params(params)) if breaker is None else breaker
    built = [_world(params, ours), _world(params, None)]
    worlds = [world for world, _ in built]
    trouble = Trouble([world.services["stock"] for world in worlds], params, FAULT_AT, UNTIL)
    details = {"worlds": worlds, "loads": [load for _, load in built], "trouble": trouble}
    return Result(worlds[0], UNTIL, in_words, every=250, others={"without": worlds[1]}, **details)


def _world(params, breaker):
    world = World(seed=params["seed"])
    stock = world.service("stock", workers=8, work=exponential(20))
    shop = world.service("shop", workers=32, work=constant(2))
    shop.calls(
        stock, network=constant(0.5), timeout=params["timeout"], fallback=flag("fallback", params["fallback"]), breaker=breaker
    )
    return world, world.users(shop, rate=params["rate"], timeout=PATIENCE)


def _breaker_params(params):
    return {name: params[name] for name in BREAKER_SETTINGS}


def in_words(result):
    """Return what happened, in one sentence."""
    with_it, without = (world.trace for world in result.details["worlds"])
    served = [availability(trace, "shop", caller=USERS) for trace in (with_it, without)]
    if any(part != part for part in served):
        return "No user's request has ended yet."
    opened = openings(result)
    p99 = [percentile(trace, "shop", 99, caller=USERS) for trace in (with_it, without)]
    text = f"With the breaker {per_cent(served[0])} of users served (p99 {p99[0]:,.0f} ms), without it {per_cent(served[1])}"
    text += f" (p99 {p99[1]:,.0f} ms); it opened {times(opened)}" if opened else f" (p99 {p99[1]:,.0f} ms); it never opened"
    asked = [asked_in_trouble(result, watch) for watch in (result.watch, result.others["without"])]
    if None not in asked:
        text += f"; while in trouble the stock was asked {asked[0]:,.0f} times a second with it, {asked[1]:,.0f} without"
    return text + "."


def openings(result):
    """Return how often the breaker opened, by its own log or, if it keeps none, by the samples."""
    log = getattr(result.world.call("shop", "stock").breaker, "log", None)
    states = result.watch.breaker["shop", "stock"] if log is None else [state for _, state in log]
    return sum(state == "open" and before != "open" for before, state in zip(["closed", *states], states))


def asked_in_trouble(result, watch):
    """Return how many calls a second reached the stock while it was in trouble; None if it was not, so far."""
    window = result.details["trouble"].window
    if window is None or watch.times[-1] <= window[0]:
        return None
    first = watch.times.index(window[0])
    last = min(len(watch.times) - 1, round(window[1] / watch.every))
    started, refused = watch.started["shop", "stock"], watch.ended["shop", "stock"]["open"]
    sent = started[last] - started[first] - (refused[last] - refused[first])
    return sent / (watch.times[last] - watch.times[first]) * 1_000


KNOBS = {
    **knobs(slow=30, part=0.6, lasts=14, longest=25),
    "rate": Slider(60, 10, 120, 10, "Users", "/s"),
    "timeout": Slider(800, 50, 1_500, 50, "Timeout", "ms"),
    "fallback": Switch(True, "Fallback"),
    "kind": Choice("in a row", KINDS, "Breaker counts"),
    "failures": Slider(5, 1, 50, 1, "Failures in a row"),
    "window": Slider(20, 1, 100, 1, "Window", "calls or s"),
    "minimum": Slider(10, 1, 100, 1, "Minimum", "calls"),
    "failure_rate": Slider(0.5, 0.05, 1.0, 0.05, "Failure rate"),
    "slow_after": Slider(0, 0, 250, 10, "Slow after (0: never)", "ms"),
    "open_for": Slider(5, 1, 60, 1, "Stays open", "s"),
    "trials": Slider(1, 1, 20, 1, "Trials when half-open", "calls"),
}

# The libraries: see the docstring of the module for what these leave out.
PRESETS = {
    "Calm": {"trouble": "none"},
    "The slide's breaker": {},
    "resilience4j": {"kind": "count window", "window": 100, "minimum": 100, "failure_rate": 0.5, "open_for": 60, "trials": 10},
    "Polly": {"kind": "time window", "window": 30, "minimum": 100, "failure_rate": 0.1, "open_for": 5, "trials": 1},
    "pybreaker": {"kind": "in a row", "failures": 5, "open_for": 60, "trials": 1},
    "Half of the calls fail": {"trouble": "failing", "share": 0.5},
    "Too nervous": {"trouble": "failing", "share": 0.3, "failures": 2, "open_for": 1},
    "Judges by one call": {"kind": "count window", "window": 20, "minimum": 1, "trouble": "failing", "share": 0.15},
}
