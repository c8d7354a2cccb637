"""An order in a database and a message about it: four ways to do both, under the same crashes."""

from statistics import mean

from sim.arguments import flag, number, one_of, share
from sim.delays import constant, exponential
from sim.knobs import Choice, Slider, Switch
from sim.outbox import OUTBOXES, STRATEGIES
from sim.scenarios.result import Result, scenario
from sim.world import World

WRITE, READ, SEND, COOKS = 5, 10, 2, 20  # ms: a transaction, a look into outbox or log, a message by the relay, the kitchen's work
RESTART = 400  # ms until a crashed relay is back
UNTIL = 15_000
SHORT = 5_000  # ms that tell enough in tests of corners


def turn(result, params):
    """Turn the knobs of running worlds: load, relay, crashes and the kitchen's table."""
    settings = _settings(params)
    rate, table = _others(params)
    for records in result.details["records"].values():
        for name, value in settings.items():
            setattr(records, name, value)
    for load in result.details["loads"]:
        load.rate = rate
    for kitchen in result.details["kitchens"].values():
        kitchen.idempotent = table


@scenario(turn)
def run(*, strategy="polling", every=500, batch=20, rate=12, crash=0.05, relay_crash=0.05, table=True, seed=1):
    """Let a shop record orders for 15 s in each of `STRATEGIES` and return the `Result`; `strategy` is the one that is looked at.

    A relay looks every `every` ms and takes at most `batch` messages; one that is told by the log takes as many. `rate`: orders
    a second. `crash`: the share of orders during which the shop's process ends between its two steps. `relay_crash`: the share of
    batches after which the relay crashes before they are marked; it is back 400 ms later. `table`: the kitchen keeps a table of
    messages that it has seen. All four ways see the same luck.
    """
    params = dict(locals())
    settings = _settings(params)
    rate, table = _others(params)
    worlds, records, kitchens, loads = {}, {}, {}, []
    for name in STRATEGIES:
        world = worlds[name] = World(seed=seed)
        orders = world.channel("orders", network=constant(0.5))
        shop = world.service("shop", workers=500, work=constant(2))
        kitchen = world.service("kitchen", workers=50, work=exponential(COOKS))
        times = {"write": constant(WRITE), "read": constant(READ), "send": constant(SEND)}
        records[name] = shop.records(orders, name, restart=RESTART, **times, **settings)
        kitchens[name] = kitchen.consumes(orders, idempotent=table)
        loads.append(world.users(shop, rate=rate))
    shown = worlds.pop("polling")
    return Result(shown, UNTIL, in_words, every=500, others=worlds, records=records, kitchens=kitchens, loads=loads)


def _settings(params):
    one_of("strategy", params["strategy"], STRATEGIES)
    for name in ("crash", "relay_crash"):
        share(name, params[name])
    number("every", params["every"], above=0)
    return {name: params[name] for name in ("every", "batch", "crash", "relay_crash")}


def _others(params):
    return number("rate", params["rate"], above=0, at_most=1_000), flag("table", params["table"])


def counts(result, strategy=None):
    """Return what became of orders and messages with a strategy (None: the one that is looked at), a dict of numbers.

    `orders` in the database, `messages` in the channel, `lost`, `phantom`, `duplicates`; `waiting` in the outbox, and `again`,
    what the kitchen has cooked more than once.
    """
    name = strategy or result.params["strategy"]
    book = result.details["records"][name].book
    again = result.details["kitchens"][name].channel.ledger.counts().done_again
    return {
        "orders": book.orders, "messages": book.messages, "lost": book.lost, "phantom": book.phantom, "duplicates": book.duplicates,
        "waiting": len(book.outbox), "again": again,
    }  # fmt: skip


def lags(result, strategy=None, start=1_000):
    """Return the ms from commit to message of orders committed from `start` on, with a strategy (None: the one looked at)."""
    return result.details["records"][strategy or result.params["strategy"]].book.lags(start)


def in_words(result):
    """Return what became of the orders with the strategy that is looked at, in one sentence."""
    name, found = result.params["strategy"], counts(result)
    if not found["messages"] and not found["orders"]:
        return "No order has been recorded yet."
    text = f"{name.capitalize()}: {found['orders']:,} orders, {found['messages']:,} messages; {found['lost']} lost, {found['phantom']} phantom, "
    text += f"{found['duplicates']} {'duplicate' if found['duplicates'] == 1 else 'duplicates'}, {found['again']} cooked again"
    times = lags(result, start=0)
    if times and name in OUTBOXES:
        text += f"; lag {mean(times):,.0f} ms on average, {max(times):,.0f} ms at most"
    if found["waiting"]:  # or orders and messages would not add up
        text += f"; {found['waiting']:,} still in the outbox"
    return text + "."


KNOBS = {
    "strategy": Choice("polling", [("dual write, commit first", STRATEGIES[0]), ("dual write, publish first", STRATEGIES[1]),
                                   ("outbox, polling", STRATEGIES[2]), ("outbox, log tailing", STRATEGIES[3])], "Look at"),
    "every": Slider(500, 20, 2_000, 20, "Poll every", "ms"),
    "batch": Slider(20, 1, 50, 1, "Batch", "messages"),
    "rate": Slider(12, 4, 40, 1, "Orders", "/s"),
    "crash": Slider(0.05, 0.0, 0.3, 0.01, "Shop crashes, share of orders"),
    "relay_crash": Slider(0.05, 0.0, 0.6, 0.01, "Relay crashes, share of batches"),
    "table": Switch(True, "Kitchen keeps a table of seen ids"),
}  # fmt: skip

PRESETS = {
    "Outbox, polling": {},
    "Commit first": {"strategy": "commit first"},
    "Publish first": {"strategy": "publish first"},
    "Log tailing": {"strategy": "log tailing"},
    "Poll seldom": {"every": 2_000, "batch": 50},
    "Batch too small": {"batch": 5},
    "Relay crashes often": {"relay_crash": 0.5},
    "… without a table": {"relay_crash": 0.5, "table": False},
}
