"""What a caller sets for a call, and changing it while the world runs."""

from math import inf

import pytest

from sim import Breaker, Retry, World, constant, exponential, fixed
from tests.laws import rows


def pair(rate=10, work=20, **policies):
    """Return a world in which users ask a shop ten times a second and the shop asks its stock, and that call."""
    world = World()
    stock = world.service("stock", workers=100, work=constant(work))
    shop = world.service("shop", workers=100, work=constant(0))
    call = shop.calls(stock, **policies)
    world.users(shop, rate=rate, arrivals="constant")
    return world, call


def spans(world, since, until):
    world.run(until)
    return [span for span in rows(world.trace, "stock") if span.started >= since]


def test_call_without_policies_has_none():
    _, call = pair()
    assert (call.network, call.timeout, call.loss, call.at_most) == (constant(0), None, 0, inf)
    assert (call.retry, call.breaker, call.fallback) == (None, None, False)


def test_policies_can_be_read_as_they_were_given():
    breaker, retry = Breaker(), Retry(attempts=2)
    _, call = pair(network=constant(3), timeout=100, at_most=5, retry=retry, breaker=breaker, fallback=True, loss=0.1)
    assert (call.network, call.timeout, call.at_most, call.loss) == (constant(3), 100, 5, 0.1)
    assert call.retry is retry and call.breaker is breaker and call.fallback is True


@pytest.mark.parametrize("none", [None, inf])
def test_none_and_infinity_are_no_timeout_and_no_bulkhead(none):
    _, call = pair(timeout=none, at_most=none)
    assert call.timeout is None and call.at_most == inf


def test_new_timeout_holds_for_the_tries_that_start_from_then_on():
    world, call = pair(work=90, timeout=80)
    world.run(450)
    call.timeout = 30
    later = spans(world, 0, 1_000)
    assert [span.ended - span.started for span in later[:5]] == [80, 80, 80, 80, 30]
    call.timeout = None
    assert {span.outcome for span in spans(world, 1_000, 1_995)} == {"ok"}


def test_timeouts_already_begun_keep_their_length():
    world, call = pair(work=1_000, timeout=300)
    world.run(150)
    call.timeout = 20
    first, second = spans(world, 0, 500)[:2]
    assert (first.ended, second.ended) == (400, 220)


def test_new_network_holds_from_the_next_message_on():
    world, call = pair()
    world.run(110)
    call.network = constant(7)
    first, second = spans(world, 0, 250)[:2]
    assert (first.ended, second.ended) == (127, 234)


def test_retry_turned_on_holds_for_calls_already_under_way():
    world, call = pair(work=50)
    world.services["stock"].fail = 1
    world.run(120)
    call.retry = Retry(attempts=2, backoff=fixed(5))
    assert [span.started for span in spans(world, 0, 180)] == [100, 155]


def test_retry_turned_off_ends_the_tries():
    world, call = pair(work=50, retry=Retry(attempts=5))
    world.services["stock"].fail = 1
    world.run(170)
    call.retry = None
    assert [span.attempt for span in spans(world, 0, 240)] == [1, 2, 1]


def test_bulkhead_turned_on_counts_from_then_on():
    world, call = pair(work=1_000)
    world.run(450)
    call.at_most = 2
    assert [span.outcome for span in spans(world, 450, 950)] == ["in flight", "in flight", "rejected", "rejected", "rejected"]
    call.at_most = None
    assert {span.outcome for span in spans(world, 950, 1_300)} == {"in flight"}
    world.run(5_000)
    assert call.outstanding == 0


def test_breaker_taken_away_lets_calls_through_again():
    world, call = pair(timeout=50, breaker=Breaker(failures=1))
    world.services["stock"].down = True
    assert [span.outcome for span in spans(world, 0, 350)] == ["error", "open", "open"]
    call.breaker = None
    assert [span.outcome for span in spans(world, 350, 550)] == ["error", "error"]


def test_answer_to_a_breaker_that_was_replaced_goes_to_the_old_one():
    old, new = Breaker(failures=1), Breaker(failures=1)
    world, call = pair(work=50, timeout=500, breaker=old)
    world.services["stock"].fail = 1
    world.run(120)
    call.breaker = new
    world.run(160)
    assert (old.state, new.state) == ("open", "closed")


def test_fallback_turned_on_holds_when_a_call_fails():
    world, call = pair(work=50)
    world.services["stock"].fail = 1
    world.run(120)
    call.fallback = True
    assert rows(world.run(190), "shop")[0].outcome == "fallback"


def test_same_retry_again_keeps_what_was_saved():
    world, call = pair(rate=100, work=1, retry=Retry(attempts=2, budget=0.5))
    world.run(1_000)
    call.retry = Retry(attempts=3, budget=0.5)
    assert call._purse.saved == 10
    call.retry = Retry(attempts=3, budget=0.25)
    assert call._purse.saved == 0


@pytest.mark.parametrize("policies", [{"breaker": Breaker()}, {"loss": 0.1}])
def test_breaker_or_loss_without_a_timeout_is_refused(policies):
    (name,) = policies
    with pytest.raises(ValueError, match=rf"timeout must be set for a call with a {name} \(shop->stock\), got timeout=None"):
        pair(**policies)
    with pytest.raises(ValueError, match="timeout must be set"):
        pair(timeout=inf, **policies)


@pytest.mark.parametrize("name, value", [("breaker", Breaker()), ("loss", 0.1)])
def test_breaker_or_loss_cannot_be_turned_on_without_a_timeout_nor_the_timeout_off_under_it(name, value):
    _, call = pair()
    with pytest.raises(ValueError, match="timeout must be set"):
        setattr(call, name, value)
    call.timeout = 100
    setattr(call, name, value)
    with pytest.raises(ValueError, match="timeout must be set"):
        call.timeout = None
    assert call.timeout == 100


def test_breaker_that_was_used_in_another_world_is_refused():
    breaker = Breaker()
    pair(timeout=10, breaker=breaker)
    with pytest.raises(ValueError, match="breaker must be a new one for each world"):
        pair(timeout=10, breaker=breaker)
    pair(timeout=10, breaker=breaker.fresh())


def test_two_calls_of_one_world_may_share_a_breaker():
    breaker = Breaker(failures=2)
    world, _ = pair(timeout=10, breaker=breaker)
    world.call("shop", "stock").breaker = breaker
    assert world.call("shop", "stock").breaker is breaker


def test_breaker_of_ones_own_needs_two_methods():
    class Never:
        def allow(self, now):
            return None

        def report(self, permit, ok, now, duration=0):
            raise AssertionError("nothing was permitted")

    world, _ = pair(timeout=10, breaker=Never())
    assert {span.outcome for span in spans(world, 0, 1_000)} == {"open"}


@pytest.mark.parametrize("wrong", [3, "Breaker", Breaker, object(), True, False])
def test_what_is_no_breaker_is_refused(wrong):
    with pytest.raises(TypeError, match="breaker must be a Breaker such as Breaker"):
        pair(timeout=10, breaker=wrong)


def test_refused_call_leaves_nothing_behind():
    def trace(mistake):
        world = World()
        stock = world.service("stock", workers=1, work=exponential(5))
        shop = world.service("shop", workers=1, work=exponential(5))
        if mistake:
            for wrong in ({"timeout": -1}, {"loss": 0.1}, {"at_most": 0}, {"retries": 3}):
                with pytest.raises((ValueError, TypeError)):
                    shop.calls(stock, **wrong)
            with pytest.raises(ValueError):
                world.users(shop, rate=-1)
            with pytest.raises(ValueError):
                world.sessions(shop, n=0, think=constant(1))
            with pytest.raises(TypeError):
                shop.calls_together(stock, "stock")
        shop.calls(stock, network=exponential(1))
        world.users(shop, rate=20)
        return world.run(5_000)

    assert trace(mistake=True) == trace(mistake=False)
