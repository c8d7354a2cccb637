"""Closed forms: against exact fractions, special cases and each other (test_queueing.py holds the simulation to them)."""

from fractions import Fraction
from math import exp, factorial, inf, log

import pytest

from sim import theory
from sim.theory import storms


def test_utilisation_is_rate_times_service_time_over_workers():
    assert theory.utilisation(100, 20, 4) == pytest.approx(0.5)
    assert theory.utilisation(0, 20) == 0


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.8, 0.95])
def test_mm1_sojourn_is_the_sum_over_its_geometric_states(rho):
    service_time = 20
    states = sum((n + 1) * service_time * (1 - rho) * rho**n for n in range(5_000))  # seen at arrival (PASTA)
    assert theory.mm1_sojourn(rho * 50, service_time) == pytest.approx(states)


@pytest.mark.parametrize("rate", [50, 60])
def test_full_server_has_no_mean_sojourn(rate):
    assert theory.mm1_sojourn(rate, 20) == inf


@pytest.mark.parametrize("q", [1, 50, 95, 99.9])
def test_percentile_of_mm1_is_where_its_exponential_tail_says(q):
    ms = theory.mm1_percentile(40, 20, q)
    assert 1 - exp(-(50 - 40) * ms / 1_000) == pytest.approx(q / 100)


def test_percentile_of_mm1_at_both_ends():
    assert theory.mm1_percentile(40, 20, 0) == 0 and theory.mm1_percentile(40, 20, 100) == inf


def test_little_is_rate_times_time():
    assert theory.little(40, 250) == 10


@pytest.mark.parametrize("workers", [1, 2, 5, 40])
@pytest.mark.parametrize("load", [Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)])
def test_erlang_c_is_the_textbook_formula_in_exact_fractions(workers, load):
    offered = load * workers
    waiting = offered**workers / factorial(workers) / (1 - load)
    exact = waiting / (sum(offered**k / Fraction(factorial(k)) for k in range(workers)) + waiting)
    assert theory.erlang_c(float(offered) * 10, 100, workers) == pytest.approx(float(exact), rel=1e-9)


def test_erlang_c_of_hundreds_of_workers_does_not_overflow():
    assert 0 < theory.erlang_c(9_000, 100, 1_000) < theory.erlang_c(9_900, 100, 1_000) < 1


def test_one_worker_makes_mmc_an_mm1():
    assert theory.erlang_c(40, 20, 1) == pytest.approx(0.8)
    assert theory.mmc_wait(40, 20, 1) == pytest.approx(theory.mm1_sojourn(40, 20) - 20)


def test_overloaded_workers_make_everybody_wait_without_end():
    assert theory.erlang_c(100, 20, 2) == 1.0 and theory.mmc_wait(100, 20, 2) == inf


def test_request_that_needs_every_part_is_as_available_as_their_product():
    assert theory.serial_availability([0.995] * 3) == pytest.approx(0.985, abs=1e-4)
    assert theory.serial_availability([]) == 1


@pytest.mark.parametrize("failure", [0, 0.1, 0.5, 0.99, 1])
@pytest.mark.parametrize("tries", [1, 2, 3, 10])
def test_tries_and_success_are_the_sums_over_the_tries(failure, tries):
    assert theory.tries_per_call(failure, tries) == pytest.approx(sum(failure**k for k in range(tries)))
    assert theory.success_with_tries(failure, tries) == pytest.approx(sum(failure**k * (1 - failure) for k in range(tries)))


def test_layers_multiply_as_the_chapter_counts_them():
    assert theory.worst_amplification(4, 3) == 64
    assert theory.worst_amplification(3, 5) == 243
    assert theory.worst_amplification(4, 5) == 1_024
    assert theory.worst_amplification(4, 0) == 1


def test_storm_can_last_between_capacity_over_tries_and_capacity():
    assert theory.vulnerable_band(300, 2) == (150, 300)


def test_backlog_of_the_hotos_example_takes_140_s_to_work_off():
    assert theory.backlog_after_pause(280, 10_000) == 2_800
    assert theory.drain_time(280, 300, 10_000) == pytest.approx(140_000)
    assert theory.drain_time(300, 300, 10_000) == inf


def test_tipping_pause_is_where_the_backlog_takes_as_long_as_patience():
    pause = theory.tipping_pause(280, 300, 1_000)
    backlog = 280 * pause + 280 * (pause - 1_000)  # first tries, and the second ones of those whose patience ended
    assert backlog / 300 == pytest.approx(1_000)


def test_tipping_pause_outside_the_band_is_never_or_none():
    assert theory.tipping_pause(150, 300, 1_000) == inf
    assert theory.tipping_pause(300, 300, 1_000) == 0


def test_storm_border_falls_from_one_and_a_half_timeouts_at_half_the_capacity_to_one_at_full_load():
    assert theory.storm_border(150.001, 300, 1_000) == pytest.approx(1_500, abs=0.1)
    assert theory.storm_border(299.999, 300, 1_000) == pytest.approx(1_000, abs=0.1)
    borders = [theory.storm_border(load, 300, 1_000) for load in range(151, 300)]
    assert borders == sorted(borders, reverse=True)


@pytest.mark.parametrize("load", [151, 160, 200, 250, 280])
def test_storm_border_of_two_tries_is_where_the_spells_of_failing_neither_grow_nor_shrink(load):
    r, timeout = load / 300, 1_000
    fails = (theory.storm_border(load, 300, timeout) - timeout) / (1 - r)
    above = r * fails - (1 - r) * timeout
    assert above / (2 * r - 1) + above / (1 - r) == pytest.approx(fails)


@pytest.mark.parametrize("load", [151, 160, 180, 200, 240, 280, 295])
def test_storm_border_followed_step_by_step_is_the_closed_form(load):
    share, formula = load / 300, theory.storm_border(load, 300, 1) - 1
    assert not storms._storm_lasts(share, 1 + formula - 0.01, 2)
    assert storms._storm_lasts(share, 1 + formula + 0.01, 2)


def test_storm_border_outside_the_band_is_never_or_none():
    assert [theory.storm_border(load, 300, 1_000) for load in (0, 150, 300, 400)] == [inf, inf, 0, 0]
    assert theory.storm_border(100, 300, 1_000, tries=3) == inf > theory.storm_border(101, 300, 1_000, tries=3)
    assert theory.storm_border(299, 300, 1_000, tries=1) == inf


@pytest.mark.parametrize("tries", [2, 3, 4, 5])
def test_storm_border_begins_at_half_a_timeout_for_each_try_and_half_a_one_more(tries):
    assert theory.storm_border(1_001 / tries, 1_000, 1, tries) == pytest.approx((tries + 1) / 2, abs=0.01)


def test_more_tries_tip_a_server_sooner():
    for load in (160, 200, 280):
        two, three, four = (theory.storm_border(load, 300, 1_000, tries) for tries in (2, 3, 4))
        assert two + 10 > three and three + 10 > four > 990  # the step-by-step ones to 1 % of the timeout


@pytest.mark.parametrize("failure, wanted", [(0.5, 0.9), (0.1, 0.999), (0.1, 0.99), (0.3, 0.7), (0.9, 0.5), (0.0, 0.9), (0.2, 0.0)])
def test_least_trials_is_the_first_number_that_is_enough(failure, wanted):
    least = theory.least_trials(failure, wanted)
    assert theory.success_with_tries(failure, least) >= wanted - 1e-12
    assert least == 1 or theory.success_with_tries(failure, least - 1) < wanted


def test_no_number_of_trials_is_enough_where_all_fail_or_all_must_succeed():
    assert theory.least_trials(1, 0.5) == inf and theory.least_trials(0.5, 1) == inf


def test_percentile_and_mean_fit_together():
    assert theory.mm1_percentile(40, 20, 50) == pytest.approx(log(2) * theory.mm1_sojourn(40, 20))
