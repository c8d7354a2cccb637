"""The simulation against queueing theory, services in a row: a tandem passes on what is done, a chain blocks its callers."""

import pytest

from sim import World, exponential, goodput, theory
from tests.replications import (
    assert_percentile,
    assert_within,
    queue_figures,
    replicate,
    rows_between,
    spell,
    time_figures,
)

TANDEM = (10, 6)  # mean work in ms; the load is that of the slower
PASSED_ON = {  # by load: requests, and to what share of each figure they are enough
    0.5: (60_000, {"sojourn": 0.05, 95: 0.1, 99: 0.16}),
    0.8: (200_000, {"sojourn": 0.1, 95: 0.16, 99: 0.22}),
    0.9: (220_000, {"sojourn": 0.22, 95: 0.36, 99: 0.6}),
}
CHAIN = (4, 6)  # the load is that of the first worker, who is held for both
BLOCKED = {
    0.5: (100_000, {"wait": 0.1, "sojourn": 0.05, 95: 0.08, 99: 0.11}),
    0.8: (160_000, {"wait": 0.15, "sojourn": 0.12, 95: 0.18, 99: 0.26}),
    0.9: (220_000, {"wait": 0.25, "sojourn": 0.23, 95: 0.34, 99: 0.55}),
}


@pytest.fixture(scope="module", params=PASSED_ON)
def tandem(request):
    requests, precision = PASSED_ON[request.param]
    rate = request.param * 1_000 / max(TANDEM)
    warm_up, end, until = spell(request.param, max(TANDEM), rate, requests)

    def measure(seed):
        world = World(seed=seed)
        first, second = (world.service(f"stage {place}", 1, exponential(work)) for place, work in enumerate(TANDEM))
        first.notifies(second)  # it does not wait for the answer
        world.users(first, rate=rate)
        trace = world.run(until)
        rows = rows_between(trace, warm_up, end, caller=first.name)
        return time_figures([trace.released[row] - trace.started[trace.parent[row]] for row in rows])

    return rate, replicate(measure), precision


@pytest.fixture(scope="module", params=BLOCKED)
def chain(request):
    requests, precision = BLOCKED[request.param]
    rate = request.param * 1_000 / sum(CHAIN)
    warm_up, end, until = spell(request.param, sum(CHAIN), rate, requests)

    def measure(seed):
        trace = chain_of(seed, CHAIN, rate).run(until)
        return queue_figures(trace, rows_between(trace, warm_up, end))

    return rate, replicate(measure), precision


def chain_of(seed, service_times, rate):
    """Return a world of services of one worker that call each other in a row, and users."""
    world = World(seed=seed)
    services = [world.service(f"service {place}", 1, exponential(work)) for place, work in enumerate(service_times)]
    for caller, callee in zip(services, services[1:]):
        caller.calls(callee)
    world.users(services[0], rate=rate)
    return world


def test_mean_time_through_a_tandem(tandem):
    rate, figures, precision = tandem
    assert_within(figures["sojourn"], theory.tandem_sojourn(rate, TANDEM), precision["sojourn"])


@pytest.mark.parametrize("q", [95, 99])
def test_percentile_of_the_time_through_a_tandem(tandem, q):
    rate, figures, precision = tandem
    assert_percentile(figures["times"], q, theory.tandem_percentile(rate, TANDEM, q), precision[q])


def test_mean_wait_in_front_of_a_blocking_chain(chain):
    rate, figures, precision = chain
    assert_within(figures["wait"], theory.chain_sojourn(rate, CHAIN) - sum(CHAIN), precision["wait"])


def test_mean_time_in_a_blocking_chain(chain):
    rate, figures, precision = chain
    assert_within(figures["sojourn"], theory.chain_sojourn(rate, CHAIN), precision["sojourn"])


@pytest.mark.parametrize("q", [95, 99])
def test_percentile_of_the_time_in_a_blocking_chain(chain, q):
    rate, figures, precision = chain
    assert_percentile(figures["times"], q, theory.chain_percentile(rate, *CHAIN, q), precision[q])


def test_mean_time_in_a_longer_blocking_chain():
    times, rate = (2, 5, 3), 60
    warm_up, end, until = spell(0.6, 10, rate, 60_000)

    def measure(seed):
        trace = chain_of(seed, times, rate).run(until)
        return queue_figures(trace, rows_between(trace, warm_up, end))

    assert_within(replicate(measure)["sojourn"], theory.chain_sojourn(rate, times), 0.07)


@pytest.mark.parametrize("workers, callee_workers", [(2, 1), (4, 2), (8, 2)])
def test_throughput_of_a_pool_that_waits_for_its_callee(workers, callee_workers):
    def measure(seed):
        world = World(seed=seed)
        callee = world.service("callee", callee_workers, exponential(10))
        pool = world.service("pool", workers, exponential(15), queue=100)
        pool.calls(callee)
        world.users(pool, rate=400)  # more than it can take, so that somebody always waits
        return {"done": goodput(world.run(11_000), "pool", start=1_000, end=11_000)}

    assert_within(replicate(measure)["done"], theory.pool_throughput(workers, 15, callee_workers, 10), 0.025)
