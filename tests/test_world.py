"""The world: names and wires the parts, starts load and faults, runs, and is the same again."""

import hashlib
import os
import subprocess
import sys
from math import inf

import pytest

from sim import Breaker, Retry, RunTooLong, World, constant, exponential, full_jitter
from tests.laws import rows

BUSY = """
from sim import *
world = World(seed={seed})
stock = world.service("stock", workers=4, work=lognormal(20, 1.5), queue=20)
prices = world.service("prices", workers=2, work=uniform(1, 20), order="lifo")
shop = world.service("shop", workers=9, work=exponential(3))
shop.calls(stock, network=exponential(1), timeout=60, retry=Retry(attempts=3, backoff=full_jitter(base=5, cap=90)), loss=0.01,
           breaker=Breaker(failures=5, open_for=200), fallback=True)
shop.calls_together(prices, stock, timeout=90)
world.users(shop, rate=120, timeout=300)
world.sessions(shop, n=5, think=exponential(100))
world.fault(stock, start=500, end=900, slow=5, fail=0.2)
world.fault(prices, start=700, end=1100, pause=True)
"""


def busy_world(seed=1):
    names = {}
    exec(BUSY.format(seed=seed), names)
    return names["world"]


def digest(trace):
    return hashlib.sha256(bytes(trace)).hexdigest()


def test_same_seed_gives_the_same_trace_byte_for_byte():
    assert busy_world().run(3_000) == busy_world().run(3_000)


def test_another_seed_gives_another_trace():
    assert len({digest(busy_world(seed).run(500)) for seed in range(5)}) == 5


@pytest.mark.parametrize("hash_seed", ["0", "31337"])
def test_trace_is_the_same_in_another_process_with_another_hash_seed(hash_seed):
    code = BUSY.format(seed=1) + "\nimport hashlib; print(hashlib.sha256(bytes(world.run(3_000))).hexdigest())"
    env = os.environ | {"PYTHONHASHSEED": hash_seed}
    told = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert told.strip() == digest(busy_world().run(3_000))


@pytest.mark.parametrize("slice", [0.7, 13, 250, 999.9])
def test_run_in_slices_is_the_same_as_run_at_once(slice):
    whole, sliced = busy_world().run(2_000), busy_world()
    while sliced.now < 2_000:
        sliced.run(min(2_000, sliced.now + slice))
    assert sliced.trace == whole


def test_two_worlds_side_by_side_do_not_disturb_each_other():
    one, other = busy_world(1), busy_world(2)
    for _ in range(40):
        one.advance(50)
        other.advance(50)
    assert one.trace == busy_world(1).run(2_000) and other.trace == busy_world(2).run(2_000)


def test_run_includes_what_happens_before_its_end_only():
    world = World()
    world.users(world.service("stock", workers=1, work=constant(1)), rate=1, arrivals="constant")
    assert len(world.run(1_000)) == 0
    assert len(world.run(1_000.001)) == 1
    assert world.now == 1_000.001


def test_advance_goes_on_from_where_the_world_stopped():
    world = busy_world()
    assert world.advance(100) is world.trace and world.now == 100
    world.advance(0)
    world.advance(50.5)
    assert world.now == 150.5


def test_world_does_not_run_backwards():
    world = World()
    world.run(100)
    with pytest.raises(ValueError, match="until must be at least 100, got 99"):
        world.run(99)
    with pytest.raises(ValueError, match="by must be at least 0, got -1"):
        world.advance(-1)


def test_world_without_anything_lets_time_pass():
    world = World()
    assert len(world.run(60_000)) == 0 and world.now == 60_000


def test_run_that_would_never_end_is_stopped_with_advice():
    world = World(max_events=5_000)
    stock = world.service("stock", workers=1, work=constant(0))
    stock.down = True
    world.sessions(stock, n=1, think=constant(0))
    with pytest.raises(RunTooLong, match="more than max_events=5,000 events. Ask for a shorter run, less load, or a larger"):
        world.run(1_000)
    assert world.now == 0 and len(world.trace) > 1_000


def test_name_can_be_given_once():
    world = World()
    world.service("stock", workers=1, work=constant(1))
    for name in ("stock", "users"):
        with pytest.raises(ValueError, match=f"name must be a new one, got '{name}', which is taken"):
            world.service(name, workers=1, work=constant(1))


def test_services_are_found_by_their_names():
    world = busy_world()
    assert set(world.services) == {"stock", "prices", "shop"}
    assert all(service.name == name for name, service in world.services.items())


def test_call_is_found_by_its_two_ends():
    world = busy_world()
    assert world.call("shop", "prices").service.name == "prices"
    assert world.call("users", "shop").caller == "users"
    with pytest.raises(ValueError, match=r"call must be one of \['shop -> stock', .*got 'stock' -> 'shop'"):
        world.call("stock", "shop")


def test_first_of_two_equal_calls_is_the_one_that_is_found():
    world = busy_world()
    assert world.call("shop", "stock").breaker is not None
    assert [call.name for call in world.links if call.service.name == "stock"] == ["shop->stock", "shop->stock#2"]


def test_users_have_patience_retries_and_a_network_of_their_own():
    world = World()
    stock = world.service("stock", workers=9, work=constant(80))
    load = world.users(stock, rate=1, arrivals="constant", timeout=50, retry=Retry(attempts=2), network=constant(3))
    spans = rows(world.run(1_990), "stock")
    assert [(span.caller, span.attempt, span.arrived - span.started, span.outcome) for span in spans] == [
        ("users", 1, 3, "timeout"),
        ("users", 2, 3, "timeout"),
    ]
    assert load.call.timeout == 50


def test_users_can_be_given_further_policies_through_their_call():
    world = World()
    stock = world.service("stock", workers=1, work=constant(800))
    world.users(stock, rate=10, arrivals="constant").call.at_most = 1
    assert [span.outcome for span in rows(world.run(350), "stock")] == ["in flight", "rejected", "rejected"]


def test_fault_in_the_future_of_a_running_world_holds_then():
    world = World()
    stock = world.service("stock", workers=1, work=constant(1))
    world.users(stock, rate=10, arrivals="constant")
    world.run(1_050)
    world.fault(stock, start=1_050, end=1_250, down=True)
    spans = rows(world.run(1_450), "stock")
    assert [span.outcome for span in spans[-5:]] == ["ok", "error", "error", "ok", "ok"]


@pytest.mark.parametrize(
    "fault, message",
    [
        ({"start": 50}, "start must be at least 100, got 50"),
        ({"start": 200, "end": 200}, "end must be more than 200, got 200"),
        ({"start": 200, "end": 150}, "end must be more than 200, got 150"),
    ],
)
def test_fault_in_the_past_or_the_wrong_way_round_is_refused(fault, message):
    world = World()
    stock = world.service("stock", workers=1, work=constant(1))
    world.run(100)
    with pytest.raises(ValueError, match=message):
        world.fault(stock, down=True, **fault)


def test_fault_must_be_one_that_there_is():
    world = World()
    stock = world.service("stock", workers=1, work=constant(1))
    with pytest.raises(ValueError, match="a fault must be one of slow, fail, hang, down, pause, crash, got 'slwo'"):
        world.fault(stock, start=0, slwo=5)
    with pytest.raises(ValueError, match="a fault must be at least one of slow, fail, hang, down, pause, crash, got none"):
        world.fault(stock, start=0)


def test_fault_with_one_wrong_part_is_refused_as_a_whole():
    world = World()
    stock = world.service("stock", workers=1, work=constant(1))
    with pytest.raises(ValueError):
        world.fault(stock, start=0, slow=5, fail=3)
    world.run(10)
    assert stock._slowness == 1


def test_parts_of_another_world_are_refused():
    here, there = World(), World()
    stock = there.service("stock", workers=1, work=constant(1))
    here.service("stock", workers=1, work=constant(1))
    for use in (lambda: here.users(stock, rate=1), lambda: here.fault(stock, start=0, slow=2), lambda: here.sessions(stock, 1, constant(1))):
        with pytest.raises(ValueError, match="service must be one of this world, got 'stock' of another"):
            use()


def test_turning_a_breaker_on_moves_no_arrival():
    def starts(breaker):
        world = World()
        stock = world.service("stock", workers=1, work=exponential(20))
        shop = world.service("shop", workers=9, work=exponential(2))
        shop.calls(stock, timeout=30, breaker=breaker, retry=Retry(attempts=3, backoff=full_jitter(base=5, cap=50)))
        world.users(shop, rate=80)
        return [span.started for span in rows(world.run(20_000), "shop")]

    assert starts(None) == starts(Breaker(failures=2, open_for=100)) == starts(Breaker(failures=1, open_for=5_000))


def test_adding_a_service_that_nobody_calls_changes_nothing():
    def trace(extra):
        world = World()
        if extra:
            world.service("spare", workers=1, work=exponential(1))
        stock = world.service("stock", workers=1, work=exponential(5))
        world.users(stock, rate=100)
        return world.run(2_000)

    assert trace(True) == trace(False)


def test_world_can_be_looked_at():
    assert repr(World(seed=7)) == "<World of 0 services at 0 ms, seed 7>"


def test_deadlines_do_not_travel_unless_told_so():
    assert World().propagate_deadlines is False
    world = World(propagate_deadlines=True)
    assert world.service("stock", workers=1, work=constant(1)).drop_expired


def test_fault_may_last_for_ever():
    world = World()
    stock = world.service("stock", workers=1, work=constant(1))
    world.fault(stock, start=10, end=inf, down=True)
    world.run(1e6)
    assert stock._down
