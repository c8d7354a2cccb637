"""Work that nobody waited for, read from a trace."""

from math import inf, isinf

import pytest

from sim import World, constant, exponential
from sim.waste import busy_for_nobody, own_work, wasted_work


def chain(patience, propagate=False, until=1_990):
    """Return the trace of two services, 100 and 200 ms of own work, asked once a second by users of this patience."""
    world = World(propagate_deadlines=propagate)
    stock = world.service("stock", workers=5, work=constant(200))
    shop = world.service("shop", workers=5, work=constant(100))
    shop.calls(stock)
    world.users(shop, rate=1, arrivals="constant", timeout=patience)
    return world.run(until)


def test_own_work_ends_where_the_next_is_asked():
    assert own_work(chain(1_000)) == [(0, 1_000, 1_100, 1_300), (1, 1_100, 1_300, 1_300)]


def test_work_after_the_user_has_left_is_wasted():
    assert wasted_work(chain(1_000)) == (300, 0)
    assert wasted_work(chain(250)) == (300, 50)
    assert wasted_work(chain(50)) == (300, 250)


def test_with_deadlines_the_next_is_not_asked_for_a_user_who_has_left():
    assert wasted_work(chain(50, propagate=True)) == (100, 50)


def test_window_counts_what_was_done_in_it():
    trace = chain(50)
    assert wasted_work(trace, start=1_100) == (200, 200)
    assert wasted_work(trace, start=1_020, end=1_070) == (50, 20)
    assert wasted_work(trace, end=900) == (0, 0)


def test_work_that_is_not_over_is_left_out_and_a_user_who_waits_has_not_left():
    pieces = own_work(chain(1_000, until=1_150))
    assert [piece[:3] for piece in pieces] == [(0, 1_000, 1_100)] and isinf(pieces[0][3])


def test_waiting_for_another_is_no_work():
    done, _ = wasted_work(chain(None))
    assert done == 300  # though the shop's worker was held for 300 ms itself


def test_busy_for_nobody_is_a_mean_over_each_stretch():
    trace = chain(50)  # wasted: from 1,050 to 1,300
    assert busy_for_nobody(trace, [1_000, 1_100, 1_200, 1_400]) == [0, 0.5, 1, 0.5]
    assert busy_for_nobody(trace, []) == [] and busy_for_nobody(trace, [5]) == [0]


def test_busy_for_nobody_adds_up_to_the_work_wasted():
    world = World(seed=3)
    stock = world.service("stock", workers=3, work=exponential(60))
    shop = world.service("shop", workers=30, work=exponential(10))
    shop.calls(stock, timeout=100)
    world.users(shop, rate=60, timeout=120)
    trace = world.run(8_000)
    times = [250 * i for i in range(33)]
    assert 250 * sum(busy_for_nobody(trace, times)) == pytest.approx(wasted_work(trace, end=8_000)[1])
    assert wasted_work(trace)[1] > 1_000


def test_nobody_s_work_is_never_more_than_all_of_it_nor_than_the_workers_there_are():
    world = World(seed=5)
    stock = world.service("stock", workers=2, work=exponential(50))
    world.users(stock, rate=80, timeout=100)
    trace = world.run(5_000)
    done, wasted = wasted_work(trace)
    assert 0 < wasted < done <= 2 * 5_000
    assert max(busy_for_nobody(trace, range(0, 5_001, 100))) <= 2 + 1e-9


@pytest.mark.parametrize("times", [[5, 5], [5, 4]])
def test_times_that_do_not_rise_are_refused(times):
    with pytest.raises(ValueError, match="times must rise"):
        busy_for_nobody(chain(50), times)


def test_what_is_no_trace_or_no_window_is_refused():
    with pytest.raises(TypeError, match="trace must be"):
        own_work([])
    with pytest.raises(ValueError, match="end must be at least 5"):
        wasted_work(chain(50), start=5, end=4)
    with pytest.raises(ValueError, match="start must be finite"):
        wasted_work(chain(50), start=inf)
