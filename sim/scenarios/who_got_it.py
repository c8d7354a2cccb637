"""Which message came to whom, and when: out of a run of `sim.scenarios.messages_and_channels`."""

from bisect import bisect_left
from collections import Counter
from math import inf, nan
from typing import NamedTuple

from sim.arguments import whole
from sim.delays import constant
from sim.message import Link
from sim.world import World


class Journey(NamedTuple):
    """One message on its way to one consumer; times in ms, nan until they happen.

    `order`: the row of the order that it is about. `channel`; `group`: for whom (None while it is on its way into the
    channel); `consumer`: who took it (None: nobody yet). `sent`; `kept`: it was handed on from what the channel keeps;
    `arrived` at the consumer; `served`: work began; `released`: the consumer was done with it.
    """

    order: int
    channel: str
    group: str | None
    consumer: str | None
    sent: float
    kept: bool
    arrived: float
    served: float
    released: float


def journeys(result, rows=None):
    """Return the `Journey` of every copy of every message, in the order of sending; only those in these `rows` of the trace."""
    world, reads, trace = result.world, result.details["reads"], result.trace
    waits, group_of = {}, {}
    for channel in world.channels.values():
        for group in channel.groups:
            group_of.update((consumer.service.name, group.name) for consumer in group.consumers)
            waits.update((delivery.row, group.name) for delivery in group.waiting)
    places = {}
    for number_, link in enumerate(trace.links):
        if isinstance(link, Link):
            places[number_] = (reads[link[1]], group_of[link[1]], link[1]) if link[1] in reads else (link[1], None, None)
    found, first = [], {}
    for row in range(len(trace)) if rows is None else rows:
        if (place := places.get(trace.link[row])) is not None:
            channel, group, consumer = place
            sent = trace.started[row]
            kept = sent > first.setdefault((trace.parent[row], channel), sent)
            found.append(Journey(
                trace.parent[row], channel, group or waits.get(row), consumer, sent, kept,
                trace.arrived[row], trace.served[row], trace.released[row],
            ))  # fmt: skip
    return found


def charges(result):
    """Return how often a customer was charged for each order so far, a list in the order of the orders."""
    trace = result.trace
    billing = {number_ for number_, link in enumerate(trace.links) if link[1].startswith("billing")}
    users = {number_ for number_, link in enumerate(trace.links) if link[1] == "shop"}
    done = Counter(trace.parent[row] for row, link in enumerate(trace.link) if link in billing and trace.released[row] == trace.released[row])
    return [done[row] for row, link in enumerate(trace.link) if link in users and trace.served[row] == trace.served[row]]


def done_by(result):
    """Return how many messages each consumer has worked on so far, a dict of names to counts."""
    trace, counts = result.trace, dict.fromkeys(result.details["reads"], 0)
    links = Counter(link for row, link in enumerate(trace.link) if trace.released[row] == trace.released[row])
    for number_, link in enumerate(trace.links):
        if link[1] in counts:
            counts[link[1]] += links[number_]
    return counts


def missed(result, time=inf):
    """Return how many events, of those sent up to `time` (ms), will never come to reports, as far as is known then."""
    late, orders = result.details["late"], result.details["orders"]
    if late is None:
        return 0
    before = bisect_left(orders.ledger.sent, min(late, time, result.now))
    if result.now <= late or time <= late:  # what is kept now may still come
        young = orders.retention + result.params["hop"] if orders.retention else 0  # kept, or on the way to be kept
        return bisect_left(orders.ledger.sent, min(time, result.now) - young, 0, before)
    book = next(book for book in orders.ledger.books if book.group.name == "reports")
    return before - sum(number_ < before for number_ in book.numbers)


def mean_wait(result, name=None):
    """Return the mean ms from a message's coming into the channel until a billing instance began its work; nan before any.

    `name`: that of one instance; None: of all.
    """
    hop = result.params["hop"]
    waits = [
        journey.served - journey.sent - 2 * hop
        for journey in journeys(result)
        if journey.served == journey.served and journey.consumer.startswith(name or "billing")
    ]
    return sum(waits) / len(waits) if waits else nan


def deliveries(sent=120, late=40):
    """Return how many of `sent` messages came to whom, a dict, in a small world like the one of `sim.labs.kinds_of_channel`.

    Three billing instances form a group, stock and mail subscribe plainly; "late" and "late, kept" subscribe after `late` of the
    messages, which are kept for the second of them.
    """
    whole("sent", sent, at_least=1)
    whole("late", late, at_least=0, at_most=sent)
    world = World(seed=1)
    events = world.channel("events", "publish-subscribe")
    stream = world.channel("stream", "publish-subscribe", retention=inf)
    names = (*(f"billing {n}" for n in (1, 2, 3)), "stock", "mail", "late", "late, kept")
    services = {name: world.service(name, 1, constant(0)) for name in names}
    for name in names[:5]:
        services[name].consumes(events, group="billing" if name.startswith("billing") else name)
    for number_ in range(sent):
        if number_ == late:
            services["late"].consumes(events)
        for channel in (events, stream):
            channel.send("shop", -1)
        world.advance(1)
    for name, channel in (("late", events), ("late, kept", stream)):
        if name == "late, kept" or late == sent:
            services[name].consumes(channel)
    world.advance(1)
    return {consumer.service.name: consumer.taken for channel in (events, stream) for group in channel.groups for consumer in group.readers}
