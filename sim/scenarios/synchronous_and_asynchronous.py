"""The same outage in two styles: a shop whose threads wait for its stock, and one that accepts and hands the work over.

Two worlds run beside each other with the same users and the same luck. In both an order takes the shop 2 ms and then
has to be worked on by the stock. Synchronously, the shop's thread waits for that and the user's answer is "done".
Asynchronously, the shop sends a one-way notification, which waits in the stock's own queue, and the user's answer is
"accepted", whatever becomes of the order later.
"""

from bisect import bisect_left
from math import inf, nan

from sim.arguments import number, whole
from sim.delays import constant, exponential
from sim.knobs import Slider
from sim.metrics import availability, queue_length
from sim.scenarios.result import Result, scenario
from sim.scenarios.trouble import Trouble, check_trouble, knobs
from sim.scenarios.words import per_cent
from sim.trace import AGAIN, ERROR, USERS
from sim.world import World

STYLES = ("synchronous", "asynchronous")
SHOP_WORK, NETWORK, STOCK_WORKERS = 2, 0.5, 6  # ms, ms each way
UNTIL, FAULT_AT = 40_000, 8_000
SHORT = 9_500  # ms that tests of corners run: the trouble has begun
LAST = 8_000  # rows at the end of a trace that the sentence looks at, so that a live world does not get slower


def turn(result, params):
    """Turn the knobs of both running worlds."""
    checked = _checked(params)  # before anything is turned
    for world, load in zip(result.details["worlds"], result.details["loads"]):
        load.rate = params["rate"]
        load.call.timeout = checked["patience"]
        world.services["shop"].workers = params["threads"]
        world.services["stock"].work = checked["work"]
    result.world.call("shop", "stock").timeout = checked["timeout"]
    result.details["trouble"].by_hand(params)


@scenario(turn)
def run(*, trouble="paused", slow=10, share=0.1, lasts=6, rate=40, threads=32, capacity=60, patience=2, timeout=0, seed=1):
    """Run the shop for 40 s in both styles, its stock in trouble from second 8 on, and return the `Result`.

    `trouble`: one of `TROUBLES`; `slow` is the factor of a slow stock, `share` that of calls that a failing or hanging
    one fails or hangs; it `lasts` so many s. `rate`: users' orders per second; each user waits `patience` s for the
    answer. `threads`: the shop's workers. `capacity`: orders per second that the stock can work on, with 6 workers.
    `timeout` (ms, 0: none) of the shop's synchronous call.
    """
    params = dict(locals())
    checked = _checked(params)
    built = [_world(style, params, checked) for style in STYLES]
    worlds = [world for world, _ in built]
    trouble = Trouble([world.services["stock"] for world in worlds], params, FAULT_AT, UNTIL)
    details = {"worlds": worlds, "loads": [load for _, load in built], "trouble": trouble}
    return Result(worlds[0], UNTIL, in_words, every=250, others={"asynchronous": worlds[1]}, **details)


def _checked(params):
    """Return the settings in the units of a world, or raise a ValueError or TypeError."""
    check_trouble(params)
    number("rate", params["rate"], above=0)
    whole("threads", params["threads"], at_least=1)
    timeout = number("timeout", params["timeout"], at_least=0)
    return {
        "patience": number("patience", params["patience"], above=0) * 1_000,
        "work": exponential(STOCK_WORKERS / number("capacity", params["capacity"], above=0) * 1_000),
        "timeout": timeout or None,
    }


def _world(style, params, checked):
    world = World(seed=params["seed"])
    stock = world.service("stock", workers=STOCK_WORKERS, work=checked["work"])
    shop = world.service("shop", workers=params["threads"], work=constant(SHOP_WORK))
    if style == "synchronous":
        shop.calls(stock, network=constant(NETWORK), timeout=checked["timeout"])
    else:
        shop.notifies(stock, network=constant(NETWORK))
    return world, world.users(shop, rate=params["rate"], timeout=checked["patience"])


def orders(trace, since=0, last=inf):
    """Return (placed, ms until the stock had really done it, or nan if it has not) of every order, in order.

    Orders placed before `since` (ms) are left out, and all that lies before the `last` rows of the trace. An order is
    done when the stock's work on it has ended well, whether or not anybody still waits for it.
    """
    started, parent, served, released, code = trace.started, trace.parent, trace.served, trace.released, trace.code
    first = max(bisect_left(started, since), len(trace) - last)
    done = {}
    for row in range(first, len(trace)):
        user = parent[row]
        if user < 0:
            done[row] = nan
        elif user >= first and served[row] == served[row] and code[row] % AGAIN != ERROR:
            done[user] = released[row] - started[user]
    return [(started[row], time) for row, time in done.items()]


def drained(result, step=20):
    """Return how many s after the trouble nothing waited any more in the asynchronous world; nan if that was not yet.

    Looked at every `step` ms. nan also if there was no trouble.
    """
    window = result.details["trouble"].window
    world = result.details["worlds"][1]
    if window is None:
        return nan
    times = [window[1] + step * i for i in range(int((world.now - window[1]) / step))]
    waiting = queue_length(world.trace, "stock", times)
    return next(((time - window[1]) / 1_000 for time, count in zip(times, waiting) if not count), nan)


def in_words(result):
    """Return what happened, in one sentence."""
    sync, later = (world.trace for world in result.details["worlds"])
    answered = [availability(trace, "shop", caller=USERS) for trace in (sync, later)]
    if any(part != part for part in answered):
        return "No user's order has ended yet."
    held, pool = max(result.watch.busy["shop"]), result.world.services["shop"].workers
    text = f"Synchronous: {per_cent(answered[0])} of users answered in time, up to {held} of {pool} threads held. "
    text += f"Asynchronous: {per_cent(answered[1])} “accepted”"
    times = [time for _, time in orders(later, last=LAST)]
    done = sorted(time for time in times if time == time)
    text += f", {per_cent(len(done) / len(times))} done by now" if times else ""
    if done:
        text += f", half of these within {done[len(done) // 2] / 1_000:.1f} s, the slowest after {done[-1] / 1_000:.1f} s"
    after = drained(result)
    return text + (f"; no backlog {after:.1f} s after the trouble." if after > 0.1 else ".")


KNOBS = {
    **knobs(slow=10, part=0.1, lasts=6, longest=20),
    "rate": Slider(40, 5, 80, 5, "Orders", "/s"),
    "threads": Slider(32, 1, 200, 1, "Threads of the shop"),
    "capacity": Slider(60, 20, 120, 5, "Stock can do", "/s"),
    "patience": Slider(2, 0.5, 10, 0.5, "Users wait", "s"),
    "timeout": Slider(0, 0, 5_000, 250, "Timeout of the call (0: none)", "ms"),
}
KNOBS["trouble"] = type(KNOBS["trouble"])("paused", KNOBS["trouble"].options, "Trouble of the stock")

PRESETS = {
    "Calm": {"trouble": "none"},
    "The stock pauses": {},
    "… with 200 threads": {"threads": 200},
    "… with a timeout": {"timeout": 1_000},
    "The stock is slow": {"trouble": "slow"},
    "Calls hang": {"trouble": "hanging"},
    "The stock is down": {"trouble": "down"},
    "Too many orders": {"trouble": "none", "rate": 80},
}
