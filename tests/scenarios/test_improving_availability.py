"""Create-order three ways: the facts of the chapter, and the notebook's claims for other seeds."""

from functools import cache
from math import inf
from statistics import mean, stdev

import pytest

from sim import World, availability, outcomes, theory
from sim.outages import Outages
from sim.pending import APPROVED, PENDING, REJECTED
from sim.scenarios.improving_availability import (
    ORDERS,
    OTHERS,
    PRESETS,
    UNTIL,
    WAYS,
    answered,
    behind,
    graph_of,
    run,
    states,
    waits,
)


@cache
def runs(count=8, **settings):
    return [run(seed=seed, **settings) for seed in range(2, 2 + count)]


def within_four_standard_errors(samples, expected, bias=0.0):
    return abs(mean(samples) - expected) < 4 * stdev(samples) / len(samples) ** 0.5 + bias


@pytest.mark.parametrize(("available", "own"), [(0.9, 0.95), (0.7, 0.8)])
def test_synchronous_has_the_product_and_the_others_the_order_services_own(available, own):
    shares = [answered(result) for result in runs(16, available=available, own=own, lasts=1, rate=1)]
    assert within_four_standard_errors([share["synchronous"] for share in shares], own * available**2)
    for way in WAYS[1:]:
        assert within_four_standard_errors([share[way] for share in shares], own)


def test_three_services_of_the_books_availability_make_98_and_a_half_per_cent():
    assert round(theory.serial_availability([0.995] * 3), 3) == 0.985


def test_runs_spread_as_theory_says():
    shares = [answered(result)["synchronous"] for result in runs(16, available=0.9, own=0.95, lasts=1, rate=1)]
    expected = (theory.availability_spread([0.95, 0.9, 0.9], 1, UNTIL / 1_000) ** 2 + 0.77 * 0.23 / 120) ** 0.5
    assert 0.27 < stdev(shares) / expected < 1.73  # known to 18 % from 16 runs; four times that


def test_all_ways_see_the_same_users_and_the_same_outages():
    for result in runs()[:4]:
        worlds = result.details["worlds"].values()
        placed = [[w.trace.started[row] for row in w.trace.rows(ORDERS, "users")] for w in worlds]
        assert placed[0] == placed[1] == placed[2]
        logs = [[one.log for one in those][:3] for those in result.details["outages"].values()]
        assert logs[0] == logs[1] == logs[2]


def test_handler_is_out_with_the_order_service():
    for way, outages in runs()[0].details["outages"].items():
        if way != WAYS[0]:
            assert outages[-1].log == outages[0].log


def test_synchronous_error_comes_in_an_outage_of_one_of_the_three():
    for result in runs()[:4]:
        trace = result.details["worlds"]["synchronous"].trace
        windows = [window for one in result.details["outages"]["synchronous"] for window in one.log]
        for span in trace.spans():
            if span.caller == "users" and span.outcome == "error":
                assert any(start <= span.ended and span.started <= end for start, end in windows)


def test_every_accepted_order_is_seen_by_both_unless_they_are_out_at_the_end():
    for result in runs():
        trace = result.details["worlds"]["finish later"].trace
        accepted = outcomes(trace, ORDERS)["ok"]
        for name in OTHERS:
            counts = outcomes(trace, name)
            assert counts["error"] == 0 and accepted - counts["ok"] <= accepted * 0.2
        assert sum(states(result).values()) in (accepted, accepted + 1) and states(result)[REJECTED] == 0


def test_message_on_its_way_when_an_outage_begins_is_not_lost():
    for result in runs(3, available=0.5, own=1, lasts=1, rate=10):
        trace = result.details["worlds"]["finish later"].trace
        assert [outcomes(trace, name)["error"] for name in OTHERS] == [0, 0]
        now, orders = result.now, result.details["pending"].orders.values()
        assert all(now - order.placed < 20_000 for order in orders if order.state(now) == PENDING)


def test_pending_orders_wait_as_long_as_theory_says():
    means = []
    for result in runs(20, own=1, lasts=1, rate=2):
        times = [min(time, result.now) for time, order in zip(waits(result), result.details["pending"].orders.values()) if order.placed < 110_000]
        means.append(mean(times) / 1_000)
    assert within_four_standard_errors(means, theory.mean_pending(0.9, 1, 2), bias=0.015)  # network and work: some 12 ms


def test_share_that_is_still_pending_after_a_time_is_theorys():
    for age in (2, 5):
        shares = [mean(time > 1_000 * age for time in waits(result)[: -2 * age]) for result in runs(20, own=1, rate=2)]
        assert within_four_standard_errors(shares, theory.still_pending(0.9, 4, 2, age))


def test_limit_rejects_those_that_would_have_waited_longer_and_moves_nothing_else():
    for plain in runs(20, own=1, rate=2)[:3]:
        limited = run(own=1, rate=2, limit=5, seed=plain.params["seed"])
        assert limited.world.trace == plain.world.trace
        assert waits(limited) == [min(time, 5_000) if min(time, 5_000) < 5_000 or order.state(limited.now) != PENDING else inf
                                  for time, order in zip(waits(plain), limited.details["pending"].orders.values())]  # fmt: skip
        assert states(limited)[REJECTED] == sum(time == 5_000 for time in waits(limited))


def test_restaurants_no_rejects_as_many_as_it_says_no_to_and_moves_nothing_else():
    plain, some = runs()[0], run(seed=2, invalid=0.3)
    assert answered(plain) == answered(some)
    counts = states(some)
    assert counts[REJECTED] / sum(counts.values()) == pytest.approx(0.3, abs=4 * (0.21 / 330) ** 0.5)


def test_copies_are_behind_as_theory_says():
    shares = [one.share_behind(result.now) for result in runs(8, available=1, own=1, rate=1) for one in result.details["replicas"].values()]
    assert within_four_standard_errors(shares, theory.replica_behind(0.5, 500))


def test_a_change_reaches_the_copy_after_its_lag_or_when_the_order_service_is_back():
    for result in runs()[:4]:
        out = result.details["outages"]["replicated data"][0].log
        for replica in result.details["replicas"].values():
            for made, there in zip(replica.changed, replica.applied):
                late = there - made - 500
                assert late == pytest.approx(0, abs=1e-6) or any(start <= made + 500 < end and late <= end - start for start, end in out)


def test_nothing_changes_while_the_owner_is_down():
    for result in runs()[:4]:
        for outages in result.details["outages"]["replicated data"][1:3]:
            changed = result.details["replicas"][outages.service.name].changed
            made = [time for time in changed if any(start + 100 < time < end for start, end in outages.log)]
            assert not made


def test_without_calls_the_graph_has_the_services_alone():
    assert set(graph_of("synchronous").edges) == {(ORDERS, name) for name in OTHERS}
    assert not graph_of("finish later").edges and set(graph_of("finish later")) == {ORDERS, *OTHERS}


# What the notebook says of one seed, for others


def ten_minutes(seed, later=False, **outage):
    world = World.from_graph(graph_of("finish later" if later else "synchronous"), seed=seed)
    if later:
        validate = world.channel("validate", "publish-subscribe")
        world.services[ORDERS].publishes(validate)
        for name in OTHERS:
            world.services[name].consumes(validate)
    outages = [Outages(world, world.services[name], available=0.9, lasts=4_000, **outage) for name in [ORDERS, *OTHERS]]
    world.users(world.entry, rate=2)
    trace = world.run(600_000)
    return trace, availability(trace, ORDERS, caller="users"), [one.share_up(600_000) for one in outages]


@pytest.mark.parametrize("seed", range(2, 22, 2))
def test_answered_are_the_product_of_the_times_up_and_with_messages_the_first_of_them(seed):
    _, answers, up = ten_minutes(seed)
    assert abs(answers - theory.serial_availability(up)) < 0.04
    trace, answers, up = ten_minutes(seed + 1, later=True)
    assert abs(answers - up[0]) < 0.03
    accepted = outcomes(trace, ORDERS)["ok"]
    assert min(outcomes(trace, name)["ok"] for name in OTHERS) > 0.95 * accepted


def test_services_that_are_out_together_cost_as_much_as_one():
    assert within_four_standard_errors([ten_minutes(seed, stream="the rack")[1] for seed in range(2, 8)], 0.9)


def test_order_that_falls_into_an_outage_waits_for_a_whole_one_on_average():
    for block in range(2):
        some = runs(20, own=1, lasts=1, rate=2)[10 * block : 10 * block + 10]
        caught = [time / 1_000 for result in some for time in waits(result) if 50 < time < inf]
        assert 0.8 < mean(caught) < 1.4


def test_a_limit_of_five_seconds_rejects_about_one_order_in_twenty():
    for block in range(2):
        times = [time for result in runs(20, own=1, rate=2)[10 * block : 10 * block + 10] for time in waits(result)]
        assert 0.015 < mean(time > 5_000 for time in times) < 0.12


def test_others_nearly_always_down_lose_only_the_synchronous_orders():
    for result in runs(20, available=0.5, rate=1):
        shares = answered(result)
        assert shares["synchronous"] < 0.45 and shares["replicated data"] == shares["finish later"] > shares["synchronous"] + 0.35
        assert states(result)[APPROVED] > 0.7 * sum(states(result).values())


def test_no_way_helps_an_order_service_that_is_itself_down():
    for result in runs(6, available=1, own=0.7, rate=1):
        assert len(set(answered(result).values())) == 1 and answered(result)["synchronous"] < 0.95


def test_slow_copy_is_nearly_always_behind_unless_nothing_changes():
    assert all(behind(result) > 0.9 for result in runs(20, lag=10.0, rate=1))
    assert behind(run(lag=10.0, changes=0, rate=1)) == 0


def test_copies_fall_behind_in_outages_of_the_order_service_alone():
    for result in runs()[:6]:
        own = result.details["outages"]["replicated data"][0].log
        for replica in result.details["replicas"].values():
            late = [made for made, there in zip(replica.changed, replica.applied) if there - made > 501]
            assert all(any(start <= made + 500 < end for start, end in own) for made in late)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"available": 1.2}, "available must be at least 0 and at most 1, got 1.2"),
        ({"rate": 0}, "rate must be positive, got 0"),
        ({"limit": -1}, "limit must be at least 0, got -1"),
        ({"lag": None}, "lag must be a number, got None"),
    ],
)
def test_bad_settings_are_refused(settings, said):
    with pytest.raises((ValueError, TypeError), match=said):
        run(**settings)


def test_sentence_tells_of_orders_that_are_still_pending():
    told = run(available=0.5, seed=1)
    count = states(told)[PENDING]
    assert count > 5 and f"{count} still PENDING" in told.sentence
    quick = run(available=1, own=1).sentence
    assert "PENDING" not in quick and "the slowest after 0.0 s" not in quick and " ms. Copies" in quick


def test_books_own_numbers_show_a_difference_in_the_first_run_that_people_see():
    shares = answered(run(**PRESETS["As in the book: all 99.5 %"]))
    assert 0.95 < shares["synchronous"] < 0.99 < shares["finish later"]
