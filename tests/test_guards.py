"""What stands around a try: the bulkhead, the breaker, and a network that loses messages."""

from math import isnan, sqrt

import pytest

from sim import Breaker, World, constant
from tests.laws import rows
from tests.test_call import pair, stock_rows


@pytest.mark.parametrize("at_most", [1, 3])
def test_bulkhead_lets_so_many_be_outstanding_and_rejects_the_next(at_most):
    world, stock, _, call = pair(work=1_000, rate=100, at_most=at_most)
    spans = stock_rows(world, 95)
    assert [span.outcome for span in spans] == ["in flight"] * at_most + ["rejected"] * (9 - at_most)
    rejected = spans[at_most]
    assert rejected.ended == rejected.started and isnan(rejected.arrived)
    assert call.outstanding == stock.busy == at_most


def test_place_in_the_bulkhead_is_free_when_the_caller_gives_up_though_the_work_goes_on():
    world, stock, *_ = pair(work=1_000, rate=100, at_most=1, timeout=25)
    spans = stock_rows(world, 200)
    assert [span.started for span in spans if span.outcome != "rejected"] == [10, 40, 70, 100, 130, 160, 190]
    assert stock.busy == 7


def test_full_bulkhead_uses_up_no_trial_of_the_breaker():
    breaker = Breaker(failures=1, open_for=100, trials=2)
    world, stock, _, call = pair(work=0, rate=100, timeout=500, at_most=1, breaker=breaker)
    world.fault(stock, start=0, end=15, fail=1)
    world.fault(stock, start=100, slow=1e9)
    stock.work = constant(1e-6)
    world.run(175)
    assert breaker.state == "half-open"
    assert [span.outcome for span in rows(world.trace, "stock") if span.started >= 115] == ["in flight"] + ["rejected"] * 5
    assert breaker.allow(world.now) is not None and breaker.allow(world.now) is None


def test_open_breaker_refuses_at_once_and_asks_nobody():
    world, stock, _, call = pair(rate=10, work=5, timeout=50, breaker=Breaker(failures=3, open_for=450))
    world.fault(stock, start=0, end=400, fail=1)
    spans = stock_rows(world, 1_150)
    assert [span.outcome for span in spans] == ["error"] * 3 + ["open"] * 4 + ["ok"] * 4
    refused = spans[3]
    assert refused.ended == refused.started == 400 and isnan(refused.arrived)
    assert call.breaker.log == [(305, "open"), (800, "half-open"), (805, "closed")]


def test_breaker_hears_of_timeouts_and_of_rejections_by_the_other_side():
    world, stock, *_ = pair(rate=10, work=5, timeout=50, breaker=Breaker(failures=2))
    stock.hang = 1
    assert [span.outcome for span in stock_rows(world, 450)] == ["timeout", "timeout", "open", "open"]
    world, stock, *_ = pair(rate=10, work=2_000, workers=1, timeout=5_000, breaker=Breaker(failures=2))
    stock.queue = 0
    assert [span.outcome for span in stock_rows(world, 550)] == ["in flight", "rejected", "rejected", "open", "open"]


def test_late_answer_of_an_older_state_does_not_count():
    breaker = Breaker(failures=1, open_for=100)
    world, stock, *_ = pair(rate=100, work=5, timeout=1_000, breaker=breaker)
    world.fault(stock, start=0, end=15, slow=40, fail=0)  # the first call, begun at 10, ends at 210
    world.fault(stock, start=15, end=30, fail=1)  # the second fails at 25
    world.fault(stock, start=207, end=212, fail=1)  # the first fails at last, in a newer state
    world.run(300)
    assert breaker.state == "closed"
    assert breaker.log == [(25, "open"), (130, "half-open"), (135, "closed")]
    assert rows(world.trace, "stock")[0].outcome == "error"


def test_breaker_learns_how_long_a_try_took_for_its_caller():
    breaker = Breaker.count_window(size=4, minimum=4, failure_rate=1.0, open_for=1_000, trials=1, slow_after=20, slow_rate=1.0)
    world, *_ = pair(rate=10, work=16, network=constant(2), timeout=500, breaker=breaker)
    world.run(1_000)
    assert breaker.state == "closed"
    world, *_ = pair(rate=10, work=16.5, network=constant(2), timeout=500, breaker=breaker.fresh())
    assert stock_rows(world, 1_000)[-1].outcome == "open"


def test_breaker_does_not_count_a_fallback_of_the_other_side_as_a_failure():
    world = World()
    low, middle, top = (world.service(name, workers=9, work=constant(1)) for name in ("low", "middle", "top"))
    middle.calls(low, fallback=True)
    top.calls(middle, timeout=50, breaker=Breaker(failures=1))
    low.down = True
    world.users(top, rate=10, arrivals="constant")
    world.run(5_050)
    assert {span.outcome for span in rows(world.trace, "middle")} == {"fallback"}


@pytest.mark.parametrize("loss", [0.1, 0.5])
def test_messages_get_lost_on_either_way(loss):
    world, stock, *_ = pair(rate=100, work=1, timeout=20, loss=loss)
    spans = [span for span in stock_rows(world, 100_000) if span.started < 99_900]
    came = sum(not isnan(span.arrived) for span in spans)
    heard = sum(span.outcome == "ok" for span in spans)
    for part, share in ((came / len(spans), 1 - loss), (heard / len(spans), (1 - loss) ** 2)):
        assert abs(part - share) <= 4 * sqrt(share * (1 - share) / len(spans))
    assert {span.outcome for span in spans} == {"ok", "timeout"}


def test_lost_answer_is_to_its_user_like_a_lost_request_but_the_work_was_done():
    world, *_ = pair(rate=10, work=1, timeout=20, loss=0.5)
    spans = [span for span in stock_rows(world, 10_050) if span.outcome == "timeout"]
    done = [span for span in spans if not isnan(span.released)]
    assert 0 < len(done) < len(spans)
