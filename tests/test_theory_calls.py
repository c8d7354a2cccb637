"""Closed forms of calls in a row, at once, again and with patience: against integrals, special cases and each other."""

from math import comb, exp, factorial, inf, log

import pytest

from sim import theory
from sim.theory.tails import discounted, percentile_of, tail_of_many, tail_of_two


def integral(function, low, high, steps=20_000):
    """Return the integral by Simpson's rule."""
    width = (high - low) / steps
    inner = sum((4 if k % 2 else 2) * function(low + k * width) for k in range(1, steps))
    return (function(low) + inner + function(high)) * width / 3


def test_sum_of_equal_exponential_times_is_erlangs():
    for time in (0.1, 3, 40, 900):
        erlang = exp(-0.2 * time) * sum((0.2 * time) ** k / factorial(k) for k in range(4))
        assert tail_of_many([0.2] * 4, time) == pytest.approx(erlang, rel=1e-9, abs=1e-12)
    assert tail_of_two(0.2, 0.2, 7) == pytest.approx(tail_of_many([0.2, 0.2], 7)) == pytest.approx(exp(-1.4) * 2.4)


def test_sum_of_two_different_exponential_times_is_the_same_both_ways():
    for a, b, time in ((1, 2, 3), (2, 1, 3), (1, 1 + 1e-9, 2), (0.001, 5, 2_000)):
        assert tail_of_two(a, b, time) == pytest.approx(tail_of_many([a, b], time), rel=1e-9)
    assert discounted(0, 7) == 7 and discounted(2, 1) == pytest.approx((1 - exp(-2)) / 2)


def test_percentile_is_where_the_tail_is_what_is_left():
    assert percentile_of(lambda time: exp(-time / 50), 99, 1e-3) == pytest.approx(50 * log(100))
    assert percentile_of(lambda time: 0.04 * exp(-time), 95, 1) == 0


def test_tandem_of_one_queue_is_that_queue_and_of_two_equal_ones_erlangs():
    assert theory.tandem_sojourn(80, [10, 6]) == pytest.approx(theory.mm1_sojourn(80, 10) + theory.mm1_sojourn(80, 6))
    assert theory.tandem_percentile(80, [10], 95) == pytest.approx(theory.mm1_percentile(80, 10, 95))
    steps = theory.tandem_percentile(80, [10, 10], 95) / 50
    assert exp(-steps) * (1 + steps) == pytest.approx(0.05)


def test_tandem_and_chain_are_overloaded_at_different_rates():
    assert theory.tandem_sojourn(90, [10, 5]) < inf and theory.chain_sojourn(90, [10, 5]) == inf
    assert theory.tandem_sojourn(100, [10, 5]) == theory.tandem_percentile(100, [10, 5], 50) == inf
    assert theory.chain_percentile(90, 10, 5, 50) == inf


def test_chain_of_one_service_is_an_mm1_and_of_two_equal_ones_has_erlang_work():
    assert theory.chain_sojourn(80, [10]) == pytest.approx(theory.mm1_sojourn(80, 10))
    assert theory.chain_sojourn(80, [5, 5]) == pytest.approx(theory.mg1_sojourn(80, 10, 0.5**0.5))


@pytest.mark.parametrize("first, second", [(4, 6), (6, 4), (5, 5), (9.9, 0.1)])
@pytest.mark.parametrize("rate", [0, 50, 90, 99])
def test_percentiles_of_a_chain_fit_its_mean(first, second, rate):
    """The mean is the mean of all percentiles; beyond the last one here, times go on for less than another mean or so."""
    mean = theory.chain_sojourn(rate, [first, second])
    percentiles = [theory.chain_percentile(rate, first, second, k / 20) for k in range(2_000)]
    middle = [(low + high) / 2 for low, high in zip(percentiles, percentiles[1:])]
    assert mean == pytest.approx((sum(middle) + percentiles[-1] + mean) / 2_000, rel=0.002)


def test_chain_without_load_takes_its_work():
    time = theory.chain_percentile(0, 4, 6, 95)
    assert (6 * exp(-time / 6) - 4 * exp(-time / 4)) / 2 == pytest.approx(0.05)


def test_pool_behind_a_slow_callee_gets_what_the_machine_repair_model_says():
    assert theory.pool_throughput(1, 10, 1, 10) == pytest.approx(50)  # one worker: own work, then the callee's
    assert theory.pool_throughput(2, 10, 1, 10) == pytest.approx(80)  # 0, 1, 2 inside: 1/5, 2/5, 2/5
    assert theory.pool_throughput(5, 0, 2, 10) == pytest.approx(200)
    assert theory.pool_throughput(3, 30, 3, 10) == pytest.approx(75)  # nobody waits: 3 workers of 40 ms
    assert theory.pool_throughput(50, 10, 2, 10) == pytest.approx(200, rel=1e-6)


@pytest.mark.parametrize("workers, callees", [(1, 1), (4, 2), (2, 4), (16, 2), (30, 20)])
def test_no_pool_gets_more_through_than_the_bound(workers, callees):
    bound = theory.chain_bound([workers, callees], [15, 10])
    assert 0.6 * bound < theory.pool_throughput(workers, 15, callees, 10) <= bound * (1 + 1e-12)


def test_bound_of_a_chain_is_its_scarcest_worker():
    assert theory.chain_bound([1, 1], [10, 5]) == pytest.approx(1_000 / 15)
    assert theory.chain_bound([100, 1], [10, 5]) == 200
    assert theory.chain_bound([32, 8, 4], [2, 10, 20]) == pytest.approx(200)


def test_harmonic_numbers():
    assert theory.harmonic(1) == 1 and theory.harmonic(4) == pytest.approx(25 / 12)
    assert theory.harmonic(100) == pytest.approx(5.187377517639621)


@pytest.mark.parametrize("parts", [1, 2, 7, 30])
def test_mean_of_the_slowest_is_the_sum_over_inclusion_and_exclusion(parts):
    alternating = sum((-1) ** (k + 1) * comb(parts, k) / k for k in range(1, parts + 1))
    assert theory.slowest_mean(10, parts) == pytest.approx(10 * alternating, rel=1e-6)


@pytest.mark.parametrize("q", [0, 50, 95, 99.9])
@pytest.mark.parametrize("parts", [1, 5, 100])
def test_percentile_of_the_slowest_is_met_by_all_parts_together(parts, q):
    time = theory.slowest_percentile(10, parts, q)
    assert (1 - exp(-time / 10)) ** parts == pytest.approx(q / 100)
    assert 1 - exp(-time / 10) == pytest.approx(theory.part_percentile(q, parts) / 100)
    assert theory.slowest_percentile(10, parts, 100) == inf


def test_tail_at_scale():
    assert theory.share_with_slow_part(0.01, 100) == pytest.approx(0.634, abs=0.0005)
    assert theory.part_percentile(50, 100) == pytest.approx(99.31, abs=0.005)
    assert 1 - theory.share_with_slow_part(1 - theory.part_percentile(95, 30) / 100, 30) == pytest.approx(0.95)


def test_fork_join_without_load_is_the_slowest_and_with_one_part_a_queue():
    for parts in (1, 2, 5, 32):
        assert theory.fork_join_sojourn(0, 10, parts) == pytest.approx(theory.slowest_mean(10, parts))
        assert theory.fork_join_sojourn(100, 10, parts) == inf
    assert theory.fork_join_sojourn(80, 10, 1) == theory.mm1_sojourn(80, 10)
    assert theory.fork_join_sojourn(80, 10, 2) == pytest.approx(11.2 / 8 * 50)
    with pytest.raises(ValueError, match="parts must be at least 1 and at most 32, got 33"):
        theory.fork_join_sojourn(80, 10, 33)


def test_late_share_is_the_tail_of_the_queue():
    assert theory.late_share(80, 10, 50) == pytest.approx(exp(-1))
    assert theory.late_share(300, 10, theory.mmc_percentile(300, 10, 4, 97), 4) == pytest.approx(0.03)
    assert theory.late_share(100, 10, 50) == theory.late_share(120, 10, 50) == 1


@pytest.mark.parametrize("rho", [0.01, 0.5, 0.9, 0.999, 1.001, 1.2, 3])
@pytest.mark.parametrize("timeout", [0.1, 10, 400])
def test_patience_with_one_worker_is_barrers_formula(rho, timeout):
    e = exp(-(1 - rho) * timeout / 10)
    assert theory.patience_loss(rho * 100, 10, timeout) == pytest.approx(rho * (1 - rho) * e / (1 - rho**2 * e))
    assert theory.patience_late(rho * 100, 10, timeout) == pytest.approx(1 - (1 - e) / (1 - rho**2 * e))


def test_patience_at_exactly_full_load():
    assert theory.patience_loss(100, 10, 50) == pytest.approx(1 / 7)  # 1 / (2 + timeout / S)
    assert theory.patience_late(100, 10, 50) == pytest.approx(2 / 7)
    assert theory.patience_wait(100, 10, 50) == pytest.approx(5 * 50 / 2 / 6)


@pytest.mark.parametrize("workers", [1, 2, 8])
@pytest.mark.parametrize("rho", [0.3, 0.9, 1.0, 1.3])
@pytest.mark.parametrize("timeout", [5, 60])
def test_patience_is_what_the_density_of_the_wait_integrates_to(workers, rho, timeout):
    load = rho * workers
    falling = (workers - load) / 10
    terms = [load**k / factorial(k) for k in range(workers)]  # none waits; then the density at v, up to the timeout
    density = lambda v: load / 10 * terms[-1] * exp(-falling * v)  # noqa: E731
    begun = integral(density, 0, timeout)
    never = density(timeout) * 10 / workers
    late = sum(terms) * exp(-timeout / 10) + integral(lambda v: density(v) * exp(-(timeout - v) / 10), 0, timeout)
    total = sum(terms) + begun + never
    model = (load * 100, 10, timeout, workers)
    assert theory.patience_loss(*model) == pytest.approx(never / total)
    assert theory.patience_late(*model) == pytest.approx((never + late) / total)
    assert theory.patience_wait(*model) == pytest.approx(integral(lambda v: v * density(v), 0, timeout) / (sum(terms) + begun))


def test_patience_without_end_is_the_plain_queue_and_without_any_erlangs_loss():
    assert theory.patience_wait(320, 10, 1e5, 4) == pytest.approx(theory.mmc_wait(320, 10, 4))
    assert theory.patience_loss(320, 10, 1e5, 4) == pytest.approx(0, abs=1e-12)
    assert theory.patience_loss(320, 10, 1e-9, 4) == pytest.approx(theory.erlang_b(320, 10, 4))


def test_patience_takes_extremes():
    assert theory.patience_loss(0, 10, 50) == theory.patience_wait(0, 10, 50) == 0
    assert theory.patience_late(0, 10, 50) == pytest.approx(exp(-5))
    assert theory.patience_loss(1e7, 10, 1e6) == pytest.approx(1 - 1e-5)
    assert theory.patience_loss(0.001, 1, 10, 500) == 0
    assert theory.patience_wait(1e7, 10, 1e6) == pytest.approx(1e6, rel=1e-4)


@pytest.mark.parametrize("failure", [0, 0.1, 0.5, 0.9, 1])
@pytest.mark.parametrize("tries, layers", [(1, 3), (2, 3), (4, 3), (3, 0)])
def test_layers_of_retries_are_one_caller_with_all_of_them(failure, tries, layers):
    most = theory.worst_amplification(tries, layers)
    assert theory.layered_tries(failure, tries, layers) == pytest.approx(theory.tries_per_call(failure, most))


def test_budget_of_a_tenth_turns_three_times_the_load_into_a_tenth_more():
    assert theory.tries_per_call(1, 3) == 3 and theory.most_tries_in_budget(1, 3, 0.1) == pytest.approx(1.1)
    assert theory.most_tries_in_budget(0.05, 3, 0.1) == theory.tries_per_call(0.05, 3)
