"""One remote call: network, timeout, retry, bulkhead, breaker, fallback."""

from math import inf, isnan, sqrt

import pytest

from sim import Breaker, Retry, World, constant, exponential, fixed, full_jitter, outcomes
from tests.laws import check_all, rows


def pair(work=20, rate=1, workers=50, seed=1, arrivals="constant", shop_work=0, **policies):
    """Return a world in which users ask a shop and the shop asks its stock, both without a network unless told."""
    world = World(seed=seed)
    stock = world.service("stock", workers=workers, work=constant(work) if isinstance(work, (int, float)) else work)
    shop = world.service("shop", workers=1_000, work=constant(shop_work))
    call = shop.calls(stock, **policies)
    world.users(shop, rate=rate, arrivals=arrivals)
    return world, stock, shop, call


def stock_rows(world, until=1_990):
    return rows(world.run(until), "stock")


def test_call_crosses_the_network_twice():
    world, *_ = pair(network=constant(3))
    (span,) = stock_rows(world)
    assert (span.started, span.arrived, span.served, span.released, span.ended) == (1_000, 1_003, 1_003, 1_023, 1_026)


def test_each_way_over_the_network_takes_a_time_of_its_own():
    world, *_ = pair(network=exponential(5), rate=10)
    spans = stock_rows(world, 60_000)
    there, back = [s.arrived - s.started for s in spans], [s.ended - s.released for s in spans if s.outcome == "ok"]
    assert all(there) and all(back) and all(a != b for a, b in zip(there, back))
    assert abs(sum(there) / len(there) - 5) <= 4 * 5 / sqrt(len(there))
    assert abs(sum(back) / len(back) - 5) <= 4 * 5 / sqrt(len(back))


def test_patience_ends_after_exactly_the_timeout():
    world, *_ = pair(work=100, timeout=30)
    (span,) = stock_rows(world)
    assert (span.ended, span.outcome) == (1_030, "timeout")


def test_timed_out_call_still_occupies_the_callee():
    world, stock, *_ = pair(work=100, timeout=30, workers=1)
    world.run(1_050)
    assert stock.busy == 1
    (span,) = stock_rows(world)
    assert (span.ended, span.released) == (1_030, 1_100)


def test_call_that_timed_out_while_it_waited_is_worked_on_all_the_same():
    world, stock, *_ = pair(work=400, rate=10, timeout=50, workers=1)
    spans = stock_rows(world, 2_000)
    assert [span.served for span in spans[:4]] == [100, 500, 900, 1_300]
    assert {span.outcome for span in spans[:15]} == {"timeout"}


def test_answer_that_comes_after_the_timeout_is_not_heard():
    world, *_ = pair(work=100, timeout=30, fallback=True)
    outer, inner = world.run(1_990).spans()
    assert (inner.outcome, inner.ended) == ("timeout", 1_030)
    assert (outer.outcome, outer.ended) == ("fallback", 1_030)


@pytest.mark.parametrize("network, work", [(0, 30), (5, 20), (15, 0), (0.25, 29.5)])
def test_reply_at_the_instant_of_the_timeout_beats_it(network, work):
    world, *_ = pair(work=work, network=constant(network), timeout=30)
    (span,) = stock_rows(world)
    assert (span.outcome, span.ended) == ("ok", 1_030)


def test_reply_beats_the_timeout_at_every_level_of_a_chain_at_once():
    world = World()
    services = [world.service(name, workers=100, work=constant(0)) for name in "abcd"]
    services[-1].work = constant(64)
    for caller, callee in zip(services, services[1:]):
        caller.calls(callee, timeout=64)
    world.users(services[0], rate=125, arrivals="constant", timeout=64)
    trace = world.run(9_000)
    ended = [span for span in trace.spans() if span.started < 9_000 - 64]
    assert {(span.outcome, span.ended - span.started) for span in ended} == {("ok", 64)}
    assert {span.service for span in ended} == set("abcd")


def test_reply_beats_the_timeout_when_its_lane_was_armed_for_others_before():
    world = World()
    stock = world.service("stock", workers=100, work=constant(64))
    world.users(stock, rate=125, arrivals="constant", timeout=64)
    world.fault(stock, start=1_000, end=3_000, slow=1.5)
    spans = [span for span in rows(world.run(6_000), "stock") if span.started < 5_900]
    slow = [span for span in spans if 1_000 <= span.started < 3_000]
    assert {span.outcome for span in slow} == {"timeout"} and len(slow) == 250
    assert {span.outcome for span in spans if span not in slow} == {"ok"}


def test_retry_at_the_instant_of_other_timeouts_does_not_lose_them():
    world, *_ = pair(work=1_000, rate=20, timeout=50, retry=Retry(attempts=3))
    spans = stock_rows(world, 3_000)
    assert all(span.ended - span.started == 50 for span in spans if not isnan(span.ended))
    assert {span.outcome for span in spans if span.started < 2_950} == {"timeout"}


def test_failed_try_is_followed_by_another_after_its_backoff():
    world, stock, *_ = pair(retry=Retry(attempts=3, backoff=fixed(100)))
    world.fault(stock, start=0, end=1_130, fail=1)
    spans = stock_rows(world)
    told = [(span.started, span.attempt, span.outcome, span.final) for span in spans]
    assert told == [(1_000, 1, "error", False), (1_120, 2, "ok", True)]


def test_last_try_is_the_end_of_the_call():
    world, stock, *_ = pair(retry=Retry(attempts=3, backoff=fixed(100)))
    stock.fail = 1
    spans = stock_rows(world)
    assert [(span.started, span.attempt, span.final) for span in spans] == [(1_000, 1, False), (1_120, 2, False), (1_240, 3, True)]
    assert [span.first for span in spans] == [1, 1, 1]
    assert outcomes(world.trace, "stock") == {**dict.fromkeys(outcomes(world.trace, "stock"), 0), "error": 1}


def test_caller_hears_of_a_call_once_when_its_tries_are_over():
    world, stock, *_ = pair(retry=Retry(attempts=3, backoff=fixed(100)))
    stock.fail = 1
    stock_rows(world)
    (span,) = rows(world.trace, "shop")
    assert (span.outcome, span.ended) == ("error", 1_260)


@pytest.mark.parametrize("code, trouble", [("error", {"down": True}), ("error", {"fail": 1}), ("timeout", {"hang": 1}), ("rejected", {})])
def test_error_timeout_and_a_full_queue_are_tried_again(code, trouble):
    world, stock, *_ = pair(timeout=50, retry=Retry(attempts=2))
    if trouble:
        world.fault(stock, start=0, **trouble)
    else:
        stock.queue = 0
        stock.workers = 1
        stock.busy = 1  # somebody else's job
    assert [(span.attempt, span.outcome) for span in stock_rows(world)] == [(1, code), (2, code)]


def test_success_is_not_tried_again():
    world, *_ = pair(retry=Retry(attempts=5))
    assert [span.attempt for span in stock_rows(world, 9_500)] == [1] * 9


def test_what_the_caller_refused_itself_is_not_tried_again():
    full = pair(work=5_000, rate=2, at_most=1, timeout=10_000, retry=Retry(attempts=3))[0]
    assert [(span.attempt, span.outcome) for span in stock_rows(full)] == [(1, "in flight"), (1, "rejected"), (1, "rejected")]
    world, stock, *_ = pair(timeout=50, breaker=Breaker(failures=1), retry=Retry(attempts=3))
    stock.down = True
    assert [(span.attempt, span.outcome) for span in stock_rows(world)] == [(1, "error"), (2, "open")]


def test_budget_limits_retries_to_its_share_of_first_tries():
    world, stock, *_ = pair(rate=100, retry=Retry(attempts=3, budget=0.1))
    stock.fail = 1
    spans = stock_rows(world, 100_000)
    firsts = sum(span.attempt == 1 for span in spans)
    assert len(spans) - firsts == pytest.approx(0.1 * firsts, abs=2)


def test_saved_budget_is_spent_in_a_burst_of_ten():
    world, stock, *_ = pair(rate=100, work=0, retry=Retry(attempts=2, budget=0.1))
    world.run(50_000)
    stock.fail = 1
    spans = stock_rows(world, 50_205)
    assert sum(span.attempt == 2 for span in spans) == 12  # ten saved ones, and two earned by the twenty calls since


def test_fallback_stands_in_for_the_answer_and_the_dependency_keeps_what_happened():
    world, stock, *_ = pair(fallback=True)
    stock.fail = 1
    outer, inner = world.run(1_990).spans()
    assert (outer.outcome, inner.outcome) == ("fallback", "error")


def test_fallback_is_passed_on_through_every_caller():
    world = World()
    names = ["users' page", "shop", "stock", "store"]
    services = [world.service(name, workers=9, work=constant(1)) for name in names]
    for caller, callee in zip(services, services[1:]):
        caller.calls(callee, fallback=callee is services[-1])
    services[-1].fail = 1
    world.users(services[0], rate=10, arrivals="constant")
    world.run(1_050)
    assert [{span.outcome for span in rows(world.trace, name)} for name in names] == [{"fallback"}] * 3 + [{"error"}]


def test_fallback_comes_only_after_the_last_try():
    world, stock, *_ = pair(fallback=True, retry=Retry(attempts=3, backoff=fixed(10)))
    stock.fail = 1
    assert rows(world.run(1_990), "shop")[0].ended == 1_000 + 3 * 20 + 2 * 10


def test_luck_of_the_backoff_is_not_that_of_the_network():
    def hops(backoff):
        world, stock, *_ = pair(work=1, network=exponential(5), retry=Retry(attempts=3, backoff=backoff))
        stock.fail = 1
        return [span.arrived - span.started for span in stock_rows(world, 50_500)]

    assert hops(full_jitter(base=20, cap=80)) == pytest.approx(hops(fixed(20)))


def test_without_a_fallback_the_failure_of_a_dependency_is_the_callers_error():
    for trouble in ({"down": True}, {"fail": 1}, {"hang": 1}):
        world, stock, *_ = pair(timeout=50)
        world.fault(stock, start=0, **trouble)
        assert rows(world.run(1_990), "shop")[0].outcome == "error"


def test_turning_a_policy_on_moves_no_arrival_and_no_work():
    def seen(**policies):
        world, *_ = pair(work=exponential(20), rate=50, arrivals="poisson", workers=3, **policies)
        trace = world.run(20_000)
        starts = [span.started for span in rows(trace, "shop")]
        served = sorted((span for span in rows(trace, "stock") if not isnan(span.served)), key=lambda span: span.served)
        return starts, [span.released - span.served for span in served[:300]]

    plain_starts, plain_work = seen()
    for policies in (
        {"timeout": 40},
        {"at_most": 2},
        {"timeout": 60, "breaker": Breaker(failures=2, open_for=500)},
        {"timeout": 60, "retry": Retry(attempts=2)},
        {"network": exponential(3)},
        {"timeout": 60, "loss": 0.2},
        {"fallback": True},
    ):
        starts, work = seen(**policies)
        assert starts == plain_starts
        assert work == pytest.approx(plain_work)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "policies",
    [
        {},
        {"timeout": 60},
        {"timeout": 60, "retry": Retry(attempts=3, backoff=fixed(20))},
        {"timeout": 60, "retry": Retry(attempts=3, budget=0.2), "breaker": Breaker(failures=3, open_for=300), "fallback": True},
        {"timeout": 60, "at_most": 2, "loss": 0.1},
    ],
    ids=str,
)
def test_every_law_holds_between_two_services(policies, seed):
    if "breaker" in policies:
        policies = policies | {"breaker": policies["breaker"].fresh()}
    world, stock, shop, _ = pair(work=exponential(25), rate=60, workers=2, seed=seed, arrivals="poisson", network=exponential(2), **policies)
    stock.queue = 8
    world.fault(stock, start=1_000, end=2_000, fail=0.4, slow=2)
    check_all(world, 5_000)


def test_call_counts_what_it_began_and_how_it_ended():
    world, stock, _, call = pair(rate=10, work=1, retry=Retry(attempts=2))
    world.fault(stock, start=0, end=350, fail=1)
    world.run(1_050)
    spans = rows(world.trace, "stock")
    assert call.begun == len(spans) == 13
    assert sum(call.counts) == 13 and inf not in call.counts


def test_answer_without_network_still_comes_after_what_was_due_at_that_instant():
    world = World()
    world.users(world.service("stock", workers=1, work=constant(20)), rate=1, arrivals="constant")
    trace, seen = world.trace, []

    def onlooker():
        yield world.clock.moment(1_010)  # so that what follows is entered after the work, whose end it meets
        yield world.clock.moment(1_020)
        seen.append((trace.released[0], isnan(trace.ended[0])))

    world.clock.process(onlooker())
    world.run(1_021)
    assert seen == [(1_020, True)] and trace.ended[0] == 1_020
