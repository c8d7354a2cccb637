"""What notebooks 09 and 10 claim of one seed holds for twenty others."""

import pytest

from sim import World, attempt_rate, availability, constant, exponential, goodput
from sim.scenarios import circuit_breaker, metastability, partial_failures

SEEDS = range(2, 22)
LATE = {"start": 50_000, "end": 60_000}

each_seed = pytest.mark.parametrize("seed", SEEDS)


def served(seed, **settings):
    return availability(partial_failures.run(seed=seed, **settings).trace, "frontend", caller="users")


def answered_late(seed, **settings):
    return goodput(metastability.run(seed=seed, **settings).trace, "server", **LATE)


@each_seed
def test_trouble_of_a_stock_outlives_its_cause_and_is_over_in_the_end(seed):
    world = World(seed=seed)
    stock = world.service("stock", workers=8, work=exponential(20))
    shop = world.service("shop", workers=32, work=constant(2))
    shop.calls(stock, network=constant(0.5))
    world.users(shop, rate=100, timeout=2_000)
    world.fault(stock, start=10_000, end=20_000, slow=10)
    trace = world.run(40_000)
    assert availability(trace, "shop", caller="users") < 0.85
    assert availability(trace, "shop", caller="users", start=20_000, end=25_000) < 0.9
    assert availability(trace, "shop", caller="users", start=35_000) > 0.95


@each_seed
def test_slow_catalogue_takes_every_worker_of_the_frontend_and_a_third_of_the_users(seed):
    plain = partial_failures.run(seed=seed)
    assert max(plain.watch.busy["frontend"]) == 24
    assert 0.5 < availability(plain.trace, "frontend", caller="users") < 0.8


@each_seed
def test_timeouts_do_not_help_the_users_and_retries_at_once_make_it_worse(seed):
    plain, timeouts, retries = (
        served(seed),
        served(seed, timeouts=True),
        served(seed, timeouts=True, attempts=3, jitter=False),
    )
    assert retries < timeouts < plain + 0.02


@each_seed
def test_breaker_and_fallback_keep_everybody_served(seed):
    assert served(seed, timeouts=True, breaker=True, fallback=True) > 0.99


@each_seed
def test_retries_help_against_a_service_that_fails_at_random(seed):
    dice = {"trouble": "failing", "timeouts": True, "jitter": False, "share": 0.3}
    assert served(seed, **dice) < 0.85
    assert served(seed, **dice, attempts=3) > 0.96


@each_seed
def test_storm_goes_on_a_minute_after_its_pause(seed):
    trace = metastability.run(seed=seed, lasts=90).trace
    assert attempt_rate(trace, "server", start=75_000, end=90_000) > 530
    assert goodput(trace, "server", start=75_000, end=90_000) < 2.8


@each_seed
@pytest.mark.parametrize("cure", [{"order": "lifo"}, {"queue": 150}], ids=["lifo", "queue of 150"])
def test_newest_first_and_a_short_queue_stop_the_storm(seed, cure):
    assert answered_late(seed, **cure) > 250


@each_seed
@pytest.mark.parametrize("cure", [{"budget": 0.1}, {"attempts": 1}, {"lighter": 160}], ids=["budget", "no retries", "less load"])
def test_budget_no_retries_and_less_load_do_not_stop_the_storm_within_a_minute(seed, cure):
    assert answered_late(seed, **cure) < 3


@each_seed
def test_pause_shorter_than_patience_heals_and_one_a_little_longer_tips(seed):
    assert answered_late(seed, pause=0.7) > 245
    assert answered_late(seed, pause=1.3) < 3


@each_seed
def test_without_the_breaker_a_third_of_the_users_is_lost_in_spite_of_the_substitute(seed):
    with_it, without = (
        availability(world.trace, "shop", caller="users") for world in circuit_breaker.run(seed=seed).details["worlds"]
    )
    assert with_it > 0.99
    assert 0.5 < without < 0.8


@each_seed
def test_long_open_breaker_keeps_users_from_a_stock_that_is_well(seed):
    long = circuit_breaker.run(seed=seed, open_for=60)
    reopens = long.world.call("shop", "stock").breaker.log[0][0] + 60_000
    assert 40_000 < reopens - long.details["trouble"].window[1] < 50_000


def test_counting_in_a_row_hardly_ever_sees_one_failure_in_ten_and_a_rate_sees_three_in_twenty():
    def opened(seed, **settings):
        return circuit_breaker.openings(circuit_breaker.run(seed=seed, trouble="failing", lasts=25, **settings))

    polly = circuit_breaker.PRESETS["Polly"]
    assert sum(opened(seed, share=0.1) for seed in SEEDS) <= 2  # once in 31 minutes on average; these are 8
    assert all(opened(seed, share=0.15, **polly) >= 1 for seed in SEEDS)
