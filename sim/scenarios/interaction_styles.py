"""One shop, its warehouses, five styles of interaction: who waits for whom, and how many answer?

Five worlds run beside each other with the same users and the same luck. In each, the shop does its own work for a user
and then turns to its warehouses, in the style of that world.
"""

from statistics import fmean

from sim.arguments import number, one_of, whole
from sim.delays import constant, exponential
from sim.knobs import Slider
from sim.scenarios.result import Result, scenario
from sim.scenarios.words import per_cent
from sim.trace import USERS
from sim.world import World

STYLES = (
    "request/response",
    "request/async response",
    "one-way notification",
    "publish/subscribe",
    "publish/async responses",
)
ONE_TO_MANY = STYLES[3:]
WAREHOUSES = ("north", "east", "south", "west", "centre")
SHOP_WORK, WAREHOUSE_WORKERS = 2, 50  # ms, always; so many that nobody queues there
UNTIL, SHORT = 4_000, 1_500  # ms of a run, and of one that only tries a corner of the knobs
LAST = 4_000  # rows at the end of a trace that means are taken of, so that a live world does not get slower


def wire(style, world, shop, north, subscribers, network, window):
    """Let the shop turn to its warehouse `north`, or to all `subscribers`, in one of `STYLES`."""
    if style == "request/response":
        shop.calls(north, network=network)
        return None
    many = style in ONE_TO_MANY
    requests = world.channel("requests", "publish-subscribe" if many else "point-to-point", network)
    replies = world.channel("replies", network=network)
    for warehouse in subscribers if many else [north]:
        warehouse.consumes(requests)
    if style == "request/async response":
        return shop.asks(requests, replies)
    if style == "publish/async responses":
        return shop.asks(requests, replies, window=window)
    return shop.publishes(requests)


def turn(result, params):
    """Turn the knobs of all five running worlds; who subscribes is settled when they are built."""
    settings = _checked(params)
    if params["warehouses"] != result.params["warehouses"]:
        raise ValueError(f"warehouses must stay {result.params['warehouses']} while the worlds run, got {params['warehouses']}")
    for style, world in result.details["worlds"].items():
        world.services["shop"].workers = params["workers"]
        for name in result.details["warehouses"][style]:
            world.services[name].work = settings["work"]
        world.services["north"].slow = params["slow"]
        result.details["loads"][style].rate = params["rate"]
        for part in [*world.links, *world.channels.values()]:
            if getattr(part, "caller", None) != USERS:
                part.network = settings["network"]
    result.details["collecting"].window = params["window"]


@scenario(turn)
def run(*, warehouses=3, work=20, slow=1, window=40, network=1.0, rate=40, workers=4, seed=1):
    """Run the five worlds for 4 s and return the `Result`; its `details["worlds"]` maps each style to its `World`.

    `warehouses`: how many subscribe, 0 to 5, where the style is one-to-many; else the shop turns to north.
    `work`: mean ms that a warehouse takes (exponential), north `slow` times as long. `window`: ms that the shop collects
    answers. `network`: ms for each way of a call, and for each of the two hops of a message. `rate`: users per second;
    `workers`: the shop's. `details["asked"]` and `details["collecting"]` are the two `Asking`s.
    """
    params = dict(locals())
    settings = _checked(params)
    worlds, loads, names, steps = {}, {}, {}, {}
    for style in STYLES:
        world = World(seed=seed)
        names[style] = WAREHOUSES[: max(1, warehouses) if style in ONE_TO_MANY else 1]
        staff = [world.service(name, WAREHOUSE_WORKERS, settings["work"]) for name in names[style]]
        staff[0].slow = slow
        shop = world.service("shop", workers, constant(SHOP_WORK))
        steps[style] = wire(style, world, shop, staff[0], staff[:warehouses], settings["network"], window)
        worlds[style], loads[style] = world, world.users(shop, rate=rate)
    first, *others = STYLES
    details = {"worlds": worlds, "loads": loads, "warehouses": names, "asked": steps[STYLES[1]], "collecting": steps[STYLES[4]]}
    return Result(worlds[first], UNTIL, in_words, every=100, others={style: worlds[style] for style in others}, **details)


def _checked(params):
    whole("warehouses", params["warehouses"], at_least=0, at_most=len(WAREHOUSES))
    number("slow", params["slow"], above=0)
    number("window", params["window"], above=0)
    number("rate", params["rate"], above=0)
    whole("workers", params["workers"], at_least=1)
    work = number("work", params["work"], above=0)
    return {"work": exponential(work), "network": constant(number("network", params["network"], at_least=0))}


def user_waits(result, style):
    """Return the mean time in ms from a user's request to its end, however it ended; None before the first."""
    trace = result.details["worlds"][one_of("style", style, STYLES)].trace
    asked = trace.links.index((USERS, "shop"))
    rows = range(max(0, len(trace) - LAST), len(trace))
    times = [trace.ended[row] - trace.started[row] for row in rows if trace.link[row] == asked and trace.code[row]]
    return fmean(times) if times else None


def late_answers(result):
    """Return the share of the warehouses' answers that came after the window had closed; None before the first."""
    collecting = result.details["collecting"]
    came = collecting.late + sum(answers * times for answers, times in collecting.collected.items())
    return collecting.late / came if came else None


def in_words(result):
    """Return how long a user waits in each style, in one sentence."""
    waits = [user_waits(result, style) for style in STYLES]
    if None in waits:
        return "It has only just begun: not every style has answered a user yet."
    told = ", ".join(f"{wait:,.0f} ms with {style}" for style, wait in zip(STYLES, waits))
    late = late_answers(result)
    text = f"A user waits {told}; "
    if result.params["warehouses"] == 0:
        return text + "nobody subscribes, so nobody answers."
    return text + ("no answer has come yet." if late is None else f"{per_cent(late)} of the answers came after the window and were dropped.")


KNOBS = {
    "warehouses": Slider(3, 0, 5, 1, "Warehouses that subscribe"),
    "work": Slider(20, 5, 100, 5, "A warehouse takes", "ms"),
    "slow": Slider(1, 1, 20, 1, "North slowed down", "x"),
    "window": Slider(40, 5, 200, 5, "Window for answers", "ms"),
    "network": Slider(1.0, 0.0, 10.0, 0.5, "Each hop", "ms"),
    "rate": Slider(40, 5, 200, 5, "Users", "/s"),
    "workers": Slider(4, 1, 16, 1, "Workers of the shop"),
}

PRESETS = {
    "Calm": {},
    "North is slow": {"slow": 10},
    "Crowded": {"rate": 200},
    "A short window": {"window": 20},
    "Nobody subscribes": {"warehouses": 0},
    "Five subscribe": {"warehouses": 5},
}
