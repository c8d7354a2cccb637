"""Messages held by their sender: one hop, nothing in the middle, and what is lost without it."""

import pytest

from sim import World, constant, outcomes
from tests.laws import rows

HOP = constant(1)


def brokerless(stock_workers=9, work=10, queue=float("inf"), rate=100, consume=None, confirm=False, **settings):
    """Return (world, stock, shop, channel) whose shop sends every 1,000 / rate ms, 2 ms after its user came."""
    world = World()
    orders = world.channel("orders", network=HOP, held="sender", **settings)
    stock = world.service("stock", workers=stock_workers, work=constant(work), queue=queue)
    stock.consumes(orders, **(consume or {}))
    shop = world.service("shop", workers=9, work=constant(2))
    shop.publishes(orders, confirm=confirm, timeout=5 if confirm else None)
    world.users(shop, rate=rate, arrivals="constant")
    return world, stock, shop, orders


def test_message_takes_one_hop():
    world, *_ = brokerless()
    (span,) = rows(world.run(15), "stock")
    assert (span.started, span.arrived) == (12, 13)


def test_messages_go_to_a_consumer_that_is_up_whether_or_not_it_has_a_worker_for_them():
    world, stock, _, orders = brokerless(stock_workers=1, work=1_000)
    world.run(500)
    assert (len(orders), stock.busy, len(stock.waiting)) == (0, 1, 48)
    world, stock, _, orders = brokerless(stock_workers=1, work=1_000, consume={"prefetch": 5})
    world.run(500)
    assert (len(orders), len(stock.waiting)) == (44, 4)


def test_messages_for_a_consumer_that_is_down_wait_with_their_sender_up_to_the_mark():
    world, stock, _, orders = brokerless(buffer=5)
    world.fault(stock, start=195, end=505, down=True)
    world.run(500)
    counts = orders.ledger.counts()
    assert (counts.waiting, counts.refused, counts.lost) == (5, 25, 0)
    world.run(507)
    assert orders.ledger.counts().waiting == 0


def test_what_a_consumer_has_when_it_crashes_is_lost_and_what_its_sender_has_is_not():
    world, stock, _, orders = brokerless(stock_workers=1, work=100)
    world.fault(stock, start=305, end=505, crash=True)
    world.run(504)
    counts = orders.ledger.counts()
    assert (counts.done, counts.lost, counts.waiting) == (2, 28, 20)


def test_what_waits_with_a_sender_that_crashes_is_lost_and_that_of_other_senders_is_not():
    world, stock, shop, orders = brokerless()
    other = world.service("other", workers=9, work=constant(2))
    other.publishes(orders)
    world.users(other, rate=100, arrivals="constant")
    world.fault(stock, start=0, end=505, down=True)
    world.fault(shop, start=305, end=306, crash=True)
    world.run(304)
    assert len(orders) == 60
    world.run(305.5)
    assert orders.ledger.counts().lost == 30 and {delivery.sender for delivery in orders.groups[0].waiting} == {"other"}


def test_sender_that_confirms_knows_at_once_whether_there_is_room():
    world, stock, _, orders = brokerless(confirm=True, buffer=2)
    world.fault(stock, start=0, end=505, down=True)
    world.run(95)
    told = outcomes(world.trace, "shop", caller="users")
    assert (told["ok"], told["error"]) == (2, 7)
    assert all(span.released - span.served == 2 for span in rows(world.trace, "shop"))


def test_consumers_acknowledge_nothing():
    world, stock, _, orders = brokerless(consume={"ack": "after"})
    stock.hang = 1
    world.run(100)
    assert orders.ledger.counts().in_flight == 0 and orders.ledger.counts().settled == 9
    assert stock.takes_from[0].ack == "before"


@pytest.mark.parametrize("settings", [{"shards": 2}, {"deliveries": 2}, {"visibility": 5}])
def test_what_needs_somebody_in_the_middle_is_refused(settings):
    ((name, value),) = settings.items()
    with pytest.raises(ValueError, match=f"{name} must be .* where messages are held by their sender, got {value}"):
        brokerless(**settings)
