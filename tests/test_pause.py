"""A paused service: it accepts and queues, and work in progress stands still."""

import pytest

from sim import World, constant
from tests.laws import rows
from tests.test_faults import asked, first_end


def test_pause_accepts_and_queues_but_works_on_nothing():
    world, stock = asked(rate=20, workers=2)
    world.fault(stock, start=0, end=500, pause=True)
    world.run(499)
    assert (stock.busy, len(stock.waiting)) == (0, 9)
    spans = rows(world.run(1_000), "stock")
    assert [span.served for span in spans[:4]] == [500, 500, 600, 600]


@pytest.mark.parametrize(
    "pauses, end",
    [
        ([(1_040, 1_300)], 1_360),
        ([(1_010, 1_020), (1_050, 1_080)], 1_140),
        ([(1_010, 1_020), (1_105, 1_125)], 1_130),  # the second begins in what the first had added
        ([(1_010, 1_060), (1_040, 1_090)], 1_180),  # they overlap
        ([(1_010, 1_090), (1_030, 1_050)], 1_180),  # one within the other
        ([(900, 950), (1_050, 1_070)], 1_120),  # one before the work begins
        ([(900, 1_010), (1_050, 1_070)], 1_130),  # work begins when the first ends
        ([(1_010, 1_020), (1_030, 1_040), (1_050, 1_060), (1_125, 1_135)], 1_140),
        ([(1_100, 1_200)], 1_200),  # at the instant at which the work ends
        ([(1_099.5, 1_600)], 1_600.5),
        ([(1_110, 1_200)], 1_100),
    ],
)
def test_work_in_progress_stands_still_in_a_pause_and_ends_exactly_that_much_later(pauses, end):
    world, stock = asked()
    for start, stop in pauses:
        world.fault(stock, start=start, end=stop, pause=True)
    assert first_end(world) == end


def test_pause_by_hand_is_the_same_as_by_script():
    world, stock = asked()
    world.run(1_040)
    stock.pause = True
    world.run(1_300)
    stock.pause = False
    assert first_end(world) == 1_360


def test_pause_by_hand_outlasts_a_scripted_one():
    world, stock = asked()
    world.fault(stock, start=1_010, end=1_020, pause=True)
    world.run(1_015)
    stock.pause = True
    world.run(1_050)
    stock.pause = False
    assert first_end(world) == 1_140


def test_paused_caller_takes_an_answer_in_only_when_the_pause_is_over():
    world = World()
    stock = world.service("stock", workers=1, work=constant(100))
    shop = world.service("shop", workers=1, work=constant(10))
    shop.calls(stock)
    world.users(shop, rate=1, arrivals="constant")
    world.fault(shop, start=1_050, end=1_500, pause=True)
    outer, inner = world.run(1_900).spans()
    assert inner.ended == 1_110
    assert outer.released == outer.ended == 1_500


def test_pause_that_ends_during_a_downstream_call_costs_nothing():
    world = World()
    stock = world.service("stock", workers=1, work=constant(100))
    shop = world.service("shop", workers=1, work=constant(10))
    shop.calls(stock)
    world.users(shop, rate=1, arrivals="constant")
    world.fault(shop, start=1_020, end=1_100, pause=True)
    outer, _ = world.run(1_900).spans()
    assert outer.ended == 1_110


def test_paused_caller_makes_its_next_call_only_when_the_pause_is_over():
    world = World()
    others = [world.service(name, workers=1, work=constant(100)) for name in "ab"]
    shop = world.service("shop", workers=1, work=constant(10))
    for other in others:
        shop.calls(other)
    world.users(shop, rate=1, arrivals="constant")
    world.fault(shop, start=1_050, end=1_300, pause=True)
    spans = {span.service: span for span in world.run(1_900).spans()}
    assert (spans["a"].ended, spans["b"].started, spans["shop"].ended) == (1_110, 1_300, 1_400)


def test_error_that_reaches_a_paused_caller_is_passed_on_when_the_pause_is_over():
    world = World()
    stock = world.service("stock", workers=1, work=constant(100))
    shop = world.service("shop", workers=1, work=constant(10))
    shop.calls(stock)
    stock.fail = 1
    world.users(shop, rate=1, arrivals="constant")
    world.fault(shop, start=1_050, end=1_300, pause=True)
    spans = {span.service: span for span in world.run(1_900).spans()}
    assert (spans["shop"].outcome, spans["shop"].released) == ("error", 1_300)


def test_bounded_queue_stays_bounded_during_a_pause():
    world, stock = asked(rate=100, workers=2, queue=3)
    world.fault(stock, start=0, end=500, pause=True)
    spans = rows(world.run(499), "stock")
    assert len(stock.waiting) == 2 + 3  # as many as would be in work or in the queue
    assert [span.outcome for span in spans].count("rejected") == len(spans) - 5


def test_slow_worker_that_pauses_is_both():
    world, stock = asked()
    stock.slow = 3
    world.fault(stock, start=1_050, end=1_150, pause=True)
    assert first_end(world) == 1_400
