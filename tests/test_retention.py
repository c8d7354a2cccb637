"""Retention: what a subscriber that joins late gets."""

from math import inf

import pytest

from sim import World, constant
from sim.retention import Kept


def late_subscriber(retention, join=1_005, network=None, **settings):
    """Return (world, channel) with a message every 10 ms from 11 on and a group that joins late."""
    world = World()
    events = world.channel("events", "publish-subscribe", network=network, retention=retention, **settings)
    shop, late = (world.service(name, workers=9, work=constant(1)) for name in ("shop", "late"))
    shop.publishes(events)
    world.users(shop, rate=100, arrivals="constant")
    world.at(join, lambda: late.consumes(events))
    return world, events


@pytest.mark.parametrize("retention, first", [(0, 100), (95, 90), (500, 50), (inf, 0)])
def test_late_group_gets_what_was_kept_the_oldest_first_and_then_all(retention, first):
    world, events = late_subscriber(retention)
    world.run(2_000)
    book = events.ledger.of("late")
    assert list(book.numbers) == list(range(first, 198 + 1))
    assert list(book.first_delivered) == sorted(book.first_delivered) and book.first_delivered[0] >= 1_005
    assert book.counts().done >= len(book.numbers) - 1


def test_message_is_kept_until_its_time_is_over_and_not_at_that_instant():
    for join, kept in ((110.9, 1), (111, 0)):  # the first message comes in at 11
        world, events = late_subscriber(100, join)
        world.run(join + 0.05)
        assert events.ledger.of().numbers[:1].count(0) == kept


def test_message_on_its_way_when_a_group_joins_reaches_it_if_the_channel_keeps_messages():
    for retention, came in ((0, []), (50, [0])):
        world, events = late_subscriber(retention, join=15, network=constant(8))
        world.run(20)
        assert list(events.ledger.of().numbers) == came and events.ledger.counts().in_flight == len(came)


def test_group_without_a_consumer_that_is_up_keeps_its_queue_without_retention():
    world, events = late_subscriber(0, join=5)
    world.fault(world.services["late"], start=100, end=900, down=True)
    world.run(899)
    assert len(events) == 80
    world.run(1_000)
    assert events.ledger.counts().lost == 0 and events.ledger.counts().done == 99 and len(events) == 0


def test_kept_messages_are_forgotten_in_order():
    kept = Kept(10)
    for time in (0, 5, 9):
        kept.add(time, f"at {time}", time + 1)
    assert [message for message, _ in kept.at(10)] == ["at 5", "at 9"]
    kept.lose(lambda safe: safe > 6)
    assert kept.at(14) == [("at 5", 6)] and kept.at(15) == []


def test_scripts_may_not_go_back_in_time():
    world = World()
    world.run(10)
    with pytest.raises(ValueError, match="time must be at least 10, got 9"):
        world.at(9, print)
