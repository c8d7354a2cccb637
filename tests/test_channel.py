"""Messaging channels: who gets a message, when, and what waits where."""

import pickle
from math import isnan

import pytest

from sim import World, availability, constant, exponential
from sim.channel import Link
from tests.laws import (
    check_conservation,
    check_gauges,
    check_little,
    check_requests,
    check_times,
    rows,
    watch_every_instant,
)

HOP = constant(1)


def shop_and(*names, kind="point-to-point", workers=1, work=10, rate=10, **channel):
    """Return a world with a shop that publishes to consumers of these names, a user every 1,000 / rate ms."""
    world = World()
    orders = world.channel("orders", kind, network=HOP, **channel)
    consumers = [world.service(name, workers=workers, work=constant(work)) for name in names]
    shop = world.service("shop", workers=4, work=constant(2))
    shop.publishes(orders)
    for consumer in consumers:
        consumer.consumes(orders)
    world.users(shop, rate=rate, arrivals="constant")
    return world, orders, consumers


def by(world, *names):
    return {name: sum(span.service == name for span in world.trace.spans()) for name in names}


def test_message_passes_two_hops_and_its_sender_waits_for_neither():
    world, *_ = shop_and("stock")
    user, message = world.run(150).spans()
    assert (user.started, user.released, user.ended) == (100, 102, 102)
    assert (message.caller, message.service, message.parent) == ("shop", "stock", 0)
    assert (message.started, message.arrived, message.served, message.released, message.ended) == (102, 104, 104, 114, 114)
    assert message.outcome == "ok"


def test_point_to_point_channel_gives_each_message_to_exactly_one_of_the_competing_consumers():
    world, orders, _ = shop_and("north", "east", "south", rate=100)
    world.run(10_005)
    taken = by(world, "north", "east", "south")
    assert sum(taken.values()) + len(orders) == orders.published and len(orders) <= 1
    assert max(taken.values()) - min(taken.values()) <= 1  # they take turns
    assert len({span.parent for span in world.trace.spans() if span.caller == "shop"}) == sum(taken.values())


def test_publish_subscribe_channel_gives_each_message_to_every_subscriber_so_work_is_messages_times_subscribers():
    for subscribers in (0, 1, 3, 5):
        names = [f"s{n}" for n in range(subscribers)]
        world, orders, _ = shop_and(*names, kind="publish-subscribe", rate=50)
        world.run(10_010)
        assert orders.published == 500
        assert by(world, *names) == dict.fromkeys(names, 500)


def test_consumers_of_one_group_share_what_a_group_of_one_gets_alone():
    world = World()
    orders = world.channel("orders", "publish-subscribe")
    one, two, alone = (world.service(name, workers=1, work=constant(1)) for name in ("one", "two", "alone"))
    for consumer in (one, two):
        consumer.consumes(orders, group="stock")
    alone.consumes(orders)
    shop = world.service("shop", workers=1, work=constant(1))
    shop.publishes(orders)
    world.users(shop, rate=100, arrivals="constant")
    world.run(1_005)
    assert by(world, "one", "two", "alone") == {"one": 50, "two": 50, "alone": 100}
    assert [group.name for group in orders.groups] == ["stock", "alone"]


def test_consumer_takes_no_more_than_it_has_workers_for_and_the_rest_waits_in_the_channel():
    world, orders, (stock,) = shop_and("stock", work=50, rate=100)
    world.run(1_000)
    assert stock.busy == 1 and not stock.waiting
    waits = [span for span in world.trace.spans() if span.service == "orders"]
    assert len(orders) + 1 >= len(waits) >= len(orders) > 70
    assert all(span.outcome == "in flight" and isnan(span.arrived) for span in waits)


def test_prefetch_is_how_many_a_consumer_may_hold():
    world = World()
    orders = world.channel("orders")
    stock = world.service("stock", workers=1, work=constant(1_000))
    stock.consumes(orders, prefetch=5)
    shop = world.service("shop", workers=1, work=constant(1))
    shop.publishes(orders)
    world.users(shop, rate=100, arrivals="constant")
    world.run(305)
    assert (stock.busy, len(stock.waiting), len(orders)) == (1, 4, 25)


def test_messages_wait_for_a_consumer_that_is_down_or_paused_and_none_is_lost():
    for fault in ({"down": True}, {"pause": True}):
        world, orders, (stock,) = shop_and("stock", rate=20)
        world.fault(stock, start=1_010, end=2_010, **fault)
        trace = world.run(2_005)
        assert len(orders) >= 18
        world.run(4_040)
        assert len(orders) == 0 and by(world, "stock") == {"stock": orders.published}
        assert {span.outcome for span in rows(trace, "stock")} == {"ok"}
        assert availability(trace, "shop", caller="users") == 1  # users notice nothing


def test_messages_wait_for_a_first_consumer_but_not_for_a_late_subscriber():
    for kind, came in (("point-to-point", 100), ("publish-subscribe", 50)):
        world, orders, _ = shop_and(kind=kind, rate=100)
        late = world.service("late", workers=9, work=constant(1))
        world.run(505)
        late.consumes(orders)
        world.run(1_008)
        assert by(world, "late") == {"late": came}


def test_failed_message_is_done_with_and_the_next_is_taken():
    world, orders, (stock,) = shop_and("stock", rate=50)
    stock.fail = 1
    trace = world.run(1_015)
    assert {span.outcome for span in rows(trace, "stock")} == {"error"} and len(orders) == 0
    assert availability(trace, "shop", caller="users") == 1


def test_consumer_makes_its_own_calls_for_a_message():
    world, _, (stock,) = shop_and("stock")
    ledger = world.service("ledger", workers=1, work=constant(3))
    stock.calls(ledger, network=HOP)
    spans = list(world.run(150).spans())
    assert [(span.service, span.parent) for span in spans] == [("shop", -1), ("stock", 0), ("ledger", 1)]
    assert spans[1].ended == 114 + 5


def test_laws_hold_with_channels_and_the_same_seed_gives_the_same_bytes():
    def build(seed):
        world = World(seed=seed)
        orders = world.channel("orders", "publish-subscribe", network=exponential(3))
        replies = world.channel("replies", network=exponential(3))
        one, two = (world.service(name, workers=2, work=exponential(30)) for name in ("one", "two"))
        shop = world.service("shop", workers=3, work=exponential(5), queue=5)
        one.consumes(orders)
        two.consumes(orders)
        shop.asks(orders, replies, window=40)
        world.users(shop, rate=60, timeout=90)
        two.fail, one.slow = 0.2, 2
        return world

    world = build(1)
    check_little(world, *watch_every_instant(world, 2_000))
    for check in (check_gauges, check_conservation, check_requests, check_times):
        check(world)
    assert bytes(world.trace) == bytes(build(1).run(2_000)) != bytes(build(2).run(2_000))
    sliced = build(1)
    for _ in range(20):
        sliced.advance(100)
    assert bytes(sliced.trace) == bytes(world.trace)


def test_messages_in_a_circle_are_refused_whatever_they_are_sent_over():
    world = World()
    one, two = (world.service(name, workers=1, work=constant(1)) for name in ("one", "two"))
    there, back, replies = (world.channel(name) for name in ("there", "back", "replies"))
    one.publishes(there)
    two.consumes(there)
    two.publishes(back)
    with pytest.raises(ValueError, match="channel must not lead back to its caller, got messages in a circle: two -> one -> two"):
        one.consumes(back)
    with pytest.raises(ValueError, match="service must not lead back to its caller, got calls in a circle: two -> one -> two"):
        two.calls(one)
    with pytest.raises(ValueError, match="in a circle: two -> two"):
        two.asks(there, replies)
    assert not back.services and len(two.steps) == 1


def test_channels_of_another_world_taken_names_and_a_second_group_are_refused():
    world, other = World(), World()
    stock = world.service("stock", workers=1, work=constant(1))
    orders = world.channel("orders")
    with pytest.raises(ValueError, match="channel must be one of the same world, got 'orders' of another"):
        stock.consumes(other.channel("orders"))
    for make in (lambda: world.channel("stock"), lambda: world.service("orders", 1, constant(1))):
        with pytest.raises(ValueError, match="name must be a new one"):
            make()
    stock.consumes(orders, group="stock")
    with pytest.raises(ValueError, match="group must be 'stock', the only one of a point-to-point channel, got 'mail'"):
        world.service("mail", 1, constant(1)).consumes(orders, group="mail")


def test_channels_and_links_tell_what_they_are_and_a_link_can_be_copied():
    world, orders, _ = shop_and("stock")
    assert repr(orders) == "<Channel orders, point-to-point: 0 messages so far, 0 waiting>" and orders
    link = pickle.loads(pickle.dumps(Link("shop", "stock", "reply")))
    assert link == ("shop", "stock") and link.kind == "reply"


def test_notification_is_a_message_in_the_trace_too():
    world = World()
    stock, shop = (world.service(name, workers=1, work=constant(1)) for name in ("stock", "shop"))
    shop.notifies(stock)
    assert world.trace.links == [("shop", "stock")] and world.trace.links[0].kind == "message"


def test_message_that_has_waited_is_taken_when_a_fault_ends_or_a_consumer_joins_without_another_to_wake_it():
    world, orders, (stock,) = shop_and("stock", rate=1)
    world.fault(stock, start=500, end=1_500, down=True)
    world.run(1_499)
    assert len(orders) == 1
    (taken,) = rows(world.run(1_600), "stock")
    assert taken.served == 1_501
    world, orders, _ = shop_and(rate=1)
    world.run(1_500)
    world.service("late", workers=1, work=constant(1)).consumes(orders)
    assert len(rows(world.run(1_600), "late")) == 1


def test_oldest_message_is_taken_first():
    world, *_ = shop_and("stock", work=50, rate=100)
    served = [span.served for span in rows(world.run(1_000), "stock") if span.outcome == "ok"]
    assert len(served) > 10 and served == sorted(served)
    assert served[1] - served[0] == 51 and world.trace.span(1).served == served[0] and world.trace.span(3).served == served[1]
