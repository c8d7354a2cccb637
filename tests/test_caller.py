"""A service that asks others: one after the other, together, or without waiting."""

import pytest

from sim import Breaker, Retry, World, constant, exponential
from tests.laws import check_all


def shop_and(*works, **settings):
    """Return a world with a shop of 10 ms work and services a, b, c … of these works, asked once at 1,000 ms."""
    world = World()
    others = [world.service(name, workers=5, work=constant(work)) for name, work in zip("abcdefgh", works)]
    shop = world.service("shop", workers=5, work=constant(10), **settings)
    world.users(shop, rate=1, arrivals="constant")
    return world, shop, others


def by_service(world, until=1_990):
    return {span.service: span for span in world.run(until).spans()}


def test_calls_are_made_one_after_the_other_after_the_own_work():
    world, shop, (a, b) = shop_and(30, 50)
    shop.calls(a)
    shop.calls(b)
    spans = by_service(world)
    assert (spans["a"].started, spans["b"].started, spans["shop"].ended) == (1_010, 1_040, 1_090)


@pytest.mark.parametrize("works", [(30, 50), (50, 30), (20, 20, 20)])
def test_calls_together_take_as_long_as_the_longest(works):
    world, shop, others = shop_and(*works)
    shop.calls_together(*others)
    spans = by_service(world)
    assert {spans[other.name].started for other in others} == {1_010}
    assert spans["shop"].ended == 1_010 + max(works)


def test_groups_and_single_calls_follow_each_other():
    world, shop, (a, b, c, d) = shop_and(30, 50, 20, 5)
    shop.calls(a)
    shop.calls_together(b, c)
    shop.calls(d)
    spans = by_service(world)
    assert [spans[name].started for name in "abcd"] == [1_010, 1_040, 1_040, 1_090]
    assert spans["shop"].ended == 1_095


def test_synchronous_call_keeps_the_callers_worker_until_it_ends():
    world, shop, (a,) = shop_and(500)
    shop.calls(a)
    world.run(1_400)
    assert shop.busy == 1
    world.run(1_511)
    assert shop.busy == 0


def test_callers_with_all_workers_waiting_take_in_nobody_else():
    world = World()
    stock = world.service("stock", workers=1, work=constant(100))
    shop = world.service("shop", workers=2, work=constant(1))
    shop.calls(stock)
    world.users(shop, rate=50, arrivals="constant")
    world.run(2_000)
    assert (shop.busy, stock.busy, len(stock.waiting)) == (2, 1, 1)
    assert len(shop.waiting) > 50


def test_first_call_that_fails_for_good_ends_the_job_with_an_error():
    world, shop, (a, b) = shop_and(30, 50)
    shop.calls(a)
    shop.calls(b)
    a.fail = 1
    spans = by_service(world)
    assert (spans["shop"].outcome, spans["shop"].ended) == ("error", 1_040)
    assert "b" not in spans


def test_failed_call_of_a_group_fails_the_job_when_all_have_ended():
    world, shop, (a, b, c) = shop_and(30, 50, 1)
    shop.calls_together(a, b)
    shop.calls(c)
    a.fail = 1
    spans = by_service(world)
    assert (spans["shop"].outcome, spans["shop"].ended, spans["b"].outcome) == ("error", 1_060, "ok")
    assert "c" not in spans


def test_group_in_which_all_fail_fails_once():
    world, shop, others = shop_and(30, 50, 20)
    shop.calls_together(*others)
    for other in others:
        other.fail = 1
    spans = by_service(world)
    assert (spans["shop"].outcome, spans["shop"].ended) == ("error", 1_060)
    assert shop.busy == 0


def test_group_with_a_fallback_answers_with_a_substitute():
    world, shop, (a, b) = shop_and(30, 50)
    shop.calls_together(a, b, fallback=True)
    a.down = True
    spans = by_service(world)
    assert (spans["shop"].outcome, spans["shop"].ended, spans["a"].outcome) == ("fallback", 1_060, "error")


def test_group_waits_for_the_retries_of_each():
    world, shop, (a, b) = shop_and(30, 50)
    shop.calls_together(a, b, retry=Retry(attempts=3))
    a.fail = 1
    spans = by_service(world)
    assert (spans["a"].attempt, spans["shop"].ended) == (3, 1_100)


def test_group_refused_at_once_by_all_its_guards_still_ends_once():
    world, shop, (a, b) = shop_and(30, 50)
    shop.calls_together(a, b, timeout=20, breaker=Breaker(failures=1))
    world.run(2_990)
    trace = world.trace
    assert [span.outcome for span in trace.spans()] == ["error", "timeout", "timeout", "error", "open", "open"]
    assert shop.busy == 0
    assert trace.span(3).ended == 2_010


def test_calls_together_have_a_breaker_each():
    world, shop, (a, b) = shop_and(30, 50)
    given = Breaker(failures=1)
    calls = shop.calls_together(a, b, timeout=100, breaker=given)
    assert len({id(given), *(id(call.breaker) for call in calls)}) == 3
    a.fail = 1
    world.run(1_990)
    assert [call.breaker.state for call in calls] == ["open", "closed"]


def test_group_may_have_policies_for_each():
    world, shop, (a, b) = shop_and(30, 50)
    shop.calls_group([(a, {"timeout": 5, "fallback": True}), (b, {"timeout": 60})])
    spans = by_service(world)
    assert (spans["a"].outcome, spans["b"].outcome, spans["shop"].ended) == ("timeout", "ok", 1_060)


def test_notification_is_sent_and_not_waited_for():
    world, shop, (mail, stock) = shop_and(300, 20)
    shop.notifies(mail, network=constant(4))
    shop.calls(stock)
    spans = by_service(world)
    assert (spans["a"].started, spans["b"].started, spans["shop"].ended) == (1_010, 1_010, 1_030)
    assert (spans["a"].outcome, spans["a"].ended, spans["a"].parent) == ("ok", 1_318, 0)


@pytest.mark.parametrize("trouble", ["down", "fail", "hang"])
def test_failed_notification_is_nobodys_error(trouble):
    world, shop, (mail,) = shop_and(10)
    shop.notifies(mail, timeout=50)
    world.fault(mail, start=0, **{trouble: True if trouble == "down" else 1})
    spans = by_service(world)
    assert spans["shop"].outcome == "ok" and spans["shop"].ended == 1_010
    assert spans["a"].outcome in ("error", "timeout")


def test_notification_is_tried_again_like_any_call():
    world, shop, (mail,) = shop_and(10)
    shop.notifies(mail, retry=Retry(attempts=3))
    mail.fail = 1
    world.run(1_990)
    assert [span.attempt for span in world.trace.spans() if span.service == "a"] == [1, 2, 3]


def test_service_without_calls_answers_after_its_own_work():
    world, _, _ = shop_and()
    assert by_service(world)["shop"].ended == 1_010


def test_call_added_to_a_running_world_is_made_from_the_next_job_on():
    world, shop, (a,) = shop_and(30)
    world.run(1_500)
    shop.calls(a)
    assert [span.service for span in world.run(2_900).spans()] == ["shop", "shop", "a"]


def test_same_service_can_be_called_twice():
    world, shop, (a,) = shop_and(30)
    shop.calls(a)
    shop.calls(a)
    world.run(1_990)
    assert [span.started for span in world.trace.spans() if span.service == "a"] == [1_010, 1_040]


@pytest.mark.parametrize("edges, circle", [(["ba"], "b -> a -> b"), (["bc", "ca"], "c -> a -> b -> c")])
def test_services_must_not_call_each_other_in_a_circle(edges, circle):
    world = World()
    services = {name: world.service(name, workers=1, work=constant(1)) for name in "abc"}
    services["a"].calls(services["b"])
    *fine, last = edges
    for caller, callee in fine:
        services[caller].calls(services[callee])
    for how in ("calls", "calls_together", "notifies"):
        with pytest.raises(ValueError, match=f"got calls in a circle: {circle}$"):
            getattr(services[last[0]], how)(services[last[1]])


def test_service_must_not_call_itself():
    world = World()
    shop = world.service("shop", workers=1, work=constant(1))
    with pytest.raises(ValueError, match="circle: shop -> shop"):
        shop.calls(shop)


def test_service_of_another_world_cannot_be_called():
    shop = World().service("shop", workers=1, work=constant(1))
    stock = World().service("stock", workers=1, work=constant(1))
    with pytest.raises(ValueError, match="service must be one of the same world, got 'stock' of another"):
        shop.calls(stock)


def test_group_of_nobody_is_refused():
    with pytest.raises(ValueError, match="services must be at least one"):
        World().service("shop", workers=1, work=constant(1)).calls_together()


def test_refused_group_wires_none_of_its_calls():
    world, shop, (a,) = shop_and(30)
    with pytest.raises(TypeError):
        shop.calls_together(a, "b")
    assert shop.steps == [] and shop.calls_made == [] and len(world.links) == 1


@pytest.mark.parametrize("propagate", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_law_holds_in_a_tree_of_calls(propagate, seed):
    world = World(seed=seed, propagate_deadlines=propagate)
    a, b, c, d = (world.service(name, workers=3, work=exponential(15), queue=20) for name in "abcd")
    shop = world.service("shop", workers=6, work=exponential(3))
    a.calls(d, timeout=60, network=exponential(1))
    b.calls(d, timeout=60, retry=Retry(attempts=2), fallback=True)
    shop.calls_together(a, b, timeout=100, network=constant(1), breaker=Breaker(failures=4, open_for=200))
    shop.notifies(c)
    shop.calls(d, timeout=80)
    world.users(shop, rate=50, timeout=200, retry=Retry(attempts=2))
    world.fault(d, start=800, end=1_500, slow=5, fail=0.2, hang=0.02)
    world.fault(a, start=1_000, end=1_200, pause=True)
    check_all(world, 3_000)
