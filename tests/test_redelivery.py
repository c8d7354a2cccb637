"""Acknowledgements: what comes back, how often, and what becomes of it in the end."""

import pytest

from sim import World, constant, outcomes
from sim.channel import Channel
from tests.laws import rows

HOP = constant(1)


def orders_for(consume=None, work=10, rate=10, workers=1, **settings):
    """Return a world with a shop, the channel orders and a consumer stock; a user every 1,000 / rate ms."""
    world = World()
    orders = world.channel("orders", network=HOP, **settings)
    stock = world.service("stock", workers=workers, work=constant(work))
    consumer = stock.consumes(orders, **(consume or {}))
    shop = world.service("shop", workers=4, work=constant(2))
    shop.publishes(orders)
    world.users(shop, rate=rate, arrivals="constant")
    return world, orders, consumer


def test_message_whose_acknowledgement_is_lost_comes_back_after_visibility_and_is_worked_on_again():
    world, orders, _ = orders_for({"lost_acks": 1}, rate=1, visibility=100)
    spans = rows(world.run(1_250), "stock")
    assert [span.attempt for span in spans] == [1, 2, 3]
    assert [span.arrived for span in spans] == [1_004, 1_104, 1_204]  # handed out at 1,003, then every 100 ms
    assert [(span.outcome, span.final) for span in spans[:2]] == [("timeout", False)] * 2 and spans[2].outcome == "in flight"
    assert [span.released for span in spans] == [1_014, 1_114, 1_214] and {span.first for span in spans} == {spans[0].first}
    counts = orders.ledger.counts()
    assert (counts.sent, counts.delivered, counts.duplicates, counts.done, counts.done_again, counts.in_flight) == (1, 1, 2, 1, 2, 1)


def test_half_of_the_acknowledgements_lost_means_two_deliveries_a_message_on_average():
    world, orders, _ = orders_for({"lost_acks": 0.5}, work=1, rate=200, workers=50, visibility=20)
    world.run(100_000)
    counts = orders.ledger.counts()
    mean = (counts.delivered + counts.duplicates) / counts.delivered
    assert counts.delivered - counts.done <= 1 and counts.done > 19_900
    assert mean == pytest.approx(2, abs=4 * (2 / counts.delivered) ** 0.5)  # a geometric number: variance 2


def test_acknowledgement_that_comes_in_time_is_the_end_and_at_that_very_instant_it_still_counts():
    for visibility, again in ((11, False), (10.999, True)):  # a hop and the work take 11 ms
        world, orders, _ = orders_for(rate=1, visibility=visibility)
        world.run(1_050)
        assert (orders.ledger.counts().duplicates > 0) == again


def test_late_acknowledgement_counts_for_nothing_but_the_work_was_done():
    world, orders, _ = orders_for(work=30, rate=1, workers=9, deliveries=2, visibility=20)
    spans = rows(world.run(1_200), "stock")
    assert [(span.outcome, span.final, span.released - span.served) for span in spans] == [("timeout", False, 30), ("timeout", True, 30)]
    counts = orders.ledger.counts()
    assert (counts.dead, counts.done, counts.done_again, counts.settled) == (1, 1, 1, 0)


def test_failed_message_comes_back_at_once_as_the_first_until_its_deliveries_are_used_up():
    world = World()
    dead = world.channel("dead")
    orders = world.channel("orders", deliveries=3, dead_letters=dead)
    stock = world.service("stock", workers=1, work=constant(10))
    stock.consumes(orders)
    stock.fail = 1
    shop = world.service("shop", workers=4, work=constant(2))
    shop.publishes(orders)
    world.users(shop, rate=100, arrivals="constant")
    spans = sorted(rows(world.run(75), "stock"), key=lambda span: span.served)
    assert [(span.attempt, span.outcome, span.final) for span in spans[:4]] == [
        (1, "error", False), (2, "error", False), (3, "error", True), (1, "error", False),
    ]  # fmt: skip
    assert [span.ended for span in spans[:4]] == [22, 32, 42, 52]
    assert dead.published == orders.ledger.counts().dead == 2 and len(dead) == 2
    letter, _ = rows(world.trace, "dead")
    assert (letter.caller, letter.started) == ("orders", 42) and world.trace.span(letter.parent) == spans[2]


def test_dead_letters_can_be_consumed_and_keep_their_key():
    world = World()
    dead = world.channel("dead")
    orders = world.channel("orders", deliveries=1, dead_letters=dead)
    stock, clerk, shop = (world.service(name, workers=1, work=constant(1)) for name in ("stock", "clerk", "shop"))
    stock.consumes(orders)
    stock.fail = 1
    clerk.consumes(dead)
    shop.publishes(orders, keys=lambda number: f"order {number}")
    world.users(shop, rate=100, arrivals="constant")
    world.run(95)
    assert dead.ledger.keys == [f"order {number}" for number in range(9)]
    assert dead.ledger.counts().done == 9 and orders.ledger.counts().done == 0


def test_without_any_of_the_three_settings_a_failed_message_is_lost_and_a_hanging_one_stays_in_flight():
    world, orders, consumer = orders_for(rate=10, workers=2)
    consumer.service.fail = 1
    world.run(350)
    assert orders.ledger.counts().lost == 3 and not orders.redelivers
    consumer.service.fail, consumer.service.hang = 0, 1
    world.run(1_000)
    counts = orders.ledger.counts()
    assert (counts.in_flight, counts.lost, counts.waiting) == (2, 3, 4)


def test_acknowledged_before_the_work_a_message_comes_at_most_once():
    world, orders, consumer = orders_for({"ack": "before"}, rate=10, deliveries=5, visibility=50)
    world.fault(consumer.service, start=250, end=450, fail=1)
    world.run(1_050)
    counts = orders.ledger.counts()
    assert (counts.sent, counts.done, counts.lost, counts.duplicates, counts.dead) == (10, 8, 2, 0, 0)


def test_hanging_worker_keeps_its_worker_and_its_message_goes_to_another():
    world, orders, consumer = orders_for(rate=1, workers=1, visibility=100)
    other = world.service("other", workers=1, work=constant(10))
    other.consumes(orders)
    world.fault(consumer.service, start=0, end=1_010, hang=1)
    world.run(1_500)
    (first,), (second,) = rows(world.trace, "stock"), rows(world.trace, "other")
    assert (first.outcome, first.ended) == ("timeout", 1_103) and (second.outcome, second.attempt) == ("ok", 2)
    assert consumer.service.busy == consumer.outstanding == 1 and orders.ledger.counts().settled == 1


def test_idempotent_consumer_does_the_work_once_and_acknowledges_again_without_a_worker():
    world, orders, consumer = orders_for({"lost_acks": 0.5, "idempotent": True}, rate=10, visibility=50)
    world.run(20_090)
    counts = orders.ledger.counts()
    assert counts.done == counts.delivered == 200 and counts.done_again == 0
    assert consumer.recognised == counts.duplicates > 100
    again = [span for span in rows(world.trace, "stock") if span.attempt > 1]
    assert len(again) == counts.duplicates and all(span.served != span.served and span.released == span.arrived for span in again)


def test_idempotence_is_the_groups_and_holds_for_work_that_two_do_at_once():
    world, orders, consumer = orders_for({"idempotent": True}, work=100, rate=2, visibility=50, workers=1)
    other = world.service("other", workers=9, work=constant(10))
    second = other.consumes(orders, idempotent=True)
    world.run(700)
    counts = orders.ledger.counts()
    assert (counts.done, counts.done_again, counts.duplicates) == (1, 0, 1)
    assert consumer.recognised == 1 and second.recognised == 0  # the slow one ends last


def test_message_that_reaches_a_consumer_gone_down_meanwhile_comes_back_at_once():
    world, orders, consumer = orders_for(rate=10, deliveries=5)
    world.fault(consumer.service, start=103.5, end=150, down=True)
    world.run(200)
    first, second = rows(world.trace, "stock")
    assert (first.outcome, first.final, first.ended) == ("error", False, 104)
    assert (second.served, second.attempt, second.outcome) == (151, 2, "ok")
    assert orders.ledger.counts().delivered == 1 and orders.ledger.counts().duplicates == 0


def test_answers_over_a_reply_channel_come_once_when_the_question_has_failed_twice():
    world = World()
    requests, replies = world.channel("requests", deliveries=2), world.channel("replies")
    stock, shop = (world.service(name, workers=1, work=constant(10)) for name in ("stock", "shop"))
    stock.consumes(requests)
    stock.fail = 1
    asking = shop.asks(requests, replies)
    world.users(shop, rate=10, arrivals="constant")
    trace = world.run(190)
    assert [span.outcome for span in rows(trace, "shop", "users")] == ["error"]
    assert asking.late == 0 and replies.published == 1
    counts = replies.ledger.counts()
    assert (counts.sent, counts.done, counts.settled) == (1, 1, 1)


def test_settings_that_contradict_each_other_are_refused():
    world = World()
    with pytest.raises(ValueError, match="retention must be 0 on a point-to-point channel, which keeps every message, got 5"):
        world.channel("kept", retention=5)
    with pytest.raises(ValueError, match="dead_letters must be one of the same world, got 'dead' of another"):
        world.channel("other", dead_letters=World().channel("dead"))
    with pytest.raises(ValueError, match="visibility must be None where messages are held by their sender, got 5"):
        world.channel("brokerless", held="sender", visibility=5)
    assert not world.channels and isinstance(world.channel("kept"), Channel)


def test_consumer_that_is_stopped_takes_nothing_while_its_service_answers_calls():
    world = World(seed=2)
    orders = world.channel("orders")
    shop = world.service("shop", workers=9, work=constant(1))
    mail = world.service("mail", workers=2, work=constant(5))
    shop.publishes(orders)
    consumer = mail.consumes(orders)
    world.users(shop, rate=20, arrivals="constant")
    world.users(mail, rate=10, arrivals="constant")
    world.run(1_000)
    consumer.stop()
    world.run(2_010)
    assert len(orders) == 21 and outcomes(world.trace, "mail", "users")["ok"] == 20
    consumer.start()
    world.run(2_200)
    assert len(orders) == 0


def test_shards_of_a_stopped_consumer_are_read_by_another():
    world = World(seed=2)
    orders = world.channel("orders", shards=4)
    shop = world.service("shop", workers=9, work=constant(1))
    shop.publishes(orders, keys=9)
    one, two = (world.service(name, workers=2, work=constant(1)).consumes(orders) for name in ("one", "two"))
    world.users(shop, rate=100)
    world.run(500)
    one.stop()
    taken = one.taken
    world.run(2_000)
    assert one.taken == taken and two.shards == [0, 1, 2, 3] and len(orders) == 0
