"""One outage in two styles: the facts of the chapter, and the notebook's claims for twenty other seeds."""

from functools import cache
from math import isnan
from statistics import mean, stdev

import pytest

from sim import World, availability, constant, exponential, mean_latency, outcomes, percentile, theory
from sim.metrics import busy_workers, queue_length
from sim.scenarios import synchronous_and_asynchronous
from sim.scenarios.synchronous_and_asynchronous import PRESETS, drained, orders, run
from sim.scenarios.trouble import TROUBLES

SEEDS = range(2, 22)


@cache
def runs(**settings):
    return [run(seed=seed, **settings) for seed in SEEDS]


def traces(result):
    return [world.trace for world in result.details["worlds"]]


def served(result):
    """Return the share of users answered in time, synchronously and asynchronously."""
    return [availability(trace, "shop", caller="users") for trace in traces(result)]


def within_four_standard_errors(samples, expected, bias=0.0):
    return abs(mean(samples) - expected) < 4 * stdev(samples) / len(samples) ** 0.5 + bias


def test_both_styles_see_the_same_users():
    for result in runs()[:3]:
        placed = [[start for start, _ in orders(trace)] for trace in traces(result)]
        assert placed[0] == placed[1] and len(placed[0]) > 1_400


def test_synchronous_shop_loses_a_third_of_its_users_and_holds_every_thread():
    for result in runs():
        assert 0.5 < served(result)[0] < 0.85
        assert max(result.watch.busy["shop"]) == 32


@pytest.mark.parametrize("trouble", TROUBLES)
def test_asynchronous_shop_accepts_everything_at_once_whatever_the_trouble(trouble):
    for seed in (1, 2):
        result = run(trouble=trouble, seed=seed)
        later = traces(result)[1]
        assert served(result)[1] == 1 and percentile(later, "shop", 99) < 10
        assert max(busy_workers(later, "shop", range(0, 40_000, 20))) <= 5


def test_more_threads_do_not_serve_one_user_more():
    for few, many in zip(runs(), runs(threads=200)):
        assert served(few) == served(many)
        assert max(many.watch.busy["shop"]) == 200
    assert all(served(run(threads=8, seed=seed)) == served(few) for seed, few in zip(SEEDS[:5], runs()))


def test_too_small_a_pool_does_cost_users_in_calm_times():
    assert served(run(trouble="none", threads=3))[0] < 0.5 < served(run(trouble="none", threads=12))[0]


def test_stock_does_the_same_work_at_the_same_time_in_both_styles():
    for result in runs()[:5]:
        waiting, handed_over = (dict(orders(trace)) for trace in traces(result))
        both = [start for start, time in waiting.items() if not isnan(time) and not isnan(handed_over[start])]
        assert len(both) > 0.98 * len(waiting)
        assert all(waiting[start] == pytest.approx(handed_over[start], abs=40) for start in both)


@pytest.mark.parametrize("rate", [20, 40])
def test_backlog_after_a_pause_is_rate_times_pause(rate):
    backlogs = [queue_length(traces(result)[1], "stock", [14_000])[0] for result in runs(rate=rate)]
    in_work = 6  # what had begun stands still, so those who come first wait for their turn
    assert within_four_standard_errors(backlogs, theory.backlog_after_pause(rate, 6_000), bias=in_work)


@pytest.mark.parametrize("rate", [20, 40])
def test_backlog_drains_in_pause_times_rate_over_what_is_spare(rate):
    seconds = [drained(result) for result in runs(rate=rate)]
    assert within_four_standard_errors(seconds, theory.drain_time(rate, 60, 6_000) / 1_000, bias=6 / (60 - rate))
    assert max(seconds) > 1.3 * min(seconds)  # the notebook: no two runs take equally long


def test_threads_in_use_are_rate_times_the_time_that_they_are_held():
    """Little's law. One long run of each style: it holds in every run but for the orders at its edges."""
    calm = run(trouble="none", rate=50)
    for trace in traces(calm):
        held = mean(busy_workers(trace, "shop", range(2_000, 40_000, 5)))
        count = sum(start >= 2_000 for start, _ in orders(trace))
        law = theory.little(count / 38, mean_latency(trace, "shop", start=2_000))
        assert held == pytest.approx(law, rel=0.05, abs=0.03)


def test_single_worker_keeps_its_callers_for_times_of_one_over_what_is_idle():
    for load, times in {0.5: 2, 0.8: 5, 0.9: 10, 0.95: 20}.items():
        assert theory.mm1_sojourn(1_000 * load, 1) == pytest.approx(times)
        assert theory.mm1_percentile(1_000 * load, 1, 99) == pytest.approx(4.60517 * times, rel=1e-5)


def exhausted(seed, threads, rate, until):
    """Return the trace of a frontend without a queue, 5 % of whose calls hang until a deadline of 100 s."""
    world = World(seed=seed)
    backend = world.service("backend", workers=100_000, work=constant(100))
    frontend = world.service("frontend", workers=threads, work=constant(0), queue=0)
    frontend.calls(backend, timeout=100_000)
    world.users(frontend, rate=rate)
    backend.hang = 0.05
    return world.run(until)


def test_hanging_calls_of_five_per_cent_leave_a_fifth_of_the_requests():
    """A frontend of 20 threads over three quarters of an hour: Erlang's loss formula knows no distribution of the work."""
    wanted = theory.little(0.05 * 20, 100_000) + theory.little(0.95 * 20, 100)
    taken = []
    for seed in range(5):
        counts = outcomes(exhausted(seed, 20, 20, 2_500_000), "frontend", start=500_000)
        ended = sum(counts.values()) - counts["in flight"]
        taken.append(1 - counts["rejected"] / ended)
    assert wanted == pytest.approx(101.9)
    expected = 1 - theory.erlang_b(20, 1_000 * wanted / 20, 20)
    assert within_four_standard_errors(taken, expected)
    assert expected == pytest.approx(20 / wanted, rel=0.02)


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_notebooks_frontend_of_a_hundred_threads_fails_most_requests(seed):
    trace = exhausted(seed, 100, 100, 300_000)
    assert 0.14 < availability(trace, "frontend", caller="users") < 0.24


def test_patience_beyond_the_pause_loses_hardly_anybody():
    assert all(served(result)[0] > 0.99 for result in runs(patience=8))


def test_timeout_frees_nobody():
    assert all(served(short)[0] < served(plain)[0] + 0.01 for short, plain in zip(runs(timeout=1_000), runs()))


def done_share(result):
    times = [time for _, time in orders(traces(result)[1])]
    return sum(not isnan(time) for time in times) / len(times)


def test_accepted_orders_are_never_done_when_all_workers_hang_and_lost_when_the_stock_is_down():
    for seed in SEEDS:
        assert done_share(run(trouble="hanging", seed=seed)) < 0.4
    assert all(0.8 < done_share(run(trouble="down", seed=seed)) < 0.9 for seed in SEEDS[:8])
    lost = outcomes(traces(run(trouble="down"))[1], "stock")
    assert lost["error"] > 150 and lost["in flight"] < 20


def test_too_many_orders_lose_users_in_one_style_and_pile_up_in_the_other():
    for seed in SEEDS:
        result = run(trouble="none", rate=80, seed=seed)
        assert served(result)[0] < 0.5
        assert 500 < result.others["asynchronous"].waiting["stock"][-1] < 1_100  # 20 a second for 40 s


def test_trouble_that_left_no_backlog_was_over_at_once_and_none_or_an_early_end_has_no_number():
    assert drained(run(trouble="down", seed=1)) < 0.2
    assert isnan(drained(run(trouble="none")))
    begun = run.start()
    begun.advance(10_000)
    assert isnan(drained(begun))
    assert isnan(drained(run(rate=59, lasts=10)))  # not within the forty seconds


def test_orders_since_and_last_leave_out_what_came_before():
    trace = traces(run())[1]
    everything = [placed for placed, _ in orders(trace)]
    assert [placed for placed, _ in orders(trace, since=20_000)] == [placed for placed in everything if placed >= 20_000]
    last = [placed for placed, _ in orders(trace, last=400)]
    assert last == everything[-len(last) :] and 150 < len(last) < 250


def test_order_that_the_stock_answers_with_an_error_is_not_done():
    result = run(trouble="failing", share=1.0)
    for trace in traces(result):
        broken = [time for placed, time in orders(trace) if 8_300 < placed < 13_500]
        assert broken and all(isnan(time) for time in broken)


def test_sentence_tells_of_both_styles():
    text = run().sentence
    assert "up to 32 of 32 threads held" in text and "100 % “accepted”" in text and "no backlog 13.0 s" in text
    assert "backlog" not in run(trouble="none").sentence
    assert all(len(run(**preset).sentence) < 225 for preset in PRESETS.values())  # two lines


def test_knobs_turned_by_hand_hold_in_both_worlds():
    result = run.start()
    result.advance(9_000)
    run.turn(result, rate=20, threads=5, capacity=100, patience=1, timeout=500, trouble="none")
    for world, load in zip(result.details["worlds"], result.details["loads"]):
        assert (load.rate, load.call.timeout, world.services["shop"].workers) == (20, 1_000, 5)
        assert repr(world.services["stock"].work) == repr(exponential(60.0))
        assert not world.services["stock"]._paused
    assert result.world.call("shop", "stock").timeout == 500
    assert result.details["worlds"][1].call("shop", "stock").timeout is None


WRONG = [{"slow": 0}, {"lasts": 0}, {"rate": 0}, {"threads": 0}, {"capacity": 0}, {"patience": 0}, {"timeout": -5}, {"trouble": "tired"}]


@pytest.mark.parametrize("wrong", WRONG)
def test_refused_turn_changes_nothing(wrong):
    turned, untouched = run.start(), run.start()
    for result in (turned, untouched):
        result.advance(9_000)
    with pytest.raises(ValueError):
        run.turn(turned, **{"rate": 80, "threads": 7} | wrong)
    for result in (turned, untouched):
        result.advance(1_000)
    assert bytes(turned.trace) == bytes(untouched.trace) and turned.params == untouched.params


def test_styles_are_named_as_in_the_picture():
    assert synchronous_and_asynchronous.STYLES == ("synchronous", "asynchronous")
