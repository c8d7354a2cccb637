"""Senders: what they are told, how long they wait for it, and when they send again."""

import pytest

from sim import Retry, World, constant, fixed, outcomes
from tests.laws import rows

HOP = constant(1)


def confirming(consume=True, rate=10, retry=None, timeout=50, stock=10, **settings):
    """Return a world whose shop waits until the channel has its message, and the channel."""
    world = World()
    orders = world.channel("orders", network=HOP, **settings)
    if consume:
        world.service("stock", workers=1, work=constant(stock)).consumes(orders)
    shop = world.service("shop", workers=2, work=constant(2))
    shop.publishes(orders, confirm=True, retry=retry, timeout=timeout)
    world.users(shop, rate=rate, arrivals="constant")
    return world, orders


def test_sender_that_confirms_keeps_its_worker_for_two_hops_and_no_longer():
    world, orders = confirming()
    (span,) = rows(world.run(150), "shop")
    assert (span.started, span.released, span.ended, span.outcome) == (100, 104, 104, "ok")
    assert list(orders.ledger.acknowledged) == [104]


def test_refused_sender_is_told_and_its_job_fails():
    world, orders = confirming(consume=False, rate=100, buffer=3)
    world.run(95)
    told = outcomes(world.trace, "shop", caller="users")
    assert (told["ok"], told["error"]) == (3, 6)
    counts = orders.ledger.counts()
    assert (counts.waiting, counts.refused, counts.acknowledged) == (3, 6, 3)
    assert [span.outcome for span in rows(world.trace, "orders")][3:] == ["rejected"] * 6


def test_refused_message_is_sent_again_and_gets_in_when_there_is_room():
    world, orders = confirming(consume=False, rate=100, buffer=1, retry=Retry(attempts=5, backoff=fixed(100)))
    world.run(25)
    world.services["shop"].slow = 1_000  # no more orders for a while
    late = world.service("late", workers=1, work=constant(1))
    world.at(60, lambda: late.consumes(orders))
    world.run(400)
    assert list(orders.ledger.sends[:2]) == [1, 2]
    assert orders.ledger.acknowledged[1] == 12 + 10 + 2 + 100 + 2 and orders.ledger.counts().refused == 0
    assert late.busy == 0 and orders.ledger.counts().done == 2


def test_message_whose_confirmation_comes_after_the_timeout_is_sent_again_and_comes_out_twice():
    world, orders = confirming(rate=1, timeout=1.5, retry=Retry(attempts=2))
    world.run(1_100)
    assert outcomes(world.trace, "shop", caller="users")["ok"] == 1  # the answer to the first try ends the second
    counts = orders.ledger.counts()
    assert (counts.sent, counts.duplicates, counts.done, counts.done_again, counts.acknowledged) == (1, 1, 1, 1, 1)
    assert list(orders.ledger.sends) == [2] and orders.ledger.acknowledged[0] == 1_004


def test_confirmation_at_the_very_instant_of_the_timeout_counts_and_a_later_one_does_not():
    for timeout, told in ((2, "ok"), (1.999, "error")):
        world, orders = confirming(rate=1, timeout=timeout)
        world.run(1_100)
        assert outcomes(world.trace, "shop", caller="users")[told] == 1
        counts = orders.ledger.counts()
        assert (counts.acknowledged, counts.unconfirmed, counts.settled) == (told == "ok", 0, 1)


def test_no_try_is_made_beyond_those_allowed_or_the_budget():
    for retry, sends in ((Retry(attempts=3), 3), (Retry(attempts=3, budget=0), 1), (None, 1)):
        world, orders = confirming(consume=False, rate=10, buffer=1, retry=retry)
        world.run(450)
        assert list(orders.ledger.sends) == [1, sends, sends, sends]
        assert orders.ledger.counts().refused == 3


def test_backoff_lies_between_the_tries_and_the_worker_waits_through_it():
    world, orders = confirming(consume=False, rate=10, buffer=1, retry=Retry(attempts=2, backoff=fixed(30)))
    world.run(290)
    second = rows(world.trace, "shop")[1]
    assert second.released - second.served == 2 + 2 + 30 + 2 and second.outcome == "error"


def test_crashed_sender_hears_nothing_and_sends_nothing_again():
    world, orders = confirming(consume=False, rate=1, buffer=1, retry=Retry(attempts=9, backoff=fixed(30)))
    world.fault(world.services["shop"], start=2_003, end=2_010, crash=True)
    world.run(2_800)
    assert list(orders.ledger.sends) == [1, 1] and orders.ledger.counts().unconfirmed == 1
    assert outcomes(world.trace, "shop", caller="users")["in flight"] == 1


def test_sender_that_waits_needs_a_timeout_and_one_that_does_not_has_none():
    world = World()
    orders, shop = world.channel("orders"), world.service("shop", 1, constant(1))
    with pytest.raises(ValueError, match="timeout must be set for a sender that confirms, got timeout=None"):
        shop.publishes(orders, confirm=True)
    for settings in ({"timeout": 5}, {"retry": Retry()}):
        with pytest.raises(ValueError, match="confirm must be True for a sender with a timeout or a retry, got confirm=False"):
            shop.publishes(orders, **settings)
    assert not shop.steps and not orders.senders


def test_full_buffer_that_drops_loses_the_oldest_and_takes_the_new():
    world = World()
    orders = world.channel("orders", buffer=3, full="drop oldest")
    shop = world.service("shop", workers=2, work=constant(2))
    shop.publishes(orders)
    world.users(shop, rate=100, arrivals="constant")
    world.run(95)
    counts = orders.ledger.counts()
    assert (counts.sent, counts.waiting, counts.lost, counts.refused, counts.acknowledged) == (9, 3, 6, 0, 9)
    world.service("late", workers=9, work=constant(1)).consumes(orders)
    world.run(96.5)
    assert [orders.ledger.of().first_delivered[n] == 95 for n in range(9)] == [False] * 6 + [True] * 3


def test_full_buffer_of_one_subscriber_refuses_the_message_for_all_and_dropping_is_each_ones_own():
    for full, fast in (("reject", (3, 6)), ("drop oldest", (9, 0))):
        world = World()
        events = world.channel("events", "publish-subscribe", buffer=2, full=full)
        quick, slow = world.service("quick", 9, constant(1)), world.service("slow", 1, constant(1_000))
        quick.consumes(events)
        slow.consumes(events)
        shop = world.service("shop", workers=2, work=constant(2))
        shop.publishes(events)
        world.users(shop, rate=100, arrivals="constant")
        world.run(95)
        counts = events.ledger.counts("quick")
        assert (counts.done, counts.refused) == fast
        assert events.ledger.counts("slow").waiting == 2


def test_buffer_of_shards_drops_the_oldest_of_all():
    world = World()
    orders = world.channel("orders", shards=2, buffer=2, full="drop oldest")
    shop = world.service("shop", workers=2, work=constant(2))
    shop.publishes(orders, keys=lambda number: (0, 0, 2)[number % 3])
    world.users(shop, rate=100, arrivals="constant")
    world.run(35)
    assert sorted(delivery.message.number for delivery in orders.groups[0].waiting) == [1, 2]


def test_refusal_that_comes_after_the_timeout_of_its_try_starts_no_further_one():
    world, orders = confirming(consume=False, rate=10, buffer=1, timeout=1.5, retry=Retry(attempts=3, backoff=fixed(30)))
    world.run(210)
    counts = orders.ledger.counts()
    assert (counts.sent, counts.waiting, counts.lost, counts.refused) == (2, 2, 0, 0)  # the second is with its sender
    world.run(295)
    assert orders.ledger.sends[1] == 3 and orders.ledger.counts().unconfirmed == 1
    second = rows(world.trace, "shop")[1]
    assert second.released - second.served == 2 + 3 * 1.5 + 2 * 30
