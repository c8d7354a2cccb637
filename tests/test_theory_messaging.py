"""Closed forms of messages that wait, against the simulation."""

import pytest

from sim import World, constant, theory
from sim.messaging import lag_over


def outage(rate=100, work=5, start=1_000, last=1_000, **settings):
    """Return the channel and the world after an outage of its consumer, messages coming evenly."""
    world = World()
    orders = world.channel("orders", **settings)
    stock, shop = world.service("stock", workers=1, work=constant(work)), world.service("shop", workers=9, work=constant(0))
    stock.consumes(orders)
    shop.publishes(orders)
    world.users(shop, rate=rate, arrivals="constant")
    world.fault(stock, start=start, end=start + last, down=True)
    world.run(start + 10 * last)
    return orders


def test_lag_in_an_outage_and_after_it_is_the_fluid_one_to_a_message():
    orders = outage()
    times = [1_000 + 100 * n for n in range(30)]
    for time, waiting in zip(times, lag_over(orders, times)):
        assert waiting == pytest.approx(theory.lag_after(100, 200, 1_000, time - 1_000), abs=1.5)
    drained = theory.drain_time(100, 200, 1_000)
    assert theory.lag_after(100, 200, 1_000, 1_000 + drained) == 0 < theory.lag_after(100, 200, 1_000, 999 + drained)
    assert theory.lag_after(100, 200, 1_000, 1_000) == theory.backlog_after_pause(100, 1_000)


@pytest.mark.parametrize("full", ["reject", "drop oldest"])
def test_buffer_loses_what_it_has_no_room_for(full):
    for buffer in (20, 60, 100, 200):
        counts = outage(buffer=buffer, full=full).ledger.counts()
        assert counts.lost + counts.refused == pytest.approx(theory.lost_in_outage(100, 1_000, buffer), abs=1)


@pytest.mark.parametrize("consumers, shards", [(1, 4), (3, 4), (6, 4), (2, 5)])
def test_group_keeps_up_below_its_capacity_and_not_above(consumers, shards):
    capacity = theory.sharded_capacity(consumers, shards, 10)
    for load, keeps_up in ((0.9, True), (1.1, False)):
        world = World()
        orders = world.channel("orders", shards=shards)
        for n in range(consumers):
            world.service(f"c{n}", workers=1, work=constant(10)).consumes(orders)
        shop = world.service("shop", workers=1, work=constant(0))
        shop.publishes(orders)
        world.users(shop, rate=load * capacity, arrivals="constant")
        world.run(8_000)
        assert (len(orders) < 10) == keeps_up
    taken = sum(reader.taken > 0 for reader in orders.groups[0].readers)
    assert taken == theory.useful_consumers(consumers, shards)


def test_capacity_by_hand():
    assert theory.sharded_capacity(3, 4, 10) == 200 and theory.sharded_capacity(9, 4, 10) == 400
    assert theory.lost_in_outage(100, 1_000, 300) == 0
