"""A crash: what a service had accepted or in work is forgotten, and what becomes of calls and messages then."""

from math import isnan

import pytest

from sim import World, constant, exponential, outcomes
from tests.laws import check_gauges, check_little, check_times, rows, watch_every_instant


def shop_of_stock(work=50, rate=20, **policies):
    """Return a world of users, a shop and a stock with one worker."""
    world = World()
    stock = world.service("stock", workers=1, work=constant(work))
    shop = world.service("shop", workers=50, work=constant(1))
    shop.calls(stock, **policies)
    world.users(shop, rate=rate, arrivals="constant")
    return world, stock, shop


def test_what_was_accepted_or_in_work_is_forgotten_and_its_callers_run_into_their_timeouts():
    world, stock, _ = shop_of_stock(work=100, rate=20, timeout=1_000)  # one at work, one more waiting every 100 ms
    world.fault(stock, start=425, end=500, crash=True)
    world.run(424)
    assert stock.busy == 1 and len(stock.waiting) == 4
    world.run(426)
    assert stock.busy == len(stock.waiting) == 0
    spans = rows(world.run(2_000), "stock")
    hit = [span for span in spans if span.started < 425 and span.ended > 425]
    assert [span.outcome for span in hit] == ["timeout"] * 5 and all(span.released == 425 for span in hit)
    refused = [span for span in spans if 425 <= span.started < 500]
    assert [span.outcome for span in refused] == ["error"]
    assert next(span for span in spans if span.started >= 500).served == 501


def test_without_a_timeout_the_caller_of_forgotten_work_waits_for_ever():
    world, stock, shop = shop_of_stock(work=10, rate=10)
    world.fault(stock, start=105, end=106, crash=True)
    world.run(5_050)
    assert outcomes(world.trace, "shop", caller="users") == dict.fromkeys(outcomes(world.trace, "shop"), 0) | {"ok": 49, "in flight": 1}
    assert shop.busy == 1


def test_crash_frees_hanging_workers_and_ends_what_a_pause_holds_up():
    world, stock, _ = shop_of_stock(work=10, rate=10, timeout=50)
    world.fault(stock, start=0, end=110, hang=1)
    world.fault(stock, start=305, end=400, pause=True)
    world.fault(stock, start=150, end=160, crash=True)
    world.fault(stock, start=350, end=360, crash=True)
    world.run(140)
    assert stock.busy == 1
    spans = rows(world.run(1_050), "stock")
    assert [span.outcome for span in spans] == ["timeout", "ok", "timeout"] + ["ok"] * 7
    assert stock.busy == 0


def test_crashed_caller_asks_no_more_whatever_its_callee_answers():
    world, _, shop = shop_of_stock(work=10, rate=10)
    later = world.service("later", workers=9, work=constant(1))
    shop.calls(later)
    world.fault(shop, start=105, end=120, crash=True)
    trace = world.run(190)
    assert not [link for link in trace.link if trace.links[link][1] == "later"] and shop.busy == 0
    assert outcomes(trace, "shop", caller="users")["in flight"] == 1


def test_setting_of_the_service_does_the_same_and_two_crashes_at_once_are_one():
    world, stock, _ = shop_of_stock(work=10, rate=10, timeout=40)
    world.run(105)
    stock.crash = True
    assert stock.busy == 0
    world.fault(stock, start=110, end=180, crash=True)
    world.run(150)
    stock.crash = False
    world.run(202)
    assert [span.outcome for span in rows(world.trace, "stock")] == ["timeout", "in flight"] and stock.busy == 1


def test_message_in_work_when_its_consumer_crashes_comes_back_after_visibility():
    world = World()
    orders = world.channel("orders", visibility=100)
    stock = world.service("stock", workers=2, work=constant(30))
    consumer = stock.consumes(orders)
    shop = world.service("shop", workers=9, work=constant(1))
    shop.publishes(orders)
    world.users(shop, rate=100, arrivals="constant")
    world.fault(stock, start=35, end=60, crash=True)
    world.run(34)
    assert consumer.outstanding == 2
    world.run(40)
    assert consumer.outstanding == 0 and orders.ledger.counts().in_flight == 2
    trace = world.run(500)
    again = [span for span in rows(trace, "stock") if span.attempt == 2 and span.first in (1, 3)]
    assert [span.started for span in again] == [111, 121] and all(span.outcome == "ok" for span in again)
    assert orders.ledger.counts().done_again == orders.ledger.counts().lost == 0


def test_message_on_its_way_to_a_consumer_that_crashes_and_is_up_again_is_forgotten_too():
    world = World()
    orders = world.channel("orders", network=constant(10), visibility=100)
    stock = world.service("stock", workers=2, work=constant(30))
    stock.consumes(orders)
    shop = world.service("shop", workers=9, work=constant(1))
    shop.publishes(orders)
    world.users(shop, rate=1, arrivals="constant")
    world.fault(stock, start=1_015, end=1_016, crash=True)
    first, again = rows(world.run(1_300), "stock")
    assert isnan(first.arrived) and (first.outcome, first.ended) == ("timeout", 1_111) and again.served == 1_121


@pytest.mark.parametrize("consume, lost, flying", [({"ack": "before"}, 2, 0), ({}, 0, 2)])
def test_without_visibility_a_crash_loses_what_was_acknowledged_and_leaves_the_rest_in_flight(consume, lost, flying):
    world = World()
    orders = world.channel("orders")
    stock = world.service("stock", workers=2, work=constant(30))
    stock.consumes(orders, **consume)
    shop = world.service("shop", workers=9, work=constant(1))
    shop.publishes(orders)
    world.users(shop, rate=100, arrivals="constant")
    world.fault(stock, start=35, end=60, crash=True)
    world.run(36)
    counts = orders.ledger.counts()
    assert (counts.lost, counts.in_flight, counts.done) == (lost, flying, 0)


def test_questions_of_a_crashed_service_are_forgotten_and_their_answers_come_too_late():
    for window in (None, 60):
        world = World()
        requests, replies = world.channel("requests"), world.channel("replies")
        stock, shop = (world.service(name, workers=9, work=constant(10)) for name in ("stock", "shop"))
        stock.consumes(requests)
        asking = shop.asks(requests, replies, window=window)
        world.users(shop, rate=10, arrivals="constant")
        world.fault(shop, start=115, end=130, crash=True)
        trace = world.run(195)
        assert asking.late == 1 and shop.busy == 0
        assert outcomes(trace, "shop", caller="users")["in flight"] == 1


def test_laws_hold_over_crashes():
    world = World(seed=4)
    stock = world.service("stock", workers=3, work=exponential(20), queue=9)
    shop = world.service("shop", workers=5, work=exponential(5))
    shop.calls(stock, timeout=60, network=exponential(1))
    world.users(shop, rate=120, timeout=200)
    for service, start in ((stock, 200), (shop, 300), (stock, 500), (shop, 510), (stock, 530)):
        world.fault(service, start=start, end=start + 70, crash=True)
    world.fault(stock, start=480, end=520, pause=True)
    check_little(world, *watch_every_instant(world, 1_500))
    check_gauges(world)
    check_times(world)
