"""The simulation against the algebra of calls that fail: availability in series, retries, layers of retries, budgets."""

from statistics import fmean

import pytest

from sim import Retry, World, attempts, availability, constant, theory
from tests.laws import rows
from tests.replications import assert_within, replicate


@pytest.mark.parametrize("shares", [(0.01, 0.005, 0.002), (0.1, 0.05, 0.02), (0.4, 0.3, 0.2)], ids=str)
def test_request_that_needs_three_parts_is_as_available_as_their_product(shares):
    def measure(seed):
        world = World(seed=seed)
        shop = world.service("shop", workers=100, work=constant(0))
        for name, fail in zip("abc", shares):
            part = world.service(name, workers=100, work=constant(0.1))
            part.fail = fail
            shop.calls(part)
        world.users(shop, rate=200)
        return {"ok": availability(world.run(5_000), "shop")}

    assert_within(replicate(measure)["ok"], theory.serial_availability([1 - fail for fail in shares]), 0.05)


def failing(seed, failure, retry):
    """Return the trace of a service of which each try fails with this share, without any queueing."""
    world = World(seed=seed)
    stock = world.service("stock", workers=1_000, work=constant(0.1))
    stock.fail = failure
    world.users(stock, rate=200, retry=retry)
    return world.run(6_000)


@pytest.mark.parametrize("tries", [2, 4])
@pytest.mark.parametrize("failure", [0.1, 0.4, 0.7])
def test_retries_amplify_and_help_as_the_formulas_say(failure, tries):
    def measure(seed):
        trace = failing(seed, failure, Retry(attempts=tries))
        return {"made": attempts(trace, "stock"), "good": availability(trace, "stock")}

    figures = replicate(measure, 20)
    assert_within(figures["made"], theory.tries_per_call(failure, tries), 0.03)
    assert_within(figures["good"], theory.success_with_tries(failure, tries), 0.05)


@pytest.mark.parametrize("budget", [0.1, 0.3])
def test_budget_bounds_the_tries_and_a_storm_uses_it_up(budget):
    made = replicate(lambda seed: {"made": attempts(failing(seed, 0.6, Retry(4, budget=budget)), "stock")}, 10)["made"]
    most = theory.most_tries_in_budget(0.6, 4, budget)
    assert most == 1 + budget and all(most - 0.005 < tries <= most for tries in made)


def test_budget_that_is_not_needed_changes_nothing():
    made = replicate(lambda seed: {"made": attempts(failing(seed, 0.05, Retry(4, budget=1)), "stock")}, 10)["made"]
    assert_within(made, theory.most_tries_in_budget(0.05, 4, 1), 0.015)
    assert fmean(made) < 1.06


@pytest.mark.parametrize("failure", [0.2, 0.5, 0.8])
def test_layers_of_retries_work_like_one_caller_with_all_of_them(failure):
    def measure(seed):
        world = layered(seed, tries=2)
        world.services["bottom"].fail = failure
        trace = world.run(5_000)
        return {"made": len(rows(trace, "bottom")) / len(rows(trace, "a"))}

    assert_within(replicate(measure, 20)["made"], theory.layered_tries(failure, 2, 3), 0.07)


def layered(seed, tries, rate=100):
    """Return a world of three callers in a row above a bottom, each making so many tries of the next."""
    world = World(seed=seed)
    bottom, c, b, a = (world.service(name, workers=1_000, work=constant(0)) for name in ("bottom", "c", "b", "a"))
    for caller, callee in ((c, bottom), (b, c), (a, b)):
        caller.calls(callee, retry=Retry(attempts=tries))
    world.users(a, rate=rate, arrivals="constant")
    return world


def test_three_layers_of_four_attempts_make_64():
    world = layered(1, tries=4, rate=1)
    world.services["bottom"].down = True
    assert len(rows(world.run(1_500), "bottom")) == theory.worst_amplification(4, 3) == 64
