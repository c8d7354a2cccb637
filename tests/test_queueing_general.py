"""The simulation against the formula of Pollaczek and Khinchine: one worker, work that hardly varies and work that does much."""

import pytest

from sim import constant, lognormal, theory, uniform
from tests.replications import assert_within, one_queue

CASES = {  # kind of work: its coefficient of variation, and by load the requests and what they are enough for
    "constant": (constant(10), 0.0, {0.5: (100_000, 0.09, 0.03), 0.8: (150_000, 0.14, 0.1), 0.9: (200_000, 0.23, 0.2)}),
    "uniform": (uniform(0, 20), 3**-0.5, {0.5: (100_000, 0.1, 0.04), 0.8: (150_000, 0.15, 0.11), 0.9: (200_000, 0.25, 0.22)}),
    "lognormal": (lognormal(10, 1.5), 1.5, {0.5: (150_000, 0.28, 0.18), 0.8: (300_000, 0.28, 0.24), 0.9: (400_000, 0.36, 0.34)}),
}


@pytest.fixture(scope="module", params=[(kind, load) for kind in CASES for load in CASES[kind][2]], ids=str)
def mg1(request):
    kind, load = request.param
    work, cv, loads = CASES[kind]
    requests, *precision = loads[load]
    return *one_queue(load, requests, work=work), cv, *precision


def test_mean_wait_of_mg1_depends_on_the_variation_of_work(mg1):
    rate, figures, cv, precision, _ = mg1
    assert_within(figures["wait"], theory.mg1_wait(rate, 10, cv), precision)


def test_mean_sojourn_of_mg1(mg1):
    rate, figures, cv, _, precision = mg1
    assert_within(figures["sojourn"], theory.mg1_sojourn(rate, 10, cv), precision)
