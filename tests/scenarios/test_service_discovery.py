"""Clients, a registry and instances that come and go: the chapter's facts, and what notebook 11 claims, for twenty other seeds."""

from functools import cache
from math import inf
from statistics import mean

import pytest

from sim import availability, percentile
from sim.scenarios import service_discovery
from sim.scenarios.beliefs import astray, failed, forgotten_after, limits, registry_rate, staleness, struck_off
from sim.scenarios.service_discovery import BALANCERS, EVENTS, PLATFORM, run
from sim.theory import registry_requests

SEEDS = range(2, 22)
CRASHES = ("crash", "machine gone", "killing deploy")


@cache
def runs(**params):
    return [run(**params, seed=seed) for seed in SEEDS]


def least(**settings):
    """Runs with little load, where only beliefs count."""
    return [run(rate=0.5, seed=seed, **settings) for seed in range(1, 6)]


def lost_meanwhile(result):
    """The share of users' requests lost while the dead instance is believed in by all."""
    return 1 - mean(availability(result.trace, f"client {i}", caller="users", start=70_000, end=200_000) for i in (1, 2, 3, 4))


@pytest.mark.parametrize("event", CRASHES)
@pytest.mark.parametrize(
    "settings", [{}, {"heartbeat": 5, "lease": 10, "sweep": 5, "fetch": 10}, {"heartbeat": 10, "lease": 30, "registration": "registrar", "cache": 0}]
)
def test_no_wrong_belief_outlives_the_sum_of_the_intervals(event, settings):
    for result in least(event=event, **settings):
        worst, _ = limits(result.params)
        ages = staleness(result)
        assert len(ages) == (20 if event == "killing deploy" else 4) and 0 < max(ages) <= worst + 1e-6


def test_limits_are_the_chapters():
    assert limits(run.defaults) == (300, 225) and limits(run.defaults | PLATFORM) == (30, 25)
    assert limits(run.defaults | PLATFORM | {"lease": 25}) == (30, 25)  # noticed at the third poll


def test_router_is_the_only_believer_and_the_only_one_that_fetches():
    result = run(discovery="router", rate=1)
    assert list(result.details["registry"].clients) == ["router"] and len(staleness(result)) == 1
    assert registry_rate(result) == pytest.approx(registry_requests(5, 30, 1, 30), rel=0.05)


def test_registry_has_the_requests_of_the_formula():
    assert registry_rate(run(event="none", rate=1)) == pytest.approx(registry_requests(5, 30, 4, 30), rel=0.05)
    told = run(event="crash", fetch=0, rate=1).details["registry"].requests
    assert told["fetches"] == 0 and told["told"] == 8  # one came, one was struck off; four clients


def test_eurekas_defaults_believe_for_minutes_and_lose_a_twelfth():
    for result in runs():
        assert 150 < max(staleness(result)) <= 300 and 0.05 < failed(result) < 0.12
        assert astray(result) == pytest.approx(failed(result), abs=0.01)


def test_least_connections_send_half_of_all_calls_to_the_dead():
    for idlest in runs(discovery="router", balance="least connections"):
        assert 0.4 < lost_meanwhile(idlest) < 0.6
    assert all(0.1 < lost_meanwhile(run(discovery="router", seed=seed)) < 0.25 for seed in (2, 3, 4))


def test_deploy_with_goodbyes_loses_requests_unless_they_serve_on():
    for hasty, patient in zip(runs(event="rolling deploy"), runs(event="rolling deploy", linger=60, rate=2)):
        assert 0.03 < failed(hasty) < 0.1 and failed(patient) == 0 == max(staleness(patient))
        assert max(staleness(hasty)) <= 60


def test_second_try_elsewhere_saves_everybody_and_costs_time_if_the_dead_are_silent():
    for refused, silent in zip(runs(tries=2, rate=2), runs(event="machine gone", tries=2, rate=2)):
        assert failed(refused) == 0 < astray(refused) and failed(silent) < 0.005
        p95 = [percentile(result.trace, "client 1", 95, caller="users") for result in (refused, silent)]
        assert p95[1] > 1.5 * p95[0]


def test_heartbeats_do_not_tell_that_an_instance_is_stuck_and_polls_do():
    times = {"event": "stuck", "heartbeat": 5, "lease": 15, "sweep": 5, "cache": 0, "fetch": 5, "rate": 1}
    for seed in SEEDS:
        beating, polled = (run(registration=who, seed=seed, **times) for who in ("self", "registrar"))
        assert set(staleness(beating)) == {inf} and max(staleness(polled)) <= 20
        assert "4 wrong beliefs out of 4 still held" in beating.sentence


def test_short_lease_strikes_off_the_healthy_when_heartbeats_get_lost():
    for sooner in ({}, {"sweep": 5, "cache": 0}):
        calm = {"event": "none", "loss": 0.3, "rate": 1} | sooner
        counts = {lease: [struck_off(run(lease=lease, seed=seed, **calm)) for seed in SEEDS] for lease in (30, 90, 180)}
        assert all(short > 2 * long for short, long in zip(counts[30], counts[90])) and max(counts[180]) <= 1
    assert all(failed(run(event="none", loss=0.3, lease=30, seed=seed)) == 0 for seed in SEEDS)  # whoever is struck off comes back


def test_of_the_intervals_halved_the_lease_pays_most_and_asks_the_registry_no_more():
    halves = {"heartbeat": 15, "lease": 90, "sweep": 30, "cache": 15, "fetch": 15}
    for seed in SEEDS:
        halved = {name: run(rate=0.5, seed=seed, **{name: half}) for name, half in halves.items()}
        ages = {name: mean(staleness(result)) for name, result in halved.items()}
        rates = {name: registry_rate(result) for name, result in halved.items()}
        assert min(ages, key=ages.get) == "lease" and rates["lease"] == pytest.approx(rates["sweep"], rel=0.02)
        assert min(rates["heartbeat"], rates["fetch"]) > 1.3 * rates["lease"]


def test_dead_one_of_five_costs_a_fifth_and_one_of_six_a_sixth():
    for result in runs():
        lost = [
            1 - mean(availability(result.trace, f"client {i}", caller="users", start=start, end=end) for i in (1, 2, 3, 4))
            for start, end in ((60_000, 80_000), (120_000, 150_000))
        ]
        assert lost == [pytest.approx(1 / 5, abs=0.04), pytest.approx(1 / 6, abs=0.03)]


def test_goodbye_is_no_striking_off():
    assert all(struck_off(result) == 0 for result in runs(event="rolling deploy", linger=60, rate=2))


def test_strategies_lose_in_the_order_that_the_notebook_shows():
    router = {"discovery": "router"}
    second, probes, plain, two, idlest = (
        mean(failed(run(**settings, seed=seed)) for seed in range(2, 6))
        for settings in ({"tries": 2}, PLATFORM, {}, router | {"balance": "two choices"}, router | {"balance": "least connections"})
    )
    assert second == 0 < probes < 0.02 < plain < two < idlest
    assert min(failed(run(event="killing deploy", tries=3, seed=seed)) for seed in range(2, 6)) > 0.01


def test_quicker_heartbeats_alone_make_beliefs_last_longer():
    for start in range(0, 1_000, 100):
        slow, quick = (mean(forgotten_after(seed, heartbeat=beat) for seed in range(start, start + 100)) for beat in (30, 5))
        assert 5 < quick - slow < 20


def test_calm_loses_nothing():
    for balance in BALANCERS:
        result = run(event="none", balance=balance)
        assert failed(result) == astray(result) == 0 and staleness(result) == [] and struck_off(result) == 0


@pytest.mark.parametrize("event", EVENTS)
def test_arrivals_do_not_depend_on_what_happens(event):
    plain, other = (run(event=what, seed=3) for what in ("none", event))
    arrivals = [[r.trace.started[row] for row in r.trace.rows("client 1", "users")] for r in (plain, other)]
    assert arrivals[0] == arrivals[1]


def test_lease_shorter_than_the_heartbeat_is_refused_in_words():
    with pytest.raises(ValueError, match="lease must be at least as long as the heartbeat's interval, got 20 s for 30 s"):
        run(lease=20)


def test_what_cannot_be_turned_says_so_and_what_can_is():
    result = run.start()
    result.advance(30_000)
    for name, value in (("event", "stuck"), ("registration", "registrar"), ("discovery", "router"), ("linger", 5)):
        with pytest.raises(ValueError, match=f"{name} must stay .* while the world runs, got"):
            run.turn(result, **{name: value})
    run.turn(result, tries=2, balance="random", fetch=5, rate=12)
    assert all((step.tries, step.balance) == (2, "random") for step in result.details["steps"])
    result.advance(300_000)
    assert failed(result) == 0 and result.details["registry"].fetch == 5_000
    assert [load.rate for load in result.details["loads"]] == [3] * service_discovery.CLIENTS
