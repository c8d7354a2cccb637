"""Deadlines that travel down a chain, and timeouts that do not. Claims hold for twenty seeds besides the notebook's."""

from functools import cache

import pytest

from sim import availability, constant, exponential
from sim.scenarios.deadlines import run
from sim.waste import wasted_work

SEEDS = range(2, 22)
run_of = cache(run)  # by keywords
each_seed = pytest.mark.parametrize("seed", SEEDS)


def served(result, way, start, end):
    return availability(result.details["worlds"][way].trace, "gateway", caller="users", start=start, end=end)


@each_seed
def test_with_deadlines_users_are_back_at_once_and_without_only_seconds_later(seed):
    result = run_of(seed=seed)
    assert served(result, "deadlines", 11_000, 20_000) > 0.95
    assert served(result, "without", 10_000, 12_000) < 0.6
    back = {
        way: next(s for s in range(10) if served(result, way, 10_000 + 1_000 * s, 11_000 + 1_000 * s) > 0.95)
        for way in ("deadlines", "without")
    }
    assert back["deadlines"] <= 1 and back["without"] >= 3


@each_seed
def test_deadlines_save_work_yet_serve_few_during_the_spell_and_newest_first_many(seed):
    result = run_of(seed=seed)
    shares = {name: wasted / done for name, (done, wasted) in ((name, wasted_work(w.trace)) for name, w in result.details["worlds"].items())}
    assert shares["without"] > 1.3 * shares["deadlines"]
    done, wasted = wasted_work(result.details["worlds"]["deadlines"].trace, 5_500, 10_000)
    assert wasted > 0.5 * done
    newest, few = run(seed=seed, order="lifo"), served(result, "deadlines", 5_500, 10_000)
    assert few < 0.25 and all(served(newest, way, 5_500, 10_000) > 1.7 * few for way in ("deadlines", "without"))


@each_seed
def test_short_timeout_of_each_hop_is_no_cure(seed):
    assert served(run(seed=seed, hop=200), "without", 10_000, 12_000) < 0.6


def test_calm_chain_wastes_nothing_worth_speaking_of_either_way():
    result = run(slow=1)
    assert result.details["trouble"].window is None
    for world in result.details["worlds"].values():
        done, wasted = wasted_work(world.trace)
        assert wasted < 0.01 * done
        assert availability(world.trace, "gateway", caller="users") > 0.99


def test_no_work_begins_after_the_deadline_when_it_travels():
    result = run()
    for name, begins_late in (("deadlines", False), ("without", True)):
        trace = result.details["worlds"][name].trace
        root, late = [], 0
        for row in range(len(trace)):
            root.append(row if trace.parent[row] < 0 else root[trace.parent[row]])
            late += trace.served[row] > trace.started[root[row]] + 500
        assert (late > 0) is begins_late


def test_both_ways_see_the_same_users():
    starts = [[s.started for s in w.trace.spans() if s.caller == "users"] for w in run().details["worlds"].values()]
    assert starts[0] == starts[1]


def test_hop_of_zero_means_no_timeout():
    worlds = run(hop=0).details["worlds"].values()
    assert [world.call("gateway", "orders").timeout for world in worlds] == [None, None]


def test_knobs_turned_by_hand_hold_in_both_worlds():
    result = run.start()
    result.advance(5_000)
    run.turn(result, patience=900, hop=0, rate=30, work=20, slow=1, order="lifo")
    for world, load in zip(result.details["worlds"].values(), result.details["loads"]):
        stock = world.services["stock"]
        assert (load.rate, load.call.timeout, world.call("orders", "stock").timeout) == (30, 900, None)
        assert (stock.work, stock.order, stock.slow, stock._slowness) == (exponential(20), "lifo", 1, 1)
        assert world.call("gateway", "orders").network == constant(0)


@pytest.mark.parametrize("wrong", [{"patience": 0}, {"hop": -1}, {"rate": 0}, {"work": 0}, {"slow": 0.5}, {"lasts": 0}, {"order": "random"}])
def test_wrong_settings_are_refused_and_a_refused_turn_changes_nothing(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
        run(**wrong)
    turned, untouched = run.start(), run.start()
    for result in (turned, untouched):
        result.advance(5_000)
    with pytest.raises(ValueError):
        run.turn(turned, **{"rate": 20, "patience": 100} | wrong)
    for result in (turned, untouched):
        result.advance(500)
    assert bytes(turned.trace) == bytes(untouched.trace) and turned.params == untouched.params
