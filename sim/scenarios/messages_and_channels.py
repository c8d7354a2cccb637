"""A shop, two channels and those who read them: what is in a message, and who gets it?

For every order the shop publishes the event "order placed", and stock, mail and reports subscribe to it. The card is to be
charged too, by one of several billing instances that compete. They get their work as a command on a point-to-point
channel of its own, or from the event: as one group, or, by mistake, each as a subscriber of its own. Reports may join late.

It all goes in slow motion, so that messages can be seen: a hop takes a fifth of a second.
"""

from collections import Counter

from sim.arguments import number, one_of, whole
from sim.delays import constant, exponential
from sim.knobs import Choice, Slider
from sim.scenarios.result import Result, scenario
from sim.scenarios.who_got_it import charges, done_by, missed
from sim.scenarios.words import times
from sim.world import World

WIRINGS = ("commands", "one group", "each")
BEFORE = ("not subscribed", "down")
SHOP_WORK, OTHERS_WORK = 2, 20  # ms
HELD = 50  # messages that stock, mail or reports may hold, so that a hop does not keep them waiting
SUBSCRIBERS = ("stock", "mail", "reports")
FIXED = ("wiring", "billing", "joins", "before", "retention", "seconds")
MOST_INSTANCES = 5


def turn(result, params):
    """Turn the knobs of a running world; who reads what is settled when it is built."""
    checked = _checked(params)  # before anything is turned
    for name in FIXED:
        if params[name] != result.params[name]:
            raise ValueError(f"{name} must stay {result.params[name]!r} while the world runs, got {params[name]!r}")
    result.details["load"].rate = params["rate"]
    for consumer in result.details["billing"]:
        consumer.service.work, consumer.prefetch = checked["work"], params["ahead"]
    result.details["billing"][0].service.slow = params["slow"]
    for channel in result.world.channels.values():
        channel.network = checked["network"]


@scenario(turn)
def run(
    *, wiring="commands", billing=3, rate=10, work=80, slow=1, ahead=5, joins=0, before="not subscribed", retention=0, hop=200,
    seconds=12, seed=1,
):  # fmt: skip
    """Run the shop for so many `seconds` and return the `Result`.

    `wiring`: how the `billing` instances get their work, one of `WIRINGS`. `rate`: orders per second. `work`: mean ms that
    an instance takes for a message (exponential), the first one `slow` times as long; each holds up to `ahead` messages,
    the one in work included. Reports joins after `joins` s; until then it is one of `BEFORE`. The event's channel keeps
    events for `retention` s. `hop`: ms into a channel, and out of it.
    """
    params = dict(locals())
    checked = _checked(params)
    world = World(seed=seed)
    shop = world.service("shop", workers=8, work=constant(SHOP_WORK))
    instances = [world.service(f"billing {n + 1}", 1, checked["work"]) for n in range(billing)]
    stock, mail, reports = (world.service(name, 1, constant(OTHERS_WORK)) for name in SUBSCRIBERS)
    instances[0].slow = slow
    orders = world.channel("order placed", "publish-subscribe", checked["network"], retention=retention * 1_000)
    charged = world.channel("charge card", "point-to-point", checked["network"]) if wiring == "commands" else orders
    for channel in {charged: None, orders: None}:  # each once, in this order
        shop.publishes(channel)
    consumers = [
        service.consumes(charged, group=service.name if wiring == "each" else "billing", prefetch=ahead) for service in instances
    ]
    for service in (stock, mail):
        service.consumes(orders, prefetch=HELD)
    late = joins * 1_000 if joins and before == "not subscribed" else None
    if late:
        world.at(late, lambda: reports.consumes(orders, prefetch=HELD))
    else:
        reports.consumes(orders, prefetch=HELD)
        if joins:
            world.fault(reports, 0, joins * 1_000, down=True)
    names = [service.name for service in (*instances, stock, mail, reports)]
    reads = {name: (charged if name.startswith("billing") else orders).name for name in names}
    details = {"load": world.users(shop, rate=rate), "billing": consumers, "reads": reads, "late": late, "orders": orders}
    return Result(world, seconds * 1_000, in_words, every=100, **details)


def _checked(params):
    """Return the settings in the units of a world, or raise a ValueError or TypeError."""
    one_of("wiring", params["wiring"], WIRINGS)
    one_of("before", params["before"], BEFORE)
    whole("billing", params["billing"], at_least=1, at_most=MOST_INSTANCES)
    whole("ahead", params["ahead"], at_least=1)
    number("rate", params["rate"], above=0)
    number("slow", params["slow"], above=0)
    number("seconds", params["seconds"], above=0)
    number("joins", params["joins"], at_least=0)
    number("retention", params["retention"], at_least=0, finite=False)
    return {
        "work": exponential(number("work", params["work"], above=0)),
        "network": constant(number("hop", params["hop"], at_least=0)),
    }


def in_words(result):
    """Return what happened, in two or three sentences."""
    often = Counter(charges(result))
    orders = sum(often.values())
    if not orders:
        return "No order has been placed yet."
    told = [f"{often[n]:,} charged {times(n)}" for n in sorted(often) if n]
    told += [f"{often[0]:,} not charged yet"] * (often[0] > 0)
    done = done_by(result)
    shares = ", ".join(f"{count:,}" for name, count in done.items() if name.startswith("billing"))
    text = f"{orders:,} orders so far: {', '.join(told)}. The billing instances have done {shares}; stock {done['stock']:,}, mail {done['mail']:,}"
    gone, late = missed(result), result.details["late"]
    if late and result.now <= late:
        return f"{text}. Reports has not subscribed yet; {gone:,} events have gone by."
    return f"{text}, reports {done['reports']:,}." + (f" Reports has missed {gone:,} events for good." if gone else "")


KNOBS = {
    "wiring": Choice(
        "commands", (("a command on its own channel", "commands"), ("the event, as one group", "one group"), ("the event, each by itself", "each")),
        "Billing instances read",
    ),
    "billing": Slider(3, 1, MOST_INSTANCES, 1, "Billing instances"),
    "rate": Slider(10, 1, 30, 1, "Orders", "/s"),
    "work": Slider(80, 10, 400, 10, "Billing takes", "ms"),
    "slow": Slider(1, 1, 10, 1, "Billing 1 slowed down", "x"),
    "ahead": Slider(5, 1, 50, 1, "Messages an instance may hold"),
    "joins": Slider(0, 0, 10, 1, "Reports joins after", "s"),
    "before": Choice("not subscribed", (("not subscribed", "not subscribed"), ("subscribed, but down", "down")), "Until then reports is"),
    "retention": Slider(0, 0, 12, 1, "The channel keeps events for", "s"),
    "hop": Slider(200, 0, 500, 20, "Each hop", "ms"),
}  # fmt: skip

PRESETS = {
    "Calm": {},
    "Billing reads the event, as one group": {"wiring": "one group"},
    "… each by itself": {"wiring": "each"},
    "One instance is slow": {"billing": 2, "slow": 4},
    "… and holds many": {"billing": 2, "slow": 4, "ahead": 50},
    "Reports joins late": {"joins": 4},
    "… and events are kept": {"joins": 4, "retention": 12},
    "Reports was only down": {"joins": 4, "before": "down"},
}
