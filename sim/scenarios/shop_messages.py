"""A small shop whose services speak over channels: its world, what its messages hold, and who was seen to send and receive."""

import copy
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from sim import World, constant, exponential
from sim.documents import Edge

DOCUMENT = Path(__file__).parents[1] / "labs" / "documents" / "shop.asyncapi.yaml"
CHANNELS = ("tracking", "parcels", "payments", "orders", "returns", "stock-levels")
SERVICES = ("shop", "billing", "stock", "shipping", "mail", "support", "reports")
CANCELLED = 0.1  # share of the messages on "orders" that say that one was cancelled


class Message(NamedTuple):
    """What is in a message: its `type`, from the header, and its `payload`, a dict."""

    type: str
    payload: dict


@lru_cache(1)
def _text():
    return DOCUMENT.read_text(encoding="utf-8")


def shop_document():
    """Return the shop's AsyncAPI document as a dict, a new one with every call."""
    return copy.deepcopy(_parsed())


@lru_cache(1)
def _parsed():
    return yaml.safe_load(_text())


def shop(seed, rate, returns, tracking, levels, reader):
    """Return the world of the shop, with `rate` orders a second, of which a share `returns` comes back.

    `tracking`: shipping has a channel of that name, too; `levels`: stock still tells its levels; `reader`: reports reads
    payments.
    """
    world = World(seed=seed)
    services = {name: world.service(name, workers=8, work=exponential(10)) for name in SERVICES}
    channels = {name: world.channel(name, "publish-subscribe", constant(1)) for name in CHANNELS}
    wiring = [("shop", "orders", ["billing", "stock"]), ("support", "returns", ["stock"]), ("billing", "payments", ["shipping"])]
    wiring += [("shipping", "parcels", ["mail"])] + [("shipping", "tracking", ["mail"])] * tracking
    wiring += [("stock", "stock-levels", ["reports"])] * levels
    for sender, channel, receivers in wiring:
        services[sender].publishes(channels[channel])
        for receiver in receivers + ["reports"] * (reader and channel == "payments"):
            services[receiver].consumes(channels[channel])
    world.users(services["shop"], rate=rate)
    if rate * returns:
        world.users(services["support"], rate=rate * returns)
    return world


def observed(world):
    """Return what was seen at a world's channels: ({Edge: times in ms}, in order), from its trace.

    A sender is seen when it puts a message in, a receiver when one reaches it.
    """
    sends, takes, last = {}, {}, {}
    for name, channel in world.channels.items():
        for sender in channel.senders:
            for taker in [name, *(service.name for service in channel.services)]:
                number = channel.link(sender.name, taker)
                sends[number] = Edge(sender.name, "send", name)
                takes[number] = None if taker == name else Edge(taker, "receive", name)
    trace, seen = world.trace, {}
    for link, parent, started, arrived in zip(trace.link, trace.parent, trace.started, trace.arrived):
        if link not in sends:
            continue
        sent, taken = sends[link], takes[link]
        if last.get(sent) != parent:  # the copies of one message are one message
            last[sent] = parent
            seen.setdefault(sent, []).append(started)
        if taken is not None and arrived == arrived:
            seen.setdefault(taken, []).append(arrived)
    return {edge: sorted(times) for edge, times in seen.items()}


def payload(rng, channel, number):
    """Return the `Message` with this number on a channel, made up from the random stream `rng`."""
    draw = rng.random
    one, two, three = draw(), draw(), draw()
    order = f"o-{4_711 + number}"
    cents = 500 + int(20_000 * two)
    if channel == "orders":
        if one < CANCELLED:
            return Message("OrderCancelled", {"order": order, "reason": "changed my mind"})
        return Message("OrderPlaced", {"order": order, "customer": f"c-{int(900 * three) + 100}", "total": cents})
    if channel == "payments":
        method = ("card", "transfer", "voucher")[int(3 * one)]
        return Message("PaymentReceived", {"order": order, "amount": cents, "method": method})
    if channel == "returns":
        reason = ("broken", "late", "not as expected")[int(3 * one)]
        return Message("ParcelReturned", {"parcel": f"p-{number}", "reason": reason})
    if channel == "stock-levels":
        return Message("StockChanged", {"article": f"a-{int(90 * one) + 10}", "left": int(200 * two)})
    parcel = {"order": order, "parcel": f"p-{number}"}
    if channel == "parcels":
        return Message("ParcelSent", parcel | {"weight": 100 + int(4_000 * one)})
    return Message("ParcelSeen", parcel | {"place": ("depot", "van", "door")[int(3 * one)]})


def _renamed(old, new):
    return lambda message: message._replace(payload={new if key == old else key: value for key, value in message.payload.items()})


def _with(**fields):
    return lambda message: message._replace(payload=message.payload | {key: make(message.payload) for key, make in fields.items()})


CHANGES = {  # what a new version of billing may do to a payment
    "nothing": lambda message: message,
    "amount is called total": _renamed("amount", "total"),
    "method is called paid_by": _renamed("method", "paid_by"),
    "a currency is added": _with(currency=lambda payload: "EUR"),
    "amount is text": _with(amount=lambda payload: f"{payload['amount'] / 100:.2f}"),
    "amount is in euros": _with(amount=lambda payload: payload["amount"] // 100),
    "a new message": lambda message: Message("PaymentRefused", {"order": message.payload["order"], "why": "no cover"}),
}
