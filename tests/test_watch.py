"""Looking at a running world now and then."""

import pytest

from sim import Breaker, Retry, World, constant, exponential, outcomes
from sim.metrics import busy_workers, queue_length
from sim.trace import OUTCOMES
from sim.watch import Watch
from tests.laws import rows


def watched(every=100, seed=1):
    """Return a world of a shop and its stock in trouble, and its watch."""
    world = World(seed=seed)
    stock = world.service("stock", workers=3, work=exponential(20), queue=10)
    shop = world.service("shop", workers=20, work=constant(2))
    shop.calls(stock, timeout=70, retry=Retry(attempts=2), breaker=Breaker(failures=5, open_for=500), fallback=True)
    shop.calls(stock, timeout=300)
    world.users(shop, rate=50, timeout=400)
    world.fault(stock, start=1_000, end=2_000, slow=6, fail=0.2)
    return world, Watch(world, every)


def lists(watch):
    """Return everything that a watch has noted."""
    return [watch.times, watch.busy, watch.workers, watch.waiting, watch.started, watch.ended, watch.answered, watch.breaker]


def test_samples_are_taken_from_the_beginning_at_equal_steps():
    _, watch = watched(every=100)
    watch.run(350)
    assert watch.times == [0, 100, 200, 300]
    watch.run(400)
    assert watch.times == [0, 100, 200, 300, 400] and watch.world.now == 400


def test_every_list_is_as_long_as_the_times():
    _, watch = watched(every=130)
    watch.run(3_000)
    n = len(watch.times)
    series = [*watch.busy.values(), *watch.workers.values(), *watch.waiting.values(), *watch.started.values(), *watch.breaker.values()]
    series += [series for by_outcome in (*watch.ended.values(), *watch.answered.values()) for series in by_outcome.values()]
    assert {len(one) for one in series} == {n} and n == 24


@pytest.mark.parametrize("slice", [17, 100, 333.3, 950])
def test_samples_are_the_same_in_slices_as_at_once(slice):
    _, whole = watched()
    _, sliced = watched()
    whole.run(4_000)
    while sliced.world.now < 4_000:
        sliced.run(min(4_000, sliced.world.now + slice))
    assert lists(whole) == lists(sliced)


def test_watching_changes_nothing():
    world, watch = watched(every=7)
    watch.run(3_000)
    assert world.trace == watched()[0].run(3_000)


def test_gauges_are_those_of_the_trace():
    world, watch = watched()
    watch.run(4_000)
    for name in ("shop", "stock"):
        assert watch.busy[name] == busy_workers(world.trace, name, watch.times)
        assert watch.waiting[name] == queue_length(world.trace, name, watch.times)


def test_totals_are_those_of_the_trace():
    world, watch = watched()
    watch.run(4_000)
    spans = rows(world.trace, "stock")
    for i in (5, 15, 25, 40):
        time = watch.times[i]
        assert watch.started["shop", "stock"][i] == sum(span.started < time for span in spans)
        for outcome in OUTCOMES[1:]:
            ended = [span for span in spans if span.outcome == outcome and span.ended < time]
            assert watch.ended["shop", "stock"][outcome][i] == len(ended)
            assert watch.answered["shop", "stock"][outcome][i] == sum(span.final for span in ended)
        told = outcomes(world.trace, "shop", end=time)
        assert {outcome: counts[i] for outcome, counts in watch.answered["users", "shop"].items()} == {o: told[o] for o in OUTCOMES[1:]}


def test_state_of_the_breaker_is_as_its_log_says():
    world, watch = watched()
    watch.run(4_000)
    log = world.call("shop", "stock").breaker.log
    expected = [(["closed"] + [state for at, state in log if at < time])[-1] for time in watch.times]
    assert watch.breaker["shop", "stock"] == expected
    assert {"open", "closed"} <= set(expected)
    assert set(watch.breaker["users", "shop"]) == {None}


def test_changed_workers_are_seen():
    world, watch = watched()
    watch.run(150)
    world.services["stock"].workers = 7
    watch.run(300)
    assert watch.workers["stock"] == [3, 3, 7, 7]


def test_watch_of_a_world_that_already_runs_begins_then():
    world, _ = watched()
    world.run(1_234)
    watch = Watch(world, 100)
    watch.run(1_500)
    assert watch.times == [1_234, 1_334, 1_434]
    assert watch.started["users", "shop"][0] == sum(span.started < 1_234 for span in rows(world.trace, "shop")) > 0


def test_steps_do_not_drift():
    watch = Watch(World(), 0.1)
    watch.run(1_000)
    assert watch.times[-1] == 1_000 and len(watch.times) == 10_001


def test_rate_is_the_growth_of_a_total_per_second():
    watch = Watch(World(), 500)
    watch.run(2_000)
    totals = [0, 10, 30, 30, 50]
    assert watch.rate(totals) == [0, 20, 40, 0, 40]
    assert watch.rate(totals, over=1_000) == [0, 20, 30, 20, 20]
    assert watch.rate(totals, over=1e9) == [0, 20, 30, 20, 25]


def test_share_is_of_what_came_in_the_same_span():
    watch = Watch(World(), 500)
    watch.run(2_000)
    parts, wholes = [0, 5, 5, 5, 9], [0, 10, 20, 20, 25]
    assert watch.share(parts, wholes) == [1, 0.5, 0, 1, 0.8]
    assert watch.share(parts, wholes, over=1_000, empty=0) == [0, 0.5, 0.25, 0, 0.8]


def test_watch_does_not_go_back():
    _, watch = watched()
    watch.run(500)
    with pytest.raises(ValueError, match="until must be at least 500, got 400"):
        watch.run(400)


@pytest.mark.parametrize("every", [0, -5, float("nan"), float("inf")])
def test_step_must_be_a_time(every):
    with pytest.raises(ValueError, match="every must be"):
        Watch(World(), every)


def test_only_a_world_can_be_watched():
    with pytest.raises(TypeError, match="world must be a World, got 5"):
        Watch(5, 100)


def test_breaker_without_a_state_is_watched_as_none():
    class Silent:
        def allow(self, now):
            return 1

        def report(self, permit, ok, now, duration=0):
            pass

    world, watch = watched()
    world.call("shop", "stock").breaker = Silent()
    watch.run(200)
    assert watch.breaker["shop", "stock"] == ["closed", None, None]
