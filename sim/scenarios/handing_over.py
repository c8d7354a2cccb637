"""How many messages a sender gets rid of while receiver and broker are up and down by chance: directly and through a broker."""

from math import inf

from sim.arguments import one_of
from sim.delays import constant
from sim.outages import Outages
from sim.world import World

LASTS, RATE, UNTIL = 100, 50, 15_000  # ms that an outage lasts on average, messages per second, ms


def handed_over(way, *, receiver=0.9, broker=0.99, buffer=inf, rate=RATE, until=UNTIL, seed=1):
    """Return the share of messages that the sender got rid of, `way` being "direct" or "broker".

    `receiver` and `broker` are availabilities; the direct sender has room for `buffer` messages, and the broker for all.
    """
    one_of("way", way, ("direct", "broker"))
    world = World(seed=seed)
    if way == "direct":
        orders = world.channel("orders", held="sender", buffer=buffer)
    else:
        middle = world.broker("broker")
        orders = world.channel("orders", broker=middle)
        Outages(world, middle, broker, LASTS)
    stock = world.service("stock", workers=1, work=constant(0))
    shop = world.service("shop", workers=10_000, work=constant(0))
    shop.publishes(orders, confirm=True, timeout=1)
    stock.consumes(orders)
    Outages(world, stock, receiver, LASTS)
    world.users(shop, rate=rate)
    world.run(until)
    counts = orders.ledger.counts()
    return counts.acknowledged / counts.sent
