"""A service of several instances, and calls that go to one of them."""

import pytest

from sim import Breaker, World, availability, constant, exponential, latencies, outcomes
from sim.group import Group
from sim.leases import Copy


def shop_and(instances=3, known=None, up=None, **settings):
    """A world with users, a shop, and a group that the shop calls with these settings; the shop knows `known`."""
    world = World(seed=1)
    group = Group(world, "stock", instances, up=up, workers=4, work=constant(20))
    shop = world.service("shop", workers=64, work=constant(0))
    step = group.called_by(shop, Copy(group.instances if known is None else known), **settings)
    world.users(shop, rate=50, arrivals="constant")
    return world, group, step


def calls_to(world, name):
    return sum(outcomes(world.trace, name).values())


def test_round_robin_gives_each_instance_a_third():
    world, _, step = shop_and()
    world.run(6_001)
    assert [calls_to(world, f"stock {i}") for i in (1, 2, 3)] == [100, 100, 100] and step.sent == 300


def test_call_counts_as_out_until_its_end():
    world, _, step = shop_and(instances=1)
    world.run(30)
    assert step.out == {"stock 1": 1}
    world.run(45)
    assert step.out == {"stock 1": 1}  # the second call
    world.run(10_015)
    assert step.out["stock 1"] == 1 and step.astray == 0


def test_stopped_instance_refuses_at_once_and_a_vanished_one_is_silent():
    for end, outcome, took in (("stop", "error", 0), ("vanish", "timeout", 250)):
        world, group, step = shop_and(instances=1, timeout=250)
        getattr(group, end)("stock 1")
        world.run(5_000)
        ended = [span for span in world.trace.spans() if span.service == "stock 1" and span.outcome != "in flight"]
        assert {(span.outcome, round(span.ended - span.started)) for span in ended} == {(outcome, took)}
        assert step.astray == step.sent == len(ended) + step.out["stock 1"]


def test_stuck_instance_is_silent_but_not_gone():
    world, group, _ = shop_and(instances=1, timeout=100)
    group.stick("stock 1")
    world.run(1_000)
    assert group.state["stock 1"] == "stuck" and outcomes(world.trace, "stock 1")["timeout"] > 30


def test_failed_call_is_tried_on_another_instance_and_each_is_a_call_of_its_own():
    world, group, step = shop_and(tries=2)
    group.stop("stock 1")
    world.run(6_000)
    assert availability(world.trace, "shop", caller="users") == 1
    astray = calls_to(world, "stock 1")
    assert astray == step.astray > 90 and step.sent == 299 + astray
    assert {span.attempt for span in world.trace.spans()} == {1}


def test_no_instance_is_tried_twice_for_one_call():
    world, group, step = shop_and(tries=10)
    for name in group.instances:
        group.stop(name)
    world.run(1_011)
    assert [calls_to(world, name) for name in group.instances] == [50, 50, 50] and step.sent == 150
    assert outcomes(world.trace, "shop", caller="users")["error"] == 50


def test_each_instance_has_a_breaker_of_its_own_and_an_open_one_sends_calls_elsewhere():
    world, group, step = shop_and(tries=2, timeout=200, breaker=Breaker(failures=3, open_for=60_000))
    group.vanish("stock 1")
    world.run(6_000)
    assert [call.breaker.state for call in step.calls.values()] == ["open", "closed", "closed"]
    assert outcomes(world.trace, "stock 1")["open"] > 50
    waits = sorted(round(took) for took in latencies(world.trace, "shop", caller="users", start=2_000))
    assert waits[0] == waits[-1] == 20 and availability(world.trace, "shop", caller="users") == 1


def test_silent_instance_costs_a_timeout_before_the_second_try():
    world, group, _ = shop_and(instances=2, tries=2, timeout=200)
    group.vanish("stock 1")
    world.run(4_000)
    assert {round(took) for took in latencies(world.trace, "shop", caller="users")} == {20, 220}


def test_without_a_known_instance_the_call_fails_at_once():
    world, _, step = shop_and(known=())
    world.run(1_011)
    assert step.nobody == 50 and step.sent == 0 and outcomes(world.trace, "shop", caller="users")["error"] == 50


def test_fallback_helps_whether_nobody_is_known_or_nobody_answers():
    for known in ((), None):
        world, group, _ = shop_and(known=known, fallback=True)
        for name in group.instances:
            group.stop(name)
        world.run(1_011)
        assert outcomes(world.trace, "shop", caller="users")["fallback"] == 50


def test_absent_instance_refuses_until_it_starts():
    world, group, step = shop_and(instances=2, up=1)
    assert group.state == {"stock 1": "up", "stock 2": "absent"}
    world.run(2_000)
    wrong = step.astray
    assert wrong == outcomes(world.trace, "stock 2")["error"] > 40
    group.start("stock 2")
    world.run(4_000)
    assert step.astray == wrong and group.log[-1] == (2_000, "stock 2", "up")


def test_least_connections_send_more_to_a_dead_instance_than_round_robin():
    astray = {}
    for balance in ("round robin", "least connections"):
        world = World(seed=1)
        group = Group(world, "stock", 5, workers=8, work=exponential(100))
        router = world.service("router", workers=1_000, work=constant(0))
        step = group.called_by(router, Copy(group.instances), balance)
        world.users(router, rate=60)
        group.stop("stock 1")
        world.run(60_000)
        astray[balance] = step.astray / step.sent
    assert astray["round robin"] == pytest.approx(0.2, abs=0.01) and astray["least connections"] > 0.4


def test_same_seed_same_trace_and_a_balancer_moves_no_arrival():
    def trace(balance):
        world, _, _ = shop_and(balance=balance)
        return world.run(5_000)

    assert bytes(trace("random")) == bytes(trace("random"))
    arrivals = [[t.started[row] for row in t.rows("shop")] for t in (trace("random"), trace("two choices"))]
    assert arrivals[0] == arrivals[1]


@pytest.mark.parametrize(
    ("settings", "error", "said"),
    [
        ({"tries": 0}, ValueError, "tries must be at least 1, got 0"),
        ({"tries": True}, TypeError, "tries must be a whole number"),
        ({"balance": "best"}, ValueError, "balance must be one of"),
        ({"patience": 5}, TypeError, "a policy must be one of .*, got 'patience'"),
        ({"up": 4}, ValueError, "up must be at least 0 and at most 3, got 4"),
        ({"instances": 0}, ValueError, "instances must be at least 1, got 0"),
    ],
)
def test_wrong_settings_are_refused_in_words(settings, error, said):
    with pytest.raises(error, match=said):
        shop_and(**settings)


def test_only_a_service_can_be_the_caller():
    world = World()
    group = Group(world, "stock", 2, workers=1, work=constant(1))
    with pytest.raises(TypeError, match="caller must be a service"):
        group.called_by("shop", Copy())
