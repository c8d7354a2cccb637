"""What a consumer's code makes of a message: well, or to come again."""

import pytest

from sim import World, constant
from sim.handling import Handling


def handled(do, **settings):
    """Return the world, the channel and the service of a consumer whose code is `do`; a message every 100 ms."""
    world = World(seed=1)
    orders = world.channel("orders", network=constant(1), **settings)
    stock = world.service("stock", workers=1, work=constant(10))
    stock.consumes(orders)
    Handling(stock, do)
    shop = world.service("shop", workers=4, work=constant(2))
    shop.publishes(orders, keys=lambda number: f"order {number}")
    world.users(shop, rate=10, arrivals="constant")
    return world, orders, stock


def test_code_sees_number_and_key_of_each_message_when_the_work_for_it_has_ended():
    seen = []
    world, orders, _ = handled(lambda message: seen.append((world.now, message.number, message.key)))
    world.run(350)
    assert seen == [(114, 0, "order 0"), (214, 1, "order 1"), (314, 2, "order 2")]
    assert orders.ledger.counts().done == 3  # None is as good as True


def test_message_whose_code_says_false_comes_again_until_it_is_dead():
    seen = []
    world, orders, stock = handled(lambda message: seen.append(message.number) or message.number != 1, deliveries=3)
    world.run(390)
    counts = orders.ledger.counts()
    assert stock.busy == 0  # each failure has freed its worker, once
    assert seen == [0, 1, 1, 1, 2]
    assert (counts.done, counts.dead, counts.duplicates) == (2, 1, 2)


def test_what_the_code_raises_ends_the_run():
    world, *_ = handled(lambda message: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        world.run(200)


def test_duplicate_that_the_table_knows_does_not_come_to_the_code():
    seen = []
    world, orders, stock = handled(lambda message: seen.append(message.number), visibility=30)
    consumer, = stock.takes_from
    consumer.lost_acks, consumer.idempotent = 1, True
    world.run(190)
    assert seen == [0] and consumer.recognised == 2


def test_code_must_be_a_function():
    world = World()
    with pytest.raises(TypeError, match="do must be a function of a message, got 5"):
        Handling(world.service("stock", workers=1, work=constant(1)), 5)
