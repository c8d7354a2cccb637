"""Deadlines that travel with the calls: work that nobody waits for any more is not begun."""

from sim import Retry, World, constant
from tests.test_caller import by_service


def test_deadline_of_a_user_bounds_every_call_below():
    world = World(propagate_deadlines=True)
    low, middle, top = (world.service(name, workers=1, work=constant(work)) for name, work in (("low", 500), ("middle", 20), ("top", 10)))
    middle.calls(low, timeout=400)
    top.calls(middle)
    world.users(top, rate=1, arrivals="constant", timeout=100)
    spans = by_service(world)
    assert [(spans[name].outcome, spans[name].ended) for name in ("top", "middle", "low")] == [("timeout", 1_100)] * 3


def test_shorter_timeout_on_the_way_comes_before_the_deadline():
    world = World(propagate_deadlines=True)
    low, top = (world.service(name, workers=1, work=constant(work)) for name, work in (("low", 500), ("top", 10)))
    top.calls(low, timeout=30, fallback=True)
    world.users(top, rate=1, arrivals="constant", timeout=100)
    spans = by_service(world)
    assert (spans["low"].ended, spans["top"].outcome) == (1_040, "fallback")


def busy_stock(propagate, **policies):
    """Return the spans of a stock that is asked faster than it works, by callers with 50 ms of patience."""
    world = World(propagate_deadlines=propagate)
    stock = world.service("stock", workers=1, work=constant(200))
    shop = world.service("shop", workers=100, work=constant(0))
    shop.calls(stock, timeout=50, **policies)
    world.users(shop, rate=10, arrivals="constant")
    world.run(2_000)
    return [span for span in world.trace.spans() if span.service == "stock"]


def test_with_deadlines_work_that_nobody_waits_for_is_not_begun():
    served = [span for span in busy_stock(True) if span.served == span.served]
    assert all(span.served < span.started + 50 for span in served)
    assert len(served) > 5
    without = [span for span in busy_stock(False) if span.served == span.served]
    assert any(span.served > span.started + 50 for span in without)


def test_work_that_was_begun_is_ended_also_with_deadlines():
    spans = busy_stock(True)
    assert spans[0].released - spans[0].served == 200 and spans[0].outcome == "timeout"


def test_request_that_comes_in_after_its_deadline_is_not_worked_on():
    for propagate, served in ((True, False), (False, True)):
        world = World(propagate_deadlines=propagate)
        stock = world.service("stock", workers=1, work=constant(5))
        load = world.users(stock, rate=1, arrivals="constant", timeout=30)
        load.call.network = constant(40)
        (span,) = world.run(1_990).spans()
        assert (span.outcome, span.ended, span.arrived) == ("timeout", 1_030, 1_040)
        assert (span.served == 1_040) is served
        assert stock.busy == 0


def test_with_deadlines_nobody_tries_again_for_a_caller_that_has_gone():
    for propagate, tries in ((True, 2), (False, 5)):
        world = World(propagate_deadlines=propagate)
        stock = world.service("stock", workers=9, work=constant(500))
        shop = world.service("shop", workers=9, work=constant(10))
        shop.calls(stock, timeout=50, retry=Retry(attempts=5))
        world.users(shop, rate=1, arrivals="constant", timeout=100)
        world.run(1_990)
        assert sum(span.service == "stock" for span in world.trace.spans()) == tries


def test_with_deadlines_a_service_that_is_late_asks_nobody_else():
    world = World(propagate_deadlines=True)
    stock = world.service("stock", workers=9, work=constant(5))
    shop = world.service("shop", workers=9, work=constant(120))
    shop.calls(stock)
    world.users(shop, rate=1, arrivals="constant", timeout=100)
    world.run(1_990)
    assert [span.service for span in world.trace.spans()] == ["shop"]
    assert shop.busy == 0
