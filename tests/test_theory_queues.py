"""Closed forms of single queues: against published tables, exact fractions, special cases and each other."""

from fractions import Fraction
from math import exp, factorial, inf, log

import pytest

from sim import theory


@pytest.mark.parametrize(
    "workers, erlangs, lost, digit",
    [(5, 1.36, 0.01, 0.01), (10, 4.46, 0.01, 0.01), (20, 12.0, 0.01, 0.1), (100, 84.1, 0.01, 0.1), (10, 6.22, 0.05, 0.01), (20, 15.2, 0.05, 0.1)],
)  # fmt: skip
def test_erlang_b_is_as_in_its_tables_to_the_last_digit_that_they_print(workers, erlangs, lost, digit):
    low, high = (theory.erlang_b((erlangs + by * 0.51 * digit) * 100, 10, workers) for by in (-1, 1))
    assert low < lost < high


@pytest.mark.parametrize("workers", [1, 2, 5, 40])
@pytest.mark.parametrize("load", [Fraction(1, 2), Fraction(9, 10), Fraction(3, 2)])
def test_erlang_b_is_the_textbook_formula_in_exact_fractions(workers, load):
    offered = load * workers
    terms = [offered**k / Fraction(factorial(k)) for k in range(workers + 1)]
    assert theory.erlang_b(float(offered) * 10, 100, workers) == pytest.approx(float(terms[-1] / sum(terms)), rel=1e-9)


def test_two_workers_with_one_erlang_make_a_third_wait():
    assert theory.erlang_c(100, 10, 2) == pytest.approx(1 / 3)  # Kleinrock's 2 rho² / (1 + rho) at rho = 1/2
    assert theory.mmc_wait(100, 10, 2) == pytest.approx(10 / 3)
    assert theory.mmc_sojourn(100, 10, 2) == pytest.approx(40 / 3)  # S / (1 - rho²)
    assert theory.mmc_queue_length(100, 10, 2) == pytest.approx(1 / 3)


@pytest.mark.parametrize("rho, times", [(0.5, 2), (0.8, 5), (0.9, 10), (0.95, 20)])
def test_mm1_stretches_time_as_the_chapter_says(rho, times):
    assert theory.mm1_sojourn(rho * 100, 10) == pytest.approx(times * 10)


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.8, 0.95])
def test_one_worker_and_work_of_variation_1_make_all_queues_an_mm1(rho):
    rate = rho * 100
    wait = theory.mm1_sojourn(rate, 10) - 10
    assert theory.mm1_wait(rate, 10) == pytest.approx(wait)
    assert theory.mmc_wait(rate, 10, 1) == pytest.approx(wait)
    assert theory.mg1_wait(rate, 10, 1) == pytest.approx(wait)
    assert theory.mmck_wait(rate, 10, 1, 1_000) == pytest.approx(wait)
    for q in (0, 50, 95, 99.9):
        assert theory.mmc_percentile(rate, 10, 1, q) == pytest.approx(theory.mm1_percentile(rate, 10, q), abs=1e-9)
    assert theory.mmck_percentile(rate / 2, 10, 1, 40, 95) == pytest.approx(theory.mm1_percentile(rate / 2, 10, 95))


@pytest.mark.parametrize("rho", [0.3, 0.8, 0.95])
def test_lengths_are_rate_times_wait(rho):
    rate = rho * 300
    assert theory.mm1_queue_length(rho * 100, 10) == pytest.approx(theory.little(rho * 100, theory.mm1_wait(rho * 100, 10)))
    assert theory.mmc_queue_length(rate, 10, 3) == pytest.approx(theory.little(rate, theory.mmc_wait(rate, 10, 3)))
    assert theory.mg1_queue_length(rho * 100, 10, 2) == pytest.approx(theory.little(rho * 100, theory.mg1_wait(rho * 100, 10, 2)))
    taken = rate * (1 - theory.mmck_loss(rate, 10, 3, 5))
    assert theory.mmck_queue_length(rate, 10, 3, 5) == pytest.approx(theory.little(taken, theory.mmck_wait(rate, 10, 3, 5)))


def test_constant_work_halves_the_wait_and_variation_raises_it():
    assert theory.mg1_wait(80, 10, 0) == pytest.approx(theory.mm1_wait(80, 10) / 2) == 20
    assert theory.mg1_wait(80, 10, 2) == pytest.approx(2.5 * theory.mm1_wait(80, 10))
    assert theory.mg1_sojourn(80, 10, 0) == pytest.approx(30)


@pytest.mark.parametrize("workers", [2, 3, 4, 50])
@pytest.mark.parametrize("rho", [0.2, 0.5, 2 / 3, 0.95])
def test_percentiles_of_mmc_are_where_its_tails_say(workers, rho):
    rate, working = rho * workers * 100, 0.1
    waiting = theory.erlang_c(rate, 10, workers)
    free = workers * working - rate / 1_000  # ends of waiting, per ms; equal to `working` at 3 workers and 2/3
    for q in (50, 95, 99):
        wait = theory.mmc_wait_percentile(rate, 10, workers, q)
        assert wait == 0 if waiting <= 1 - q / 100 else waiting * exp(-free * wait) == pytest.approx(1 - q / 100)
        time = theory.mmc_percentile(rate, 10, workers, q)
        if abs(free - working) > 1e-9:
            both = (free * exp(-working * time) - working * exp(-free * time)) / (free - working)
        else:
            both = (1 + working * time) * exp(-working * time)
        assert (1 - waiting) * exp(-working * time) + waiting * both == pytest.approx(1 - q / 100)


def test_nobody_waits_where_nobody_comes():
    assert theory.mmc_wait_percentile(0, 10, 3, 100) == theory.mmc_wait(0, 10, 3) == theory.mmck_wait(0, 10, 3, 2) == 0
    assert theory.mmc_percentile(0, 10, 3, 50) == pytest.approx(10 * log(2))
    assert theory.erlang_b(0, 10, 3) == theory.mmck_loss(0, 10, 3, 2) == 0


@pytest.mark.parametrize("rate", [100, 120])
def test_overloaded_queues_have_no_waits_lengths_and_percentiles(rate):
    assert theory.mm1_wait(rate, 10) == theory.mm1_queue_length(rate, 10) == inf
    assert theory.mg1_wait(rate, 10, 0) == theory.mg1_sojourn(rate, 10, 0) == theory.mg1_queue_length(rate, 10, 0) == inf
    assert theory.mmc_sojourn(rate, 10, 1) == theory.mmc_queue_length(rate, 10, 1) == inf
    assert theory.mmc_wait_percentile(rate, 10, 1, 50) == theory.mmc_percentile(rate, 10, 1, 50) == inf


def test_hundredth_percentile_has_no_bound():
    assert theory.mmc_percentile(50, 10, 1, 100) == theory.mmc_wait_percentile(50, 10, 1, 100) == inf
    assert theory.mmck_percentile(50, 10, 1, 2, 100) == inf


def test_without_room_to_wait_mmck_is_erlangs_b():
    for rate in (50, 300, 900):
        assert theory.mmck_loss(rate, 10, 4, 0) == pytest.approx(theory.erlang_b(rate, 10, 4))
        assert theory.mmck_wait(rate, 10, 4, 0) == 0 and theory.mmck_sojourn(rate, 10, 4, 0) == 10
        assert theory.mmck_percentile(rate, 10, 4, 0, 95) == pytest.approx(10 * log(20))


@pytest.mark.parametrize("rho", [Fraction(1, 2), Fraction(1), Fraction(3, 2)])
def test_loss_of_one_worker_is_the_last_of_its_geometric_states(rho):
    states = [rho**n for n in range(6)]
    assert theory.mmck_loss(float(rho) * 100, 10, 1, 4) == pytest.approx(float(states[-1] / sum(states)))
    waiting = sum((n - 1) * p for n, p in enumerate(states) if n) / sum(states)
    assert theory.mmck_queue_length(float(rho) * 100, 10, 1, 4) == pytest.approx(float(waiting))


def test_percentile_of_one_worker_with_room_for_one_is_that_of_two_erlang_times():
    time = theory.mmck_percentile(100, 10, 1, 1, 95) / 10  # half of those taken in find one inside
    assert exp(-time) * (1 + time / 2) == pytest.approx(0.05)


def test_swamped_or_huge_queues_lose_what_they_cannot_take_and_do_not_overflow():
    assert theory.mmck_loss(10_000_000, 10, 2, 500) == pytest.approx(1 - 200 / 10_000_000)
    assert theory.mmck_loss(99_000, 10, 1_000, 200) < theory.mmck_loss(101_000, 10, 1_000, 200) < 0.02
    assert theory.mmck_percentile(10_000_000, 10, 1, 19, 50) == pytest.approx(10 * 19.668, rel=1e-4)  # the median of 20 in a row
