"""Brokers: what passing one costs, and what a stop, a crash and another leader leave of what it had."""

import pytest

from sim import Retry, World, constant, exponential, fixed, outcomes
from tests.laws import rows

HOP = constant(1)


def through_broker(confirm=False, retry=None, consume=False, rate=100, kind="point-to-point", retention=0, **settings):
    """Return (world, broker, channel) with a shop that sends every 1,000 / rate ms, 2 ms after its user came."""
    world = World(seed=3)
    broker = world.broker("broker", **settings)
    orders = world.channel("orders", kind, network=HOP, broker=broker, retention=retention)
    shop = world.service("shop", workers=50, work=constant(2))
    shop.publishes(orders, confirm=confirm, retry=retry, timeout=20 if confirm else None)
    if consume:
        world.service("stock", workers=1, work=constant(2)).consumes(orders)
    world.users(shop, rate=rate, arrivals="constant")
    return world, broker, orders


def at_the_end(orders):
    counts = orders.ledger.counts()
    return {fate: n for fate in ("waiting", "settled", "lost", "refused", "unconfirmed", "in_flight") if (n := getattr(counts, fate))}


@pytest.mark.parametrize("settings, later", [
    ({}, 0), ({"latency": constant(0.5)}, 0.5), ({"persist": constant(3)}, 3), ({"persist": constant(3), "durable": False}, 0),
    ({"replicas": 3}, 0), ({"replicas": 3, "acks": "all"}, 2), ({"acks": "all"}, 0),
    ({"replicas": 2, "acks": "all", "latency": constant(0.5), "persist": constant(3)}, 5.5),
])  # fmt: skip
def test_every_message_passes_the_broker_once(settings, later):
    world, _, orders = through_broker(consume=True, confirm=True, rate=10, **settings)
    (span,) = rows(world.run(150), "stock")
    assert span.arrived == 102 + 1 + later + 1
    assert list(orders.ledger.acknowledged) == [102 + 1 + later + 1]  # the consumer has it when the sender knows


def test_planned_stop_keeps_what_it_has_hands_out_nothing_and_takes_nothing():
    world, broker, orders = through_broker(consume=True)
    world.fault(broker, start=500.5, end=700.5, down=True)
    world.run(600)
    assert not broker.up and rows(world.trace, "stock")[-1].started == 492
    world.run(1_000)
    assert at_the_end(orders) == {"settled": 79, "lost": 20} and broker.crashes == 0
    assert outcomes(world.trace, "shop", caller="users")["ok"] == 99  # nobody knows


def test_messages_that_wait_are_handed_out_when_the_broker_is_back():
    world, broker, orders = through_broker()
    late = world.service("late", workers=99, work=constant(2))
    world.fault(broker, start=200.5, end=300.5, down=True)
    world.at(250, lambda: late.consumes(orders))
    world.run(300)
    assert at_the_end(orders) == {"waiting": 19, "lost": 10}
    world.run(303.6)
    assert at_the_end(orders) == {"settled": 19, "lost": 10, "in_flight": 1}


@pytest.mark.parametrize("settings, lost", [
    ({"durable": False}, 49), ({}, 0), ({"persist": constant(25)}, 3), ({"replicas": 2, "durable": False}, 0), ({"latency": constant(25)}, 3),
])  # fmt: skip
def test_crash_loses_what_is_only_in_memory(settings, lost):
    world, broker, orders = through_broker(**settings)  # one comes in every 10 ms, the 49th at 493
    world.fault(broker, start=494.5, end=495.5, crash=True)
    world.run(501)
    assert at_the_end(orders) == {fate: n for fate, n in (("waiting", 49 - lost), ("lost", lost)) if n}
    assert broker.crashes == 1 and broker.up


def test_durable_broker_loses_nothing_that_it_has_acknowledged():
    for durable in (True, False):
        world, broker, orders = through_broker(confirm=True, persist=constant(15), durable=durable)
        for start in (300, 500, 700):
            world.fault(broker, start=start, end=start + 55, crash=True)
        world.run(995)
        counts = orders.ledger.counts()
        assert (counts.lost == 0) == durable
        assert counts.unconfirmed > 15


@pytest.mark.parametrize("acks, crash, fate", [
    ("leader", 1_002.9, {"unconfirmed": 1}),  # it comes to the leader at 1,003
    ("leader", 1_003.5, {"lost": 1}), ("all", 1_003.5, {"unconfirmed": 1}),  # to the other at 1,004
    ("leader", 1_004.5, {"waiting": 1}), ("all", 1_004.5, {"waiting": 1}),
    ("leader", 1_004, {"waiting": 1}), ("all", 1_004, {"waiting": 1}),  # just in time
])  # fmt: skip
def test_crash_of_the_leader_before_another_has_the_message(acks, crash, fate):
    world, broker, orders = through_broker(confirm=True, rate=1, replicas=2, acks=acks, failover=30)
    world.fault(broker, start=crash, crash=True)
    world.run(1_020)
    assert not broker.up
    world.run(1_100)
    assert broker.up and at_the_end(orders) == fate


def test_message_that_another_has_when_the_leader_crashes_before_telling_is_sent_again_and_comes_out_twice():
    world, broker, orders = through_broker(confirm=True, rate=1, replicas=2, acks="all", failover=5, consume=True,
                                           retry=Retry(attempts=3, backoff=fixed(1)))  # fmt: skip
    world.fault(broker, start=1_004.5, crash=True)
    world.run(1_100)
    counts = orders.ledger.counts()
    assert (counts.sent, counts.acknowledged, counts.duplicates, counts.done_again, counts.lost) == (1, 1, 1, 1, 0)
    assert list(orders.ledger.of().first_delivered) == [1_004.5 + 5 + 1]  # not before the other has taken over
    assert outcomes(world.trace, "shop", caller="users")["ok"] == 1


def test_senders_that_confirm_and_try_again_lose_nothing_to_an_outage():
    for fault in ({"down": True}, {"crash": True}):
        world, broker, orders = through_broker(confirm=True, retry=Retry(attempts=20, backoff=fixed(10)), consume=True)
        world.fault(broker, start=300, end=500, **fault)
        world.run(1_000)
        counts = orders.ledger.counts()
        assert counts.lost == counts.unconfirmed == 0 and counts.done >= 97
        assert outcomes(world.trace, "shop", caller="users")["error"] == 0


def test_with_more_replicas_a_crash_is_over_after_the_failover_or_when_the_leader_is_back():
    for replicas, end, until in ((1, 900, 900), (2, 900, 540), (2, 520, 520)):
        world, broker, _ = through_broker(replicas=replicas, failover=40)
        world.fault(broker, start=500, end=end, crash=True)
        for moment in (499, 500.5, until - 1, until + 1):
            world.run(moment)
            assert broker.up == (moment < 500 or moment > until)


def test_kept_messages_are_lost_with_the_memory_too():
    for durable, kept in ((False, 49), (True, 98)):
        world, broker, events = through_broker(kind="publish-subscribe", retention=10_000, durable=durable)
        world.fault(broker, start=494.5, end=495.5, crash=True)
        world.run(985)
        world.service("late", workers=1, work=constant(1)).consumes(events)
        assert events.ledger.counts().sent == kept


def test_message_in_work_at_a_crash_is_settled_by_its_acknowledgement_but_cannot_come_back():
    for fail, fate in ((0, {"settled": 1}), (1, {"lost": 1})):
        world = World()
        broker = world.broker("broker", durable=False)
        orders = world.channel("orders", broker=broker, deliveries=5)
        stock, shop = world.service("stock", workers=1, work=constant(50)), world.service("shop", workers=1, work=constant(1))
        stock.consumes(orders)
        stock.fail = fail
        shop.publishes(orders)
        world.users(shop, rate=1, arrivals="constant")
        world.fault(broker, start=1_020, end=1_030, crash=True)
        world.run(1_100)
        assert at_the_end(orders) == fate


def test_messages_of_a_channel_keep_their_order_through_the_broker():
    world, *_ = through_broker(rate=1_000)
    broker = world.broker("other", latency=exponential(20))
    more = world.channel("more", broker=broker)
    world.services["shop"].publishes(more)
    world.service("reader", workers=500, work=constant(0)).consumes(more)
    world.run(2_000)
    came = [time for time in more.ledger.of().first_delivered if time == time]
    assert len(came) > 1_700 and came == sorted(came)


def test_brokers_of_another_world_and_faults_that_brokers_do_not_have_are_refused():
    world, other = World(), World()
    broker = world.broker("broker")
    with pytest.raises(ValueError, match="broker must be one of the same world, got 'broker' of another"):
        other.channel("orders", broker=broker)
    with pytest.raises(ValueError, match="a fault must be one of down, crash, got 'slow'"):
        world.fault(broker, start=0, slow=2)
    with pytest.raises(TypeError, match="service must be a service of this world"):
        other.fault(broker, start=0, down=True)
    with pytest.raises(ValueError, match="name must be a new one, got 'broker'"):
        world.service("broker", 1, constant(1))
    assert repr(broker) == "<Broker broker of 0 channels: up, 0 crashes>"


def test_full_broker_refuses_what_comes_and_takes_again_when_there_is_space():
    world, broker, orders = through_broker(confirm=True, space=10)
    world.run(1_005)  # nobody consumes: the first ten fill it
    assert broker.used == 10 and broker.full
    assert at_the_end(orders) == {"waiting": 10, "refused": len(orders.ledger.sent) - 10}
    broker.space = 12
    world.run(1_100)
    assert broker.used == 12 and at_the_end(orders)["waiting"] == 12


def test_space_that_others_take_and_what_is_kept_count_as_used():
    world, broker, orders = through_broker(kind="publish-subscribe", retention=1_000, space=40, consume=True)
    world.run(250)
    kept = broker.used
    assert 20 < kept < 30
    broker.others = 20
    assert broker.full and broker.used == kept + 20


@pytest.mark.parametrize("name, value", [("space", 0), ("space", "much"), ("space", float("nan")), ("others", -1), ("others", True)])
def test_space_that_makes_no_sense_is_refused_while_the_world_runs(name, value):
    _, broker, _ = through_broker(space=10)
    with pytest.raises((TypeError, ValueError), match=f"{name} must be "):
        setattr(broker, name, value)
