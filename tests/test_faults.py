"""What can be wrong with a service: slow, failing, hanging, down, paused."""

from math import inf, isnan, sqrt

import pytest

from sim import World, constant, exponential
from tests.laws import check_all, rows


def asked(rate=1, work=None, workers=1, seed=1, **settings):
    """Return a world of one service that is asked at a constant rate (from 1,000 ms on at rate 1), and the service."""
    world = World(seed=seed)
    service = world.service("stock", workers=workers, work=work or constant(100), **settings)
    world.users(service, rate=rate, arrivals="constant")
    return world, service


def first_end(world, until=1_990):
    return rows(world.run(until), "stock")[0].ended


def test_slow_multiplies_work_begun_while_it_lasts():
    world, stock = asked(rate=5)
    world.fault(stock, start=450, end=850, slow=1.5)
    ends = [span.ended - span.served for span in rows(world.run(1_190), "stock")]
    assert ends == [100, 100, 150, 150, 100]


def test_slowness_that_ends_does_not_speed_up_work_already_begun():
    world, stock = asked()
    world.fault(stock, start=500, end=1_010, slow=5)
    assert first_end(world) == 1_500


def test_slow_below_one_is_faster():
    world, stock = asked()
    stock.slow = 0.5
    assert first_end(world) == 1_050


def test_slowness_of_knob_and_scripts_multiplies():
    world, stock = asked()
    world.fault(stock, start=0, slow=2)
    world.fault(stock, start=0, slow=3)
    stock.slow = 1.5
    assert first_end(world) == 1_900


def test_slow_stretches_the_same_luck():
    def works(slow):
        world, stock = asked(rate=1, work=exponential(10))
        stock.slow = slow
        return [span.released - span.served for span in rows(world.run(50_500), "stock")]

    assert works(4) == pytest.approx([4 * work for work in works(1)])


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_fail_is_the_share_of_calls_answered_with_an_error(share):
    world, stock = asked(rate=1_000, work=constant(0.5))
    world.fault(stock, start=0, fail=share)
    spans = rows(world.run(10_000), "stock")
    failed = sum(span.outcome == "error" for span in spans)
    assert abs(failed - share * len(spans)) <= 4 * sqrt(share * (1 - share) * len(spans))
    assert failed + sum(span.outcome == "ok" for span in spans) == len(spans)


def test_failing_call_is_worked_on_first_and_asks_nobody_else():
    world = World()
    stock = world.service("stock", workers=1, work=constant(5))
    shop = world.service("shop", workers=1, work=constant(30))
    shop.calls(stock)
    shop.fail = 1
    world.users(shop, rate=1, arrivals="constant")
    spans = list(world.run(1_500).spans())
    assert [(span.service, span.outcome, span.ended) for span in spans] == [("shop", "error", 1_030)]


def test_shares_of_knob_and_scripts_add_up_as_independent_causes():
    world, stock = asked(rate=1_000, work=constant(0.5))
    world.fault(stock, start=0, fail=0.5)
    stock.fail = 0.4
    spans = rows(world.run(10_000), "stock")
    failed = sum(span.outcome == "error" for span in spans) / len(spans)
    assert abs(failed - 0.7) <= 4 * sqrt(0.21 / len(spans))


def test_hanging_call_never_ends_and_keeps_its_worker_after_the_fault():
    world, stock = asked(rate=5, workers=4)
    world.fault(stock, start=0, end=500, hang=1)
    spans = rows(world.run(4_990), "stock")
    assert [span.outcome for span in spans[:2]] == ["in flight"] * 2 and spans[2].outcome == "ok"
    assert stock.busy == 2
    assert all(isnan(span.released) for span in spans[:2])


def test_hang_is_the_share_of_calls_that_never_end():
    world, stock = asked(rate=1_000, work=constant(0.5), workers=10_000)
    world.fault(stock, start=0, hang=0.05)
    world.run(10_000.6)
    assert abs(stock.busy - 500) <= 4 * sqrt(10_000 * 0.05 * 0.95)


def test_down_refuses_at_once_and_works_on_what_it_had_accepted():
    world, stock = asked(rate=20)
    world.fault(stock, start=110, end=400, down=True)
    spans = rows(world.run(600), "stock")
    accepted, refused, later = spans[:2], spans[2:7], spans[8:]
    assert [(span.outcome, span.ended) for span in accepted] == [("ok", 150), ("ok", 250)]
    assert all(span.outcome == "error" and span.ended == span.arrived and isnan(span.served) for span in refused)
    assert all(span.outcome != "error" for span in later)


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


def test_fault_begins_and_ends_at_exactly_its_times():
    world, stock = asked(rate=10, work=constant(1))
    world.fault(stock, start=300.0, end=500.0, down=True)
    outcomes = {span.started: span.outcome for span in rows(world.run(1_000), "stock")}
    assert [time for time, outcome in outcomes.items() if outcome == "error"] == [300, 400]


def test_fault_without_an_end_lasts():
    world, stock = asked(rate=10, work=constant(1))
    world.fault(stock, start=350, end=inf, down=True)
    assert {span.outcome for span in rows(world.run(60_000), "stock") if span.started > 350} == {"error"}


def test_one_fault_may_be_several_things_at_once():
    world, stock = asked(rate=10, work=constant(1))
    world.fault(stock, start=0, end=450, slow=20, fail=1)
    spans = rows(world.run(900), "stock")
    assert [(span.outcome, span.ended - span.started) for span in spans[:6]] == [("error", 20)] * 4 + [("ok", 1)] * 2


def test_two_equal_faults_are_two():
    world, stock = asked()
    for end in (1_500, 1_200):
        world.fault(stock, start=500, end=end, slow=2)
    world.run(1_300)
    assert stock._slowness == 2
    world.run(1_600)
    assert stock._slowness == 1


def test_knob_reads_its_own_setting_and_not_the_scripts():
    world, stock = asked()
    world.fault(stock, start=0, slow=5, fail=0.5, pause=True)
    world.run(10)
    assert (stock.slow, stock.fail, stock.hang, stock.down, stock.pause) == (1, 0, 0, False, False)


@pytest.mark.parametrize(
    "fault", [{"slow": 5}, {"fail": 0.4}, {"hang": 0.05}, {"down": True}, {"pause": True}, {"slow": 3, "pause": True, "fail": 0.2}], ids=str
)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_law_holds_through_a_fault(fault, seed):
    world = World(seed=seed)
    stock = world.service("stock", workers=2, work=exponential(30), queue=10)
    shop = world.service("shop", workers=6, work=exponential(5))
    shop.calls(stock, network=constant(1), timeout=90)
    world.users(shop, rate=40, timeout=300)
    world.fault(stock, start=1_000, end=2_000, **fault)
    world.fault(shop, start=1_500, end=1_700, pause=True)
    check_all(world, 5_000)


@pytest.mark.parametrize("name, value", [("slow", 0), ("fail", 1.5), ("hang", -0.1), ("down", 1), ("pause", "yes")])
def test_knob_of_a_fault_is_checked(name, value):
    _, stock = asked()
    with pytest.raises((ValueError, TypeError), match=f"{name} must be"):
        setattr(stock, name, value)
