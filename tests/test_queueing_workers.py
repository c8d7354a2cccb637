"""The simulation against queueing theory, several workers: M/M/c at three loads, M/M/c/K below and above full load."""

import pytest

from sim import World, constant, exponential, theory
from sim.metrics import queue_length
from tests.replications import assert_percentile, assert_within, one_queue, replicate, settling

WORKERS = 4
PRECISION = {  # by load: requests, and to what share of each figure they are enough
    0.5: (200_000, {"wait": 0.2, "sojourn": 0.025, "waits": 0.2, 95: 0.05, 99: 0.06}),
    0.8: (400_000, {"wait": 0.15, "sojourn": 0.07, "waits": 0.19, 95: 0.13, 99: 0.18}),
    0.9: (600_000, {"wait": 0.22, "sojourn": 0.15, "waits": 0.3, 95: 0.25, 99: 0.4}),
}
ROOM = {  # two workers and four places to wait; refusals keep the queue short, so that fewer requests are enough
    0.5: (150_000, {"wait": 0.09, "sojourn": 0.03, "lost": 0.25, 95: 0.04, 99: 0.06}),
    0.8: (150_000, {"wait": 0.06, "sojourn": 0.03, "lost": 0.12, 95: 0.04, 99: 0.06}),
    1.2: (100_000, {"wait": 0.05, "sojourn": 0.04, "lost": 0.07, 95: 0.04, 99: 0.06}),
}


@pytest.fixture(scope="module", params=PRECISION)
def mmc(request):
    requests, precision = PRECISION[request.param]
    return *one_queue(request.param, requests, workers=WORKERS), precision


@pytest.fixture(scope="module", params=ROOM)
def mmck(request):
    requests, precision = ROOM[request.param]
    return *one_queue(request.param, requests, workers=2, queue=4), precision


def test_mean_wait_of_mmc(mmc):
    rate, figures, precision = mmc
    assert_within(figures["wait"], theory.mmc_wait(rate, 10, WORKERS), precision["wait"])


def test_mean_sojourn_of_mmc(mmc):
    rate, figures, precision = mmc
    assert_within(figures["sojourn"], theory.mmc_sojourn(rate, 10, WORKERS), precision["sojourn"])


def test_share_that_waits_in_mmc_is_erlangs_c(mmc):
    rate, figures, precision = mmc
    waiting = [sum(wait > 0 for wait in waits) / len(waits) for waits in figures["waits"]]
    assert_within(waiting, theory.erlang_c(rate, 10, WORKERS), precision["wait"])


def test_percentile_of_the_wait_in_mmc(mmc):
    rate, figures, precision = mmc
    assert_percentile(figures["waits"], 95, theory.mmc_wait_percentile(rate, 10, WORKERS, 95), precision["waits"])


@pytest.mark.parametrize("q", [95, 99])
def test_percentile_of_mmc(mmc, q):
    rate, figures, precision = mmc
    assert_percentile(figures["times"], q, theory.mmc_percentile(rate, 10, WORKERS, q), precision[q])


def test_mean_queue_length_of_mmc():
    rate, workers = 140, 2
    warm_up, _ = settling(0.7, 10)

    def measure(seed):
        world = World(seed=seed)
        world.users(world.service("stock", workers=workers, work=exponential(10)), rate=rate)
        trace = world.run(60_000)
        lengths = queue_length(trace, "stock", range(int(warm_up), 60_000, 20))
        return {"length": sum(lengths) / len(lengths)}

    assert_within(replicate(measure)["length"], theory.mmc_queue_length(rate, 10, workers), 0.13)


def test_share_refused_by_mmck(mmck):
    rate, figures, precision = mmck
    assert_within(figures["lost"], theory.mmck_loss(rate, 10, 2, 4), precision["lost"])
    assert figures["failed"] == pytest.approx(figures["lost"])


def test_mean_wait_of_mmck(mmck):
    rate, figures, precision = mmck
    assert_within(figures["wait"], theory.mmck_wait(rate, 10, 2, 4), precision["wait"])


def test_mean_sojourn_of_mmck(mmck):
    rate, figures, precision = mmck
    assert_within(figures["sojourn"], theory.mmck_sojourn(rate, 10, 2, 4), precision["sojourn"])


@pytest.mark.parametrize("q", [95, 99])
def test_percentile_of_mmck(mmck, q):
    rate, figures, precision = mmck
    assert_percentile(figures["times"], q, theory.mmck_percentile(rate, 10, 2, 4, q), precision[q])


@pytest.mark.parametrize("load, work", [(0.5, exponential(10)), (0.8, constant(10)), (1.2, exponential(10))])
def test_share_refused_without_a_queue_is_erlangs_b_for_any_work(load, work):
    rate, figures = one_queue(load, 60_000, workers=4, work=work, queue=0)
    assert_within(figures["lost"], theory.erlang_b(rate, 10, 4), 0.1)
    assert max(figures["wait"]) == 0
