"""How often messages come, how many are dead in the end, and in what order they are done: closed forms against what they sum up."""

from math import factorial, inf, sqrt

import pytest

from sim import World, constant
from sim.handling import Handling
from sim.scenarios.implementing_the_styles import WORK, counts, run, wrong_orders
from sim.theory import dead_share, deliveries_per_message, in_order, sharded_capacity, unheard_in_time, useful_consumers


def steps(consumers, at_work, left):
    """Return the same as `in_order` by going through who of all consumers is done next: `left` messages are not taken yet."""
    if not left:
        return 1 / factorial(at_work)
    oldest = steps(consumers, at_work, left - 1) / consumers if at_work else 0
    return oldest + (consumers - at_work) / consumers * steps(consumers, at_work + 1, left - 1)


@pytest.mark.parametrize("consumers", [1, 2, 3, 4, 8, 50])
@pytest.mark.parametrize("messages", [1, 2, 3, 4, 6])
def test_order_by_the_product_is_order_by_going_through_all_cases(consumers, messages):
    assert in_order(consumers, messages) == pytest.approx(steps(consumers, 0, messages))


def test_order_of_three_in_round_numbers():
    assert [in_order(n, 3) for n in (1, 2, 4)] == [1, 0.5, 0.3125]
    assert in_order(10**6, 3) == pytest.approx(1 / 6, rel=1e-5)


@pytest.mark.parametrize("consumers", [1, 2, 4, 8])
def test_orders_in_a_queue_that_is_never_empty_go_wrong_as_the_closed_form_says(consumers):
    found = [wrong_orders(run(consumers=consumers, rate=4 * consumers, seed=seed)) for seed in range(4)]
    wrong, complete = (sum(column) for column in zip(*found))
    p = 1 - in_order(consumers, 3)
    assert wrong / complete == pytest.approx(p, abs=4 * sqrt(p * (1 - p) / complete) + 0.01)  # a little more before the queue has grown


@pytest.mark.parametrize("lost", [0.1, 0.3, 0.5])
def test_deliveries_are_a_geometric_number(lost):
    world = World(seed=2)
    orders = world.channel("orders", visibility=20)
    world.service("stock", workers=50, work=constant(1)).consumes(orders, lost_acks=lost)
    shop = world.service("shop", workers=9, work=constant(1))
    shop.publishes(orders)
    world.users(shop, rate=400)
    world.run(8_000)
    found, mean = orders.ledger.counts(), deliveries_per_message(lost)
    spread = sqrt(lost) / (1 - lost)
    assert 1 + found.duplicates / found.delivered == pytest.approx(mean, abs=4 * spread / sqrt(found.delivered) + 0.01)


def test_deliveries_in_round_numbers_and_cut_off():
    assert deliveries_per_message(0) == 1 and deliveries_per_message(0.5) == 2 and deliveries_per_message(1) == inf
    assert deliveries_per_message(0.5, 3) == 1.75 and deliveries_per_message(1, 4) == 4 and deliveries_per_message(0.9, 1) == pytest.approx(1)


@pytest.mark.parametrize("deliveries", [1, 2, 3])
def test_share_of_dead_letters_is_a_power_of_the_share_that_fails(deliveries):
    world = World(seed=3)
    luck = world.streams.named("luck")
    orders = world.channel("orders", deliveries=deliveries, dead_letters=world.channel("dead"))
    stock = world.service("stock", workers=9, work=constant(1))
    stock.consumes(orders)
    Handling(stock, lambda message: luck.random() >= 0.3)
    shop = world.service("shop", workers=9, work=constant(1))
    shop.publishes(orders)
    world.users(shop, rate=400)
    world.run(8_000)
    found, p = orders.ledger.counts(), dead_share(0.3, deliveries)
    assert found.dead / found.delivered == pytest.approx(p, abs=4 * sqrt(p * (1 - p) / found.delivered))
    assert dead_share(1, deliveries) == 1


def test_too_short_a_time_is_as_bad_as_lost_acknowledgements():
    assert unheard_in_time(0.2, 10_000, 100) == pytest.approx(0.2) and unheard_in_time(0, 100, 100) == pytest.approx(0.3679, abs=1e-4)
    found = [counts(run(visibility=visibility, rate=4, seed=seed)) for visibility in (200,) for seed in range(6)]
    mean = 1 + sum(one.duplicates for one in found) / sum(one.delivered for one in found)
    p = unheard_in_time(0, 200, WORK)
    delivered = sum(one.delivered for one in found)
    assert mean == pytest.approx(deliveries_per_message(p), abs=4 * sqrt(p) / (1 - p) / sqrt(delivered) + 0.02)  # a hop takes 0.5 ms


@pytest.mark.parametrize("consumers, shards", [(4, 4), (8, 4), (2, 8), (8, 8)])
def test_what_gets_done_is_what_useful_consumers_can_do(consumers, shards):
    found = counts(run(consumers=consumers, shards=shards, rate=40))
    most = 20 * sharded_capacity(consumers, shards, WORK)
    assert found.done == pytest.approx(most, abs=4 * sqrt(most) + 0.03 * most)  # exponential work; a hop, and empty shards at first
    assert useful_consumers(consumers, shards) == min(consumers, shards)
