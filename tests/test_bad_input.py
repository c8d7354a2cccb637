"""Wrong arguments over the public surface: each is refused when the part is built, in words that say what is allowed."""

from math import inf, nan

import pytest

import sim.theory as theory
from sim import (
    Breaker,
    Retry,
    World,
    constant,
    decorrelated_jitter,
    empirical,
    equal_jitter,
    exponential,
    exponential_backoff,
    fixed,
    full_jitter,
    load_graph,
    lognormal,
    percentile,
    uniform,
)
from sim.knobs import Choice, Slider, Switch
from sim.watch import Watch

NUMBER = [True, "5", None, [5]]  # wrong kinds wherever a number is wanted
POSITIVE = [0, -3, nan, *NUMBER]
FINITE = [inf, *POSITIVE]
AMOUNT = [-1, -0.5, nan, inf, *NUMBER]
SHARE = [-0.1, 1.1, nan, inf, *NUMBER]
COUNT = [0, -1, 2.5, 2.0, nan, *NUMBER]
DELAY = [5, "constant(5)", None, exponential]
FLAG = [1, 0, "yes", None]


def parts(**settings):
    """Return a world, a stock and a shop that calls it with these policies."""
    world = World()
    stock = world.service("stock", workers=1, work=constant(1))
    shop = world.service("shop", workers=1, work=constant(1))
    if settings:
        shop.calls(stock, **settings)
    return world, stock, shop


def service(**settings):
    return World().service(**{"name": "stock", "workers": 1, "work": constant(1)} | settings)


def users(**settings):
    world, stock, _ = parts()
    return world.users(stock, **{"rate": 10} | settings)


def sessions(**settings):
    world, stock, _ = parts()
    return world.sessions(stock, **{"n": 10, "think": constant(1)} | settings)


def fault(**settings):
    world, stock, _ = parts()
    return world.fault(stock, **{"start": 0, "end": 10} | settings)


def call(**settings):
    return parts(**settings)


def guarded(**settings):
    return parts(**{"timeout": 100} | settings)


def count_window(**settings):
    good = {"size": 10, "minimum": 5, "failure_rate": 0.5, "open_for": 100, "trials": 1}
    return Breaker.count_window(**good | settings)


def time_window(**settings):
    good = {"length": 1_000, "minimum": 5, "failure_rate": 0.5, "open_for": 100, "trials": 1}
    return Breaker.time_window(**good | settings)


def metric(**settings):
    world, stock, _ = parts()
    world.users(stock, rate=10)
    return percentile(world.run(1_000), **{"service": "stock", "q": 50} | settings)


def slider(**settings):
    return Slider(**{"value": 5, "low": 0, "high": 10, "step": 1, "label": "Tries"} | settings)


def theorem(name, **good):
    return lambda **settings: getattr(theory, name)(**good | settings)


MM1 = {"rate": 10, "service_time": 10}

# who is asked, which argument, what is allowed in words, and values that are not
TABLE = [
    (World, "seed", "whole number", [1.5, nan, *NUMBER]),
    (World, "propagate_deadlines", "True or False", FLAG),
    (World, "max_events", "", COUNT),
    (service, "name", "", [5, None, "", " ", ["stock"], "users"]),
    (service, "workers", "", [inf, *COUNT]),
    (service, "work", "delay such as constant(20)", DELAY),
    (service, "queue", "", [-1, 1.5, nan, -inf, *NUMBER]),
    (service, "order", "'fifo', 'lifo'", ["random", 1, None]),
    (users, "rate", "", FINITE),
    (users, "arrivals", "'poisson', 'constant'", ["bursty", 3, None]),
    (users, "timeout", "", [0, -3, nan, True, "5", [5]]),
    (users, "retry", "Retry", [3, "Retry", Retry]),
    (users, "network", "delay", [0.5, "constant"]),
    (sessions, "n", "", [inf, *COUNT]),
    (sessions, "think", "delay such as", DELAY),
    (sessions, "timeout", "", [0, -3, nan, True, "5"]),
    (fault, "start", "", AMOUNT),
    (fault, "end", "", [0, -5, nan, *NUMBER]),
    (fault, "slow", "", FINITE),
    (fault, "fail", "", SHARE),
    (fault, "hang", "", SHARE),
    (fault, "down", "True or False", FLAG),
    (fault, "pause", "True or False", FLAG),
    (call, "network", "delay", [0.5, "constant", True]),
    (call, "timeout", "", [0, -250, nan, True, "5", [5]]),
    (call, "at_most", "", [0, -1, 1.5, nan, True, "5"]),
    (call, "retry", "Retry such as Retry(attempts=3)", [3, "thrice", Retry, full_jitter(1, 2)]),
    (guarded, "breaker", "Breaker such as", [5, "closed", Breaker, True]),
    (guarded, "fallback", "True or False", FLAG),
    (guarded, "loss", "", SHARE),
    (lambda service: parts()[2].calls(service), "service", "service of this world", ["stock", None, 5]),
    (constant, "ms", "", AMOUNT),
    (exponential, "mean", "", FINITE),
    (lambda low: uniform(low, 10), "low", "", AMOUNT),
    (lambda high: uniform(5, high), "high", "", [4.9, nan, inf, *NUMBER]),
    (lambda mean: lognormal(mean, 1), "mean", "", FINITE),
    (lambda cv: lognormal(10, cv), "cv", "", FINITE),
    (empirical, "samples", "", [[], 5, None, [-1], [nan], ["a"], [True]]),
    (lambda weights: empirical([1, 2], weights), "weights", "", [[1], [0, 0], [-1, 2], ["a", 1], 5, [nan, 1]]),
    (fixed, "ms", "", AMOUNT),
    *((lambda base, make=make: make(base, 100), "base", "", FINITE) for make in (exponential_backoff, full_jitter)),
    *((lambda cap, make=make: make(50, cap), "cap", "", [49, 0, nan, inf, *NUMBER]) for make in (equal_jitter, decorrelated_jitter)),
    (Retry, "attempts", "", [1_001, *COUNT]),
    (Retry, "backoff", "backoff such as", [50, None, full_jitter]),
    (Retry, "budget", "", [-0.1, 1.1, nan, True, "a tenth"]),
    (Breaker, "failures", "", COUNT),
    (Breaker, "open_for", "", FINITE),
    (Breaker, "trials", "", COUNT),
    (count_window, "size", "", COUNT),
    (count_window, "minimum", "", [11, *COUNT]),
    (count_window, "failure_rate", "", [0, 1.1, nan, *NUMBER]),
    (count_window, "slow_after", "", [0, -1, nan, *NUMBER]),
    (count_window, "slow_rate", "", [0, 1.1, nan, *NUMBER]),
    (count_window, "trials", "", COUNT),
    (time_window, "length", "", FINITE),
    (time_window, "minimum", "", COUNT),
    (time_window, "open_for", "", FINITE),
    (load_graph, "name", "'online-boutique'", ["amazon", 5, None]),
    (lambda graph: World.from_graph(graph), "graph", "networkx.DiGraph", [5, {}, None, "online-boutique"]),
    (lambda until: World().run(until), "until", "", AMOUNT),
    (lambda by: World().advance(by), "by", "", AMOUNT),
    (metric, "q", "", [-1, 101, nan, inf, *NUMBER]),
    (metric, "service", "one of", ["stok", 5]),
    (lambda every: Watch(World(), every), "every", "", FINITE),
    (lambda world: Watch(world, 10), "world", "World", [5, None, World]),
    (slider, "value", "", [11, -1, nan, *NUMBER]),
    (slider, "low", "", [nan, inf, *NUMBER]),
    (slider, "high", "", [0, -5, nan, *NUMBER]),
    (slider, "step", "", FINITE),
    (slider, "label", "", ["", 5, None]),
    (slider, "log", "True or False", FLAG),
    (lambda options: Choice(1, options, "Tries"), "options", "", [[], "12", 5, None]),
    (lambda value: Choice(value, [1, 2], "Tries"), "value", "one of [1, 2]", [3, "1", None]),
    (lambda value: Switch(value, "Breaker"), "value", "True or False", FLAG),
    (theorem("utilisation", service_time=10), "rate", "", AMOUNT),
    (theorem("mm1_sojourn", rate=10), "service_time", "", FINITE),
    (theorem("mm1_percentile", **MM1), "q", "", [-1, 101, nan, *NUMBER]),
    (theorem("mmc_wait", **MM1), "workers", "", COUNT),
    (theorem("erlang_c", **MM1), "workers", "", COUNT),
    (theorem("little", rate=3), "time", "", AMOUNT),
    (lambda parts: theory.serial_availability(parts), "parts", "", [[1.5], [-0.1], [True], ["all"]]),
    (theorem("tries_per_call", tries=3), "failure", "", SHARE),
    (theorem("success_with_tries", failure=0.5), "tries", "", COUNT),
    (theorem("worst_amplification", layers=3), "tries", "", COUNT),
    (theorem("vulnerable_band", tries=2), "capacity", "", FINITE),
    (theorem("drain_time", capacity=300, pause=10), "rate", "", AMOUNT),
    (theorem("drain_time", capacity=300, rate=10), "pause", "", AMOUNT),
    (theorem("tipping_pause", capacity=300, timeout=100), "rate", "", AMOUNT),
    (theorem("tipping_pause", capacity=300, rate=280), "timeout", "", FINITE),
    (theorem("tipping_pause", capacity=300, rate=280, timeout=100), "tries", "", [1, 3, "2"]),
    (theorem("least_trials", wanted=0.9), "failure", "", SHARE),
    (theorem("least_trials", failure=0.9), "wanted", "", SHARE),
]  # fmt: skip

NO_NUMBERS = ("name", "label", "options", "samples", "weights", "service", "tries", "parts")  # where another kind is wanted, or several


def refusal(ask, name, value):
    """Return the error that `value` is answered with."""
    with pytest.raises((ValueError, TypeError)) as caught:
        ask(**{name: value})
    return caught.value


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{getattr(row[0], '__name__', '')}-{row[1]}".replace("<lambda>-", ""))
def test_wrong_argument_is_refused_in_words(row):
    ask, name, allowed, values = row
    for value in values:
        error = refusal(ask, name, value)
        words = str(error)
        assert words.startswith(f"{name} must ")
        assert allowed in words
        parts = value if isinstance(value, list) else [value]
        shown = [repr(value), *map(repr, parts), type(value).__name__] + (["none"] if value == [] else [])
        assert any(f"got {text}" in words for text in shown), words
        if allowed == "" and name not in NO_NUMBERS:
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            assert type(error) is (ValueError if number else TypeError)


def test_table_is_long_enough_to_mean_something():
    assert len(TABLE) >= 85 and sum(len(values) for _, _, _, values in TABLE) >= 400


@pytest.mark.parametrize(
    "ask, message",
    [
        (lambda: parts(timeot=5), "a policy must be one of network, timeout, at_most, retry, breaker, fallback, loss, got 'timeot'"),
        (lambda: parts(timeout=5, propagate=True), "a policy must be one of .*, got 'propagate'"),
        (lambda: fault(slwo=3), "a fault must be one of slow, fail, hang, down, pause, got 'slwo'"),
        (lambda: fault(), "a fault must be at least one of slow, fail, hang, down, pause, got none"),
        (lambda: World().call("shop", "stock"), r"call must be one of \[\], got 'shop' -> 'stock'"),
        (lambda: guarded(timeout=None, loss=0.1), r"timeout must be set for a call with a loss \(shop->stock\), got timeout=None"),
    ],
)
def test_names_that_do_not_exist_are_answered_with_those_that_do(ask, message):
    with pytest.raises((ValueError, TypeError), match=message):
        ask()


def test_number_that_no_float_can_hold_is_refused():
    with pytest.raises(ValueError, match="timeout must be a number that a float can hold, got one of 1329 bits"):
        call(timeout=10**400)


def test_boundary_values_are_taken():
    assert parts(timeout=inf, at_most=inf, network=constant(0), retry=Retry(attempts=1, budget=0), loss=0)
    assert parts(timeout=1e-9, at_most=1, retry=Retry(attempts=1_000, budget=1), loss=1, breaker=Breaker(1, 1e-9, 1))
    assert fault(slow=1e-9, fail=1, hang=1) is None and fault(end=inf, fail=0) is None
    assert service(queue=0, workers=10_000) and service(queue=inf)
    assert count_window(size=1, minimum=1, failure_rate=1, slow_after=inf)
