"""Wrong arguments over the public surface: each is refused when the part is built, in words that say what is allowed."""

import re
from fractions import Fraction
from importlib import import_module
from inspect import signature
from math import inf
from pkgutil import iter_modules

import numpy as np
import pytest

import sim
from sim import Breaker, Retry, World, constant, exponential, full_jitter, lognormal, scenarios, uniform
from sim.watch import Watch
from tests.surface import ENGINE, PARTS, surface
from tests.wrong_arguments import TABLE
from tests.wrong_values import BIG, a_call, parts

IN_NUMBERS = re.compile("a number|a whole number|at least|positive|more than|at most|finite|add up to|a list of numbers|as many as|hold at least one")
IN_WORDS = re.compile(r"be (a |one |an |new|of |'|\[)|not be empty|True or False|be 2|name what is|a string|a list|be a dict")
UNCHECKED = {  # parameters that nothing has to be said about
    ("Breaker.belong_to", "world"): "whatever the breaker is used in",
    ("Slider.check", "name"): "what the message calls the value",
    ("Choice.check", "name"): "what the message calls the value",
    ("Switch.check", "name"): "what the message calls the value",
    ("Trace.span", "row"): "an IndexError, as of a list; see test_trace",
    ("Watch.rate", "totals"): "a list that the watch has made",
    ("Watch.share", "parts"): "a list that the watch has made",
    ("Watch.share", "wholes"): "a list that the watch has made",
    ("Watch.share", "empty"): "handed back as it is",
}


def refusal(row, value):
    """Return the error that `value` is answered with."""
    with pytest.raises((ValueError, TypeError)) as caught:
        row.ask(**{row.name: value})
    return caught.value


def says_the_value(words, value):
    """True if the words show the value, or as much of it as fits in a message."""
    told = [repr(value)[:200], type(value).__name__]
    if isinstance(value, dict):
        told += [repr(key) for key in value]
    if isinstance(value, list) or type(value) is tuple:
        told += [repr(one) for one in value] + ["none", str(len(value))]
    if type(value) is int and abs(value) == BIG:
        told = ["one of 1329 bits"]
    try:
        told.append(repr(float(value)))
        told.append(repr(int(value)))
    except OverflowError:
        told.append("a fraction that is too large")
    except (TypeError, ValueError):
        pass
    return any(f"got {text}" in words for text in told)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.of}-{row.name}")
def test_wrong_argument_is_refused_in_words_that_name_it_its_value_and_what_is_allowed(row):
    for value in row.values:
        error = refusal(row, value)
        words = str(error)
        assert words.startswith(f"{row.said} must "), words
        assert says_the_value(words, value) or row.said == "call" and repr(value) in words, words
        assert row.allowed in words and (IN_NUMBERS.search(words) or IN_WORDS.search(words)), words
        assert "\n" not in words and len(words) < 600


def test_every_parameter_of_the_public_surface_is_in_the_table():
    missing = surface() - {(row.of, row.name) for row in TABLE} - set(UNCHECKED)
    assert not missing, f"tests/wrong_arguments.py has no wrong value for {sorted(missing)}"
    unknown = {(row.of, row.name) for row in TABLE if row.of != "theory"} | set(UNCHECKED)
    assert unknown <= surface(), f"no such parameter: {sorted(unknown - surface())}"


def test_what_is_left_to_the_engine_exists():
    for name, members in ENGINE.items():
        cls = PARTS.get(name) or getattr(sim, name)
        for member in members - {"clock", "trace"}:
            assert hasattr(cls, member)


def test_table_is_long_enough_to_mean_something():
    assert len(TABLE) >= 200 and sum(len(row.values) for row in TABLE) >= 3_000


def test_surface_finds_a_parameter_that_is_new(monkeypatch):
    monkeypatch.setattr(World, "teleport", lambda self, where: None, raising=False)
    World.teleport.__module__ = "sim.world"
    assert ("World.teleport", "where") in surface()


@pytest.mark.parametrize(
    "ask, message",
    [
        (lambda: wired(timeot=5), "a policy must be one of network, timeout, at_most, retry, breaker, fallback, loss, got 'timeot'"),
        (lambda: wired(timeout=5, propagate=True), "a policy must be one of .*, got 'propagate'"),
        (lambda: fault(slwo=3), "a fault must be one of slow, fail, hang, down, pause, crash, got 'slwo'"),
        (lambda: fault(), "a fault must be at least one of slow, fail, hang, down, pause, crash, got none"),
        (lambda: fault(start=10, end=10, slow=2), "end must be more than 10, got 10"),
        (lambda: World().call("shop", "stock"), r"call must be one of \[\], got 'shop' -> 'stock'"),
        (lambda: wired(loss=0.1), r"timeout must be set for a call with a loss \(shop->stock\), got timeout=None"),
        (lambda: wired(breaker=Breaker()), r"timeout must be set for a call with a breaker \(shop->stock\), got timeout=None"),
        (lambda: wired(breaker=Breaker(), timeout=inf), "timeout must be set for a call with a breaker"),
        (lambda: setattr(wired(breaker=Breaker(), timeout=5), "timeout", None), "timeout must be set for a call with a breaker"),
        (lambda: circle(1), "calls in a circle: s0 -> s0"),
        (lambda: circle(3), "calls in a circle: s2 -> s0 -> s1 -> s2"),
        (lambda: ran(100).run(99), "until must be at least 100, got 99"),
        (lambda: ran(100).fault(ran(0).services["stock"], start=0, slow=2), "service must be one of this world, got 'stock' of another"),
        (lambda: fault(ran(100), start=99, slow=2), "start must be at least 100, got 99"),
        (lambda: parts()[2].calls(parts()[1]), "service must be one of the same world, got 'stock' of another"),
        (lambda: parts()[2].calls_together(), "services must be at least one, got none"),
        (lambda: Watch(World(), 1e-300).run(1), "every must leave at most 1,000,000 samples until 1 ms, got 1e-300"),
        (lambda: Breaker.count_window(size=5, minimum=6, failure_rate=1, open_for=1, trials=1), "minimum must be at least 1 and at most 5, got 6"),
    ],
)
def test_contradictions_are_answered_with_what_would_fit(ask, message):
    with pytest.raises((ValueError, TypeError), match=message):
        ask()


def wired(**policies):
    _, stock, shop = parts()
    return shop.calls(stock, **policies)


def fault(world=None, **settings):
    world = world or parts()[0]
    return world.fault(world.services["stock"], **{"start": 0} | settings)


def ran(until):
    world, *_ = parts()
    world.run(until)
    return world


def circle(size):
    world = World()
    services = [world.service(f"s{i}", workers=1, work=constant(1)) for i in range(size)]
    for i, service in enumerate(services):
        service.calls(services[(i + 1) % size])


def test_breaker_of_another_world_is_refused():
    used = a_call()
    used.breaker = Breaker()
    with pytest.raises(ValueError, match="breaker must be a new one for each world, got one that was used before"):
        a_call().breaker = used.breaker


def run_with(whole, real, flag):
    """Return a run whose every number is of such a kind."""
    world = World(seed=whole(7), max_events=whole(10_000))
    stock = world.service("stock", workers=whole(2), work=exponential(real(20.5)), queue=whole(5))
    shop = world.service("shop", workers=whole(9), work=constant(real(2.5)))
    retry = Retry(attempts=whole(3), backoff=full_jitter(base=real(2.5), cap=real(50.5)), budget=real(0.5))
    breaker = Breaker.count_window(whole(9), whole(5), real(0.5), real(100.5), whole(2), real(200.5), real(0.5))
    shop.calls(
        stock, network=uniform(real(0.5), real(1.5)), timeout=real(30.5), at_most=whole(9), retry=retry, breaker=breaker,
        fallback=flag(True), loss=real(0.125),
    )  # fmt: skip
    world.users(shop, rate=real(80.5), timeout=real(100.5))
    world.fault(stock, start=real(500.5), end=real(900.5), slow=real(2.5), pause=flag(False))
    trace = world.run(real(2_000.5))
    return bytes(trace), repr((retry, breaker)), {type(part) for part in (*trace.started, world.now, stock.workers, world.clock.events)}


@pytest.mark.parametrize("whole", [np.int8, np.uint16, np.int64], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("real", [np.float16, np.float32, np.float64, Fraction], ids=lambda kind: kind.__name__)
def test_numbers_of_numpy_and_fractions_are_as_good_as_plain_ones(whole, real):
    whole_or_larger = lambda value: whole(value) if value < 128 else np.int64(value)  # noqa: E731
    ours = run_with(whole_or_larger, lambda value: real(value) if value != 2_000.5 else np.float64(value), np.bool_)
    assert ours == run_with(int, float, bool)
    assert ours[2] <= {int, float}


def test_largest_and_smallest_that_are_taken_run_without_a_traceback():
    for work in (constant(1e308), constant(5e-324), exponential(1e308), exponential(5e-324), uniform(0, 1.7e308),
                 lognormal(1e15, 1e6), lognormal(1e15, 1e-300), lognormal(5e-324, 1e6), constant(-0.0)):  # fmt: skip
        for rate in (100, 5e-324):
            world = World()
            stock = world.service("x" * 100, workers=10**300, work=work, queue=10**300)
            world.users(stock, rate=rate, timeout=5e-324 if rate == 100 else 1e308)
            world.fault(stock, start=0, slow=1e9)
            trace = world.run(1_000)
            assert world.now == 1_000 and all(0 <= started < 1_000 for started in trace.started)


def test_negative_zero_is_zero():
    assert repr(constant(-0.0)) == "constant(0.0)" and constant(-0.0) == constant(0.0)


def test_boundary_values_are_taken():
    assert wired(timeout=inf, at_most=inf, network=constant(0), retry=Retry(attempts=1, budget=0), loss=0)
    assert wired(timeout=1e-9, at_most=1, retry=Retry(attempts=1_000, budget=1), loss=1, breaker=Breaker(1, 1e-9, 1))
    assert fault(end=10, slow=1e-9, fail=1, hang=1) is None and fault(end=inf, fail=0) is None
    world = World()
    assert world.service("a", queue=0, workers=10_000, work=constant(0)) and world.service("b", 1, constant(0), queue=inf)
    assert Breaker.count_window(size=1, minimum=1, failure_rate=1, open_for=1, trials=1, slow_after=inf)
    assert world.users(world.services["a"], rate=10**9) and world.service("é" * 100, workers=1, work=constant(1))


SCENARIOS = [import_module(f"sim.scenarios.{found.name}") for found in iter_modules(scenarios.__path__)]
RUNS = [module for module in SCENARIOS if hasattr(module, "run")]
WINDOW = ("window", "minimum", "failure_rate", "slow_after")  # what the breaker of failures in a row does not look at
NEEDED = {("sim.scenarios.circuit_breaker", name): {"kind": "count window"} for name in WINDOW}
PARAMETERS = [(module, name) for module in RUNS for name in signature(module.run).parameters]


@pytest.mark.parametrize("module, name", PARAMETERS, ids=lambda part: getattr(part, "__name__", part))
def test_scenario_refuses_what_none_of_its_parameters_can_be(module, name):
    for value in ("no such thing", [5], {}, object, np.array([1, 2]), 1j):
        with pytest.raises((ValueError, TypeError)) as caught:
            getattr(module.run, "start", module.run)(**NEEDED.get((module.run.__module__, name), {}) | {name: value})
        assert re.search(r"\w must .+, got ", str(caught.value)) and says_the_value(str(caught.value), value), str(caught.value)
