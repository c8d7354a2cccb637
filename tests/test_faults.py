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
