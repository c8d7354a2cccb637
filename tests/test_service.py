"""A service: workers and a queue."""

from math import inf

import pytest

from sim import World, constant, exponential
from tests.laws import check_all, rows


def asked(rate=1_000, until=2_000, **settings):
    """Return a world of one service that is asked at a constant rate, and the service."""
    world = World()
    service = world.service("stock", **{"workers": 1, "work": constant(100)} | settings)
    world.users(service, rate=rate, arrivals="constant")
    return world, service


def test_call_waits_for_a_worker_and_is_worked_on_for_its_time():
    world, _ = asked(rate=20, work=constant(75))
    first, second, third = rows(world.run(180), "stock")
    assert (first.arrived, first.served, first.ended) == (50, 50, 125)
    assert (second.arrived, second.served, second.outcome) == (100, 125, "in flight")
    assert third.arrived == 150


def test_as_many_calls_are_worked_on_as_there_are_workers():
    world, service = asked(workers=3)
    world.run(50)
    assert (service.busy, len(service.waiting)) == (3, 46)


def test_fifo_takes_the_one_that_has_waited_longest():
    world, _ = asked(rate=100, order="fifo")
    served = [span.started for span in rows(world.run(2_000), "stock") if span.served == span.served]
    begun = sorted((span.served, span.started) for span in rows(world.trace, "stock") if span.served == span.served)
    assert [started for _, started in begun] == served == sorted(served)


def test_lifo_takes_the_newest():
    world, _ = asked(rate=100, order="lifo")
    spans = [span for span in rows(world.run(1_000), "stock") if span.served == span.served]
    begun = sorted(spans, key=lambda span: span.served)
    assert [span.started for span in begun] == [10, 100, 200, 300, 400, 500, 600, 700, 800, 900]


@pytest.mark.parametrize("order", ["fifo", "lifo"])
def test_order_decides_who_waits_and_not_how_much_is_done(order):
    world, service = asked(rate=8, work=exponential(100), order=order)
    world.run(60_000)
    assert service.order == order
    assert sum(span.outcome == "ok" for span in world.trace.spans()) == sum(
        span.outcome == "ok" for span in asked(rate=8, work=exponential(100))[0].run(60_000).spans()
    )


@pytest.mark.parametrize("queue", [0, 1, 5])
def test_call_that_finds_the_queue_full_is_rejected_at_once(queue):
    world, service = asked(workers=2, queue=queue)
    spans = rows(world.run(51), "stock")
    assert len(service.waiting) == queue
    assert [span.outcome for span in spans] == ["in flight"] * (2 + queue) + ["rejected"] * (48 - queue)
    assert all(span.ended == span.arrived == span.started for span in spans if span.outcome == "rejected")


def test_queue_has_no_end_unless_told_so():
    world, service = asked()
    world.run(1_500)
    assert service.queue == inf and len(service.waiting) == 1_499 - 15


def test_more_workers_take_from_the_queue_at_once():
    world, service = asked()
    world.run(50.5)
    service.workers = 10
    assert (service.busy, len(service.waiting)) == (10, 40)
    world.run(52)
    assert sum(span.served == 50.5 for span in world.trace.spans()) == 9


def test_fewer_workers_finish_what_they_have_begun():
    world, service = asked(workers=4, rate=100)
    world.run(50)
    assert service.busy == 4
    service.workers = 1
    world.run(109)
    assert service.busy == 4
    world.run(115)
    assert service.busy == 3 and rows(world.trace, "stock")[0].outcome == "ok"
    world.run(500)
    assert service.busy == 1


def test_queue_is_as_long_as_said_also_while_more_are_in_work_than_there_are_workers():
    world, service = asked(workers=8, queue=4)
    world.run(8.5)
    service.workers = 2
    world.run(50)
    assert (service.busy, len(service.waiting)) == (8, 4)


def test_shorter_queue_turns_nobody_out_and_lets_nobody_in():
    world, service = asked(queue=20)
    world.run(50)
    service.queue = 5
    world.run(90)
    assert len(service.waiting) == 20
    world.run(99.5)
    assert rows(world.trace, "stock")[-1].outcome == "rejected"


def test_order_can_be_changed_while_calls_wait():
    world, service = asked(rate=100)
    world.run(115)
    service.order = "lifo"
    begun = sorted((span.served, span.started) for span in rows(world.run(400), "stock") if span.served == span.served)
    assert [started for _, started in begun] == [10, 20, 200, 300]


def test_new_work_holds_from_the_next_job_on():
    world, service = asked(rate=20)
    world.run(60)
    service.work = constant(10)
    spans = rows(world.run(300), "stock")
    assert [span.released - span.served for span in spans[:3]] == [100, 10, 10]
    assert service.work == constant(10)


def test_work_has_a_stream_of_its_own():
    def times(**settings):
        world, _ = asked(rate=5, work=exponential(10), **settings)
        return [round(span.released - span.served, 9) for span in rows(world.run(20_000), "stock") if span.outcome == "ok"]

    one = times()
    assert times(workers=7) == times(queue=50) == one
    assert len(set(one)) == len(one) > 50


def test_services_of_other_names_have_other_luck():
    world = World()
    for name in ("a", "b"):
        world.users(world.service(name, workers=1, work=exponential(10)), rate=1, arrivals="constant")
    spans = world.run(1_900).spans()
    assert len({span.released - span.served for span in spans}) == 2


def test_service_can_be_looked_at():
    world, service = asked()
    world.run(50)
    assert repr(service) == "<Service stock: 1 of 1 workers busy, 48 waiting>"


@pytest.mark.parametrize("order", ["fifo", "lifo"])
@pytest.mark.parametrize("queue", [0, 3, inf])
def test_every_law_holds_in_a_crowded_service(order, queue):
    world, _ = asked(rate=40, workers=2, work=exponential(60), order=order, queue=queue)
    check_all(world, 20_000)


@pytest.mark.parametrize(
    "name, value, error",
    [("workers", 0, ValueError), ("workers", 1.5, ValueError), ("queue", -1, ValueError), ("order", "random", ValueError), ("work", 20, TypeError)],
)
def test_knob_that_is_turned_too_far_is_refused_and_nothing_changes(name, value, error):
    _, service = asked()
    before = getattr(service, name)
    with pytest.raises(error, match=f"{name} must be"):
        setattr(service, name, value)
    assert getattr(service, name) == before
