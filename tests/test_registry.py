"""A registry in a world: who is believed in from when until when, and what that costs in requests."""

from math import sqrt
from statistics import mean, stdev

import pytest

from sim import World, constant
from sim.group import Group
from sim.registry import Registry
from sim.theory import false_evictions, registry_requests

EUREKA = {"heartbeat": 30_000, "lease": 180_000, "sweep": 60_000, "cache": 30_000, "fetch": 30_000}
QUICK = {"heartbeat": 1_000, "lease": 3_000}


def built(instances=3, up=None, seed=1, clients=1, **settings):
    """A world with a group and its registry, and the copies of so many clients."""
    world = World(seed=seed)
    group = Group(world, "stock", instances, up=up, workers=1, work=constant(1))
    registry = Registry(group, **settings)
    return world, group, registry, [registry.client(f"client {i}") for i in range(clients)]


def test_everybody_who_is_up_is_known_from_the_beginning_and_stays():
    world, _, registry, (copy,) = built(up=2, **EUREKA)
    world.run(2_000_000)
    assert registry.leases.names == copy.names == ("stock 1", "stock 2") and len(copy.log) == 1


@pytest.mark.parametrize("seed", range(1, 11))
def test_without_sweep_cache_and_fetch_a_death_is_known_when_the_lease_ends(seed):
    world, group, registry, (copy,) = built(seed=seed, **QUICK)
    world.run(10_000)
    last = registry.leases.renewed["stock 1"]
    group.stop("stock 1")
    world.run(20_000)
    assert copy.log[-1] == (pytest.approx(last + 3_000), ("stock 2", "stock 3")) and len(copy.log) == 2


@pytest.mark.parametrize("what", ["sweep", "cache", "fetch"])
def test_each_further_interval_adds_up_to_its_length(what):
    waits = []
    for seed in range(40):
        world, group, registry, (copy,) = built(seed=seed, **QUICK, **{what: 10_000})
        world.run(30_000)
        last = registry.leases.renewed["stock 1"]
        group.stop("stock 1")
        world.run(60_000)
        waits.append(copy.log[-1][0] - last - 3_000)
    assert min(waits) > -1e-6 and max(waits) <= 10_000
    assert abs(mean(waits) - 5_000) < 4 * 10_000 / sqrt(12 * len(waits))


def test_goodbye_is_known_after_cache_and_fetch_and_the_heart_is_still():
    world, group, registry, (copy,) = built(heartbeat=1_000, lease=3_000, cache=4_000, fetch=6_000)
    world.run(10_000)
    registry.deregister("stock 1")
    assert registry.leases.names == ("stock 2", "stock 3") and "stock 1" in copy.names
    world.run(20_001)
    assert "stock 1" not in copy.names and group.state["stock 1"] == "up"
    world.run(60_000)
    assert registry.leases.names == ("stock 2", "stock 3")


def test_new_instance_registers_at_once_and_sends_heartbeats():
    world, _, registry, (copy,) = built(up=2, **QUICK)
    world.run(10_000)
    registry.register("stock 3")
    assert copy.names[-1] == "stock 3"
    world.run(60_000)
    assert copy.names == ("stock 1", "stock 2", "stock 3") and len(copy.log) == 2


def test_stuck_instance_is_believed_in_by_its_heartbeats_and_found_out_by_a_registrar():
    for registration, found_out in (("self", False), ("registrar", True)):
        world, group, _, (copy,) = built(registration=registration, **QUICK)
        world.run(10_000)
        group.stick("stock 1")
        world.run(100_000)
        assert ("stock 1" not in copy.names) is found_out


@pytest.mark.parametrize("seed", range(1, 11))
def test_registrar_notices_at_its_third_failed_poll(seed):
    world, group, registry, (copy,) = built(seed=seed, heartbeat=10_000, lease=30_000, registration="registrar")
    world.run(100_000)
    last = registry._health.good["stock 1"]
    group.vanish("stock 1")
    world.run(200_000)
    assert copy.log[-1][0] == pytest.approx(last + 30_000) and 20_000 <= copy.log[-1][0] - 100_000 <= 30_000


def test_registrar_finds_a_new_instance_at_its_first_poll_and_one_that_is_well_again():
    world, group, registry, (copy,) = built(up=2, heartbeat=10_000, lease=30_000, registration="registrar")
    world.run(50_000)
    registry.register("stock 3")
    assert "stock 3" not in copy.names
    world.run(60_001)
    assert "stock 3" in copy.names
    group.stick("stock 3")
    world.run(100_000)
    assert "stock 3" not in copy.names
    group.start("stock 3")
    world.run(110_001)
    assert "stock 3" in copy.names


def test_requests_are_heartbeats_and_fetches_as_the_formula_says():
    world, _, registry, _ = built(instances=20, clients=50, **EUREKA)
    world.run(3_000_000)
    rate = sum(registry.requests.values()) / 3_000
    assert rate == pytest.approx(registry_requests(20, 30, 50, 30), rel=0.01)
    assert registry.requests["changes"] == registry.requests["told"] == registry.polls == 0


def test_clients_that_are_told_cost_one_message_each_for_a_change():
    world, group, registry, copies = built(clients=7, **QUICK)
    world.run(10_000)
    group.stop("stock 1")
    world.run(20_000)
    assert registry.requests["told"] == 7 and registry.requests["fetches"] == 0
    assert {copy.names for copy in copies} == {("stock 2", "stock 3")}


def test_lost_heartbeats_strike_off_the_healthy_as_often_as_the_formula_says():
    counts = []
    for seed in range(20):
        world, _, registry, _ = built(instances=5, seed=seed, heartbeat=1_000, lease=2_000, loss=0.3)
        world.run(200_000)
        counts.append(sum(len(after) < len(before) for (_, before), (_, after) in zip(registry.leases.log, registry.leases.log[1:])))
    expected = 5 * 200 * false_evictions(1, 2, 0.3)
    assert abs(mean(counts) - expected) < 4 * stdev(counts) / sqrt(len(counts)) + 0.01 * expected


def test_heartbeat_that_comes_just_as_the_lease_ends_saves_the_instance():
    world, _, registry, _ = built(heartbeat=1_000, lease=1_000)
    world.run(500_000)
    assert len(registry.leases.log) == 3  # the three registrations


def test_settings_turned_in_a_running_world_hold_from_now_on():
    world, group, registry, (copy,) = built(**EUREKA)
    world.run(100_000)
    group.stop("stock 1")
    registry.turn(heartbeat=1_000, lease=200_000, sweep=0, cache=0, fetch=0, loss=0.0)
    last = registry.leases.renewed["stock 1"]
    world.run(last + 199_999)
    assert "stock 1" in copy.names
    world.run(last + 200_001)
    assert "stock 1" not in copy.names


def test_interval_that_was_nothing_and_is_something_again_is_kept_again():
    world, _, registry, _ = built(**QUICK)
    world.run(10_000)
    registry.turn(heartbeat=1_000, lease=3_000, sweep=1_000, cache=1_000, fetch=1_000, loss=0.0)
    world.run(30_000)
    assert 17 <= registry.requests["fetches"] <= 20


def test_phases_are_the_seeds_and_clients_fetch_at_different_times():
    def lives(seed):
        world, group, _, copies = built(seed=seed, clients=4, **EUREKA)
        world.run(60_000)
        group.stop("stock 1")
        world.run(500_000)
        return [copy.log[-1][0] for copy in copies]

    assert lives(1) == lives(1) != lives(2) and len(set(lives(1))) == 4


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"heartbeat": 0}, "heartbeat must be positive"),
        ({"lease": -1}, "lease must be positive"),
        ({"sweep": -1}, "sweep must be at least 0"),
        ({"cache": float("nan")}, "cache must be a number, got nan"),
        ({"fetch": True}, "fetch must be a number, got True"),
        ({"loss": 1.1}, "loss must be at least 0 and at most 1"),
        ({"registration": "nobody"}, "registration must be one of 'self', 'registrar', got 'nobody'"),
    ],
)
def test_wrong_settings_are_refused_in_words(settings, said):
    with pytest.raises((ValueError, TypeError), match=said):
        built(**(QUICK | settings))


def test_only_a_group_can_be_registered():
    with pytest.raises(TypeError, match="group must be a Group"):
        Registry("stock", **QUICK)
