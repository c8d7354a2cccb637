"""Up and down in turn: the closed forms against sums, integrals and chance."""

from math import exp, sqrt
from random import Random
from statistics import mean, stdev

import pytest

from sim import theory


@pytest.mark.parametrize("available", [0.0, 0.5, 0.9, 0.995, 1.0])
@pytest.mark.parametrize("services", [1, 2, 5])
def test_mean_pending_is_the_integral_of_those_still_pending(available, services):
    step = 0.05
    area = sum(theory.still_pending(available, 4, services, step * (i + 0.5)) for i in range(4_000)) * step
    assert theory.mean_pending(available, 4, services) == pytest.approx(area, abs=1e-3)


def test_still_pending_is_the_law_of_the_longest_wait():
    rng, count = Random(1), 15_000
    waits = [max(rng.expovariate(1 / 4) if rng.random() < 0.1 else 0 for _ in range(2)) for _ in range(count)]
    for time in (0, 1, 5, 10):
        expected = theory.still_pending(0.9, 4, 2, time)
        assert abs(sum(wait > time for wait in waits) / count - expected) < 4 * sqrt(expected * (1 - expected) / count)
    assert abs(mean(waits) - theory.mean_pending(0.9, 4, 2)) < 4 * stdev(waits) / sqrt(count)


def test_spread_of_one_service_is_the_textbooks():
    a, decay = 0.9, 120 / (0.9 * 4)
    assert theory.availability_spread([a], 4, 120) == pytest.approx(sqrt(2 * a * (1 - a) / decay * (1 - (1 - exp(-decay)) / decay)))


@pytest.mark.parametrize("parts", [[0.9], [0.95, 0.9, 0.9], [0.5, 0.7]])
def test_spread_of_a_moment_is_that_of_a_coin_and_long_spans_average_it_away(parts):
    all_up = theory.serial_availability(parts)
    assert theory.availability_spread(parts, 1, 1e-6) == pytest.approx(sqrt(all_up * (1 - all_up)), rel=1e-3)
    assert theory.availability_spread(parts, 1, 400_000) == pytest.approx(theory.availability_spread(parts, 1, 100_000) / 2, rel=1e-3)


def test_services_that_are_always_or_never_up_leave_no_spread():
    assert theory.availability_spread([1, 1], 4, 120) == 0 == theory.availability_spread([0, 0.5], 4, 120)
    assert theory.availability_spread([1, 0.9], 4, 120) == theory.availability_spread([0.9], 4, 120)


def test_replica_is_behind_if_something_changed_within_the_lag():
    assert theory.replica_behind(0.5, 500) == pytest.approx(1 - exp(-0.25))
    assert theory.replica_behind(0, 500) == 0 == theory.replica_behind(5, 0)
