"""The closed forms of discovery: against known figures, each other, and the simulation."""

from math import sqrt
from statistics import mean

import pytest

from sim import World, constant, exponential, mean_latency
from sim.group import Group
from sim.leases import Copy
from sim.scenarios.beliefs import forgotten_after
from sim.theory import (
    false_evictions,
    mean_staleness,
    mm1_sojourn,
    registry_requests,
    share_of_long_queues,
    spread_of_staleness,
    supermarket_sojourn,
    worst_goodbye,
    worst_staleness,
)

EUREKA = {"heartbeat": 30, "lease": 180, "sweep": 60, "cache": 30, "fetch": 30}


def test_eurekas_defaults_give_up_to_300_s_and_a_platforms_probes_30():
    assert worst_staleness(180, sweep=60, cache=30, fetch=30) == 300 and worst_staleness(3 * 10) == 30
    assert mean_staleness(**EUREKA) == 225 and mean_staleness(10, 30) == 25
    assert worst_goodbye(cache=30, fetch=30) == 60


def test_quicker_heartbeats_alone_make_addresses_older():
    assert mean_staleness(**EUREKA | {"heartbeat": 5}) == 237.5


def test_spread_is_that_of_a_sum_of_uniform_phases():
    assert spread_of_staleness(12) == pytest.approx(12 / sqrt(12))
    assert spread_of_staleness(3, sweep=4) == pytest.approx(5 / sqrt(12))


@pytest.mark.parametrize(
    "times",
    [
        EUREKA,
        EUREKA | {"heartbeat": 5},
        EUREKA | {"lease": 30},
        {"heartbeat": 10, "lease": 30, "sweep": 0, "cache": 0, "fetch": 0},
        {"heartbeat": 10, "lease": 30, "sweep": 0, "cache": 20, "fetch": 0, "registration": "registrar"},
        {"heartbeat": 2, "lease": 6, "sweep": 1, "cache": 1, "fetch": 6},
    ],
)
def test_simulated_beliefs_end_as_the_sum_of_the_intervals_says(times):
    ages = [forgotten_after(seed, **times) for seed in range(300)]
    plain = {name: time for name, time in times.items() if name != "registration"}
    waits = {name: time for name, time in plain.items() if name != "heartbeat"}
    spread = spread_of_staleness(**{name: time for name, time in plain.items() if name != "lease"})
    assert max(ages) <= worst_staleness(**waits) + 1e-6
    assert min(ages) >= times["lease"] - times["heartbeat"] - 1e-6
    assert abs(mean(ages) - mean_staleness(**plain)) < 4 * spread / sqrt(len(ages))
    assert sqrt(mean((age - mean(ages)) ** 2 for age in ages)) == pytest.approx(spread, rel=0.15)


def test_requests_are_what_instances_and_clients_send():
    assert registry_requests(1_000, 30, 1_000, 30) == pytest.approx(66.67, abs=0.01)
    assert registry_requests(0, 1, 5, 2) == 2.5


def test_runs_of_lost_heartbeats():
    assert false_evictions(10, 10, 0.5) == pytest.approx(0.025)
    assert false_evictions(10, 30, 0.1) == pytest.approx(0.9 * 0.001 / 10)
    assert false_evictions(1, 1, 0) == false_evictions(1, 1, 1) == 0


def test_lease_between_two_heartbeats_is_refused():
    with pytest.raises(ValueError, match="lease must be a whole number of heartbeats, got 25 for a heartbeat of 10"):
        false_evictions(10, 25, 0.1)
    with pytest.raises(ValueError, match="heartbeat must be more than 0 and at most 20, got 30"):
        mean_staleness(30, 20)


def test_one_choice_is_a_single_queue_and_two_are_far_shorter():
    for load in (0, 0.3, 0.9, 0.99):
        assert supermarket_sojourn(load, 10, choices=1) == pytest.approx(mm1_sojourn(load * 100, 10))
    assert supermarket_sojourn(0.9, 1) == pytest.approx(1 + 0.9**2 + 0.9**6 + 0.9**14 + 0.9**30 + 0.9**62 + 0.9**126)
    assert supermarket_sojourn(0.5, 1, choices=3) == pytest.approx(1 + 0.5**3 + 0.5**12 + 0.5**39)
    assert supermarket_sojourn(0.9, 1, choices=3) < supermarket_sojourn(0.9, 1)


def test_long_queues_are_doubly_exponentially_rare():
    assert [share_of_long_queues(0.9, i, 1) for i in range(3)] == pytest.approx([1, 0.9, 0.81])
    assert [share_of_long_queues(0.9, i) for i in range(4)] == pytest.approx([1, 0.9, 0.9**3, 0.9**7])
    served = sum(share_of_long_queues(0.8, i) for i in range(1, 30)) / 0.8  # Little
    assert served == pytest.approx(supermarket_sojourn(0.8, 1))


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_simulated_two_choices_meet_the_formula_within_five_per_cent(load):
    def run(seed):
        world = World(seed=seed)
        group = Group(world, "stock", 60, workers=1, work=exponential(100))
        router = world.service("router", workers=10_000, work=constant(0))
        group.called_by(router, Copy(group.instances), "two choices")
        world.users(router, rate=600 * load)
        return mean_latency(world.run(20_000), "router", start=4_000)

    assert mean(run(seed) for seed in range(4)) == pytest.approx(supermarket_sojourn(load, 100), rel=0.05)
