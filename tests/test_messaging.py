"""Figures of a channel: lag, latency, order, and what a watch sees of it."""

from math import isnan

import pytest

from sim import World, constant, exponential
from sim.messaging import lag, lag_over, message_latencies, message_percentile, overtaken
from sim.watch import Watch


def shop_and_stock(rate=100, work=20, **settings):
    """Return a world with one message every 1,000 / rate ms, 2 ms after its user, and the channel to its stock."""
    world = World()
    orders = world.channel("orders", **settings)
    stock, shop = world.service("stock", workers=1, work=constant(work)), world.service("shop", workers=9, work=constant(2))
    stock.consumes(orders)
    shop.publishes(orders)
    world.users(shop, rate=rate, arrivals="constant")
    return world, orders


def test_lag_counts_what_waits_and_what_is_in_work():
    world, orders = shop_and_stock()
    world.run(115)  # eleven sent, from 12 to 112; one done every 20 ms, the fifth at 112
    assert lag(orders) == 11 - 5 and len(orders) == 5
    assert lag_over(orders, [0, 12, 13, 32, 33, 115]) == [0, 0, 1, 2, 2, 6]
    assert lag_over(orders, [13, 115], until="delivered") == [0, 5]


def test_latency_of_a_message_is_from_sending_to_its_first_delivery_or_the_end_of_its_first_work():
    world, orders = shop_and_stock(network=constant(1))
    world.run(115)
    assert message_latencies(orders) == [22, 33, 44, 55]
    assert message_latencies(orders, until="delivered")[:2] == [2, 13]  # the hop out comes after the one before is done
    assert message_latencies(orders, start=12.5, end=33) == message_latencies(orders)[1:3]
    times = message_latencies(orders)
    assert message_percentile(orders, 50) == sorted(times)[(len(times) + 1) // 2 - 1] and message_percentile(orders, 100) == max(times)
    assert isnan(message_percentile(orders, 50, start=1_000))


def test_overtaken_counts_messages_that_came_out_before_an_earlier_one_of_their_key():
    world = World(seed=2)
    orders = world.channel("orders")
    stock, shop = world.service("stock", workers=9, work=exponential(30)), world.service("shop", workers=9, work=constant(2))
    stock.consumes(orders)
    shop.publishes(orders, keys=lambda number: number % 2)
    world.users(shop, rate=100, arrivals="constant")
    world.run(5_000)
    book = orders.ledger.of()
    done = [time if time == time else float("inf") for time in book.first_done]
    by_hand = sum(any(done[n] < done[m] for m in range(n % 2, n, 2)) for n in range(len(done)))
    assert overtaken(orders) == by_hand > 50
    assert overtaken(orders, until="delivered") == 0


def test_figures_are_those_of_a_group():
    world = World()
    events = world.channel("events", "publish-subscribe")
    for name, work in (("slow", 50), ("quick", 1)):
        world.service(name, workers=1, work=constant(work)).consumes(events)
    shop = world.service("shop", workers=9, work=constant(2))
    shop.publishes(events)
    world.users(shop, rate=100, arrivals="constant")
    world.run(115)
    assert (lag(events, "slow"), lag(events, "quick")) == (9, 0)
    assert message_latencies(events, "quick") == [1] * 11
    for wrong in (None, "other", 5):
        with pytest.raises(ValueError, match=r"group must be one of \['slow', 'quick'\], got"):
            lag(events, wrong)


@pytest.mark.parametrize("ask, words", [
    (lambda orders: lag("orders"), "channel must be a Channel"),
    (lambda orders: message_latencies(orders, until="sent"), "until must be one of 'done', 'delivered', got 'sent'"),
    (lambda orders: message_percentile(orders, 101), "q must be at least 0 and at most 100, got 101"),
    (lambda orders: message_latencies(orders, start=5, end=4), "end must be at least 5, got 4"),
    (lambda orders: lag_over(orders, 5), "times must be a list of numbers, got 5"),
    (lambda orders: lag_over(orders, ["5"]), "times must be a list of numbers"),
])  # fmt: skip
def test_wrong_arguments_are_refused(ask, words):
    with pytest.raises((TypeError, ValueError), match=words):
        ask(shop_and_stock()[1])


def test_watch_samples_the_length_and_the_lag_of_every_channel():
    world, orders = shop_and_stock()
    watch = Watch(world, 50)
    watch.run(200)
    assert watch.lag == {"orders": lag_over(orders, watch.times)}
    assert watch.queued["orders"] == [0, 2, 4, 7, 9] and len(watch.times) == 5
