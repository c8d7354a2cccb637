"""One service in trouble: how far it spreads, and what stops it. Claims hold for twenty seeds."""

from functools import cache

import pytest

from sim import attempts, availability, percentile
from sim.scenarios.partial_failures import PRESETS, places, run
from sim.topology import load_graph, shipped_graphs

SEEDS = range(1, 21)
TROUBLE = {"start": 8_000, "end": 16_000}  # ms, when it has spread as far as it will


@cache
def runs(preset):
    return [run(**PRESETS[preset], seed=seed) for seed in SEEDS]


def served(result, **window):
    return availability(result.trace, result.world.entry.name, caller="users", **window)


def fullest(result):
    """Return the largest share of the entry's workers that was in use."""
    return max(result.watch.busy[result.world.entry.name]) / result.world.entry.workers


def test_all_is_well_without_trouble():
    assert all(served(result) == 1 and fullest(result) < 0.7 for result in runs("Calm"))


def test_slow_dependency_without_timeouts_takes_every_worker_of_the_entry_and_users_suffer():
    for result in runs("Slow dependency"):
        assert fullest(result) == 1
        assert served(result) < 0.8
        assert served(result, **TROUBLE) < 0.6


def test_it_is_over_when_the_trouble_is_over():
    assert all(served(result, start=25_000) > 0.99 for result in runs("Slow dependency"))


def test_timeouts_keep_the_entry_free_but_users_get_errors():
    for result in runs("… with timeouts"):
        assert fullest(result) < 1
        assert served(result) < 0.8
        assert percentile(result.trace, "frontend", 99, caller="users") < 700


def test_retries_ask_a_service_in_trouble_more_often_and_help_nobody():
    for with_retries, without in zip(runs("… timeouts and retries"), runs("… with timeouts")):
        assert attempts(with_retries.trace, "productcatalogservice") > 1.2
        assert attempts(without.trace, "productcatalogservice") == 1
        assert served(with_retries) < served(without) + 0.03
        assert fullest(with_retries) > fullest(without)


def test_breaker_and_fallback_serve_nearly_everybody():
    for result in runs("… breaker and fallback"):
        assert served(result) >= 0.99
        assert "breakers opened" in result.sentence


def test_dead_dependency_fails_fast_and_takes_no_workers():
    for result in runs("Dead dependency"):
        assert served(result, **TROUBLE) < 0.05
        assert fullest(result) < 0.7


def test_few_hanging_calls_are_worse_than_a_dead_dependency_and_do_not_pass():
    for hanging, dead in zip(runs("Hanging dependency"), runs("Dead dependency")):
        assert served(hanging) < served(dead)
        assert fullest(hanging) == 1
        assert served(hanging, start=25_000) < 0.05


def test_same_seed_means_the_same_arrivals_whatever_the_policies():
    arrivals = {
        preset: [span.started for span in runs(preset)[0].trace.spans() if span.caller == "users"] for preset in PRESETS
    }
    assert len(set(map(tuple, arrivals.values()))) == 1


def test_places_are_all_services_but_those_that_users_ask():
    assert len(places()) == sum(len(load_graph(name)) - 1 for name in shipped_graphs()) == 36
    assert not any(place.endswith(("/frontend", "/nginx", "/api-gateway")) for place in places())


@pytest.mark.parametrize("place", ["ftgo-create-order/restaurant-service", "social-network-compose-post/user-memcached"])
def test_trouble_deep_in_another_graph_reaches_its_users(place):
    result = run(place=place, slow=40, rate=30, lasts=15)
    assert result.details["victim"].name == place.partition("/")[2]
    assert served(result, start=10_000, end=18_000) < 0.9
    assert served(result, end=6_000) == 1


def test_trouble_at_an_asynchronous_neighbour_reaches_nobody():
    result = run(place="ftgo-create-order/kitchen-service", trouble="down")
    assert served(result) == 1
    assert availability(result.trace, "kitchen-service") < 0.8


def test_breakers_need_timeouts_and_say_so():
    with pytest.raises(ValueError, match="breaker must come with timeouts, got timeouts=False"):
        run(breaker=True)


def test_unknown_place_is_refused():
    with pytest.raises(ValueError, match="place must be one of .*'online-boutique/cartservice'.* got 'moon/shop'"):
        run(place="moon/shop")


def test_trouble_turned_off_by_hand_heals():
    result = run.start(lasts=20)
    result.advance(12_000)
    assert served(result, start=9_000) < 0.7
    run.turn(result, trouble="none")
    result.advance(8_000)
    assert served(result, start=16_000) > 0.95


def test_breaker_turned_on_by_hand_saves_users_in_the_midst_of_the_trouble():
    result = run.start(lasts=20)
    result.advance(12_000)
    run.turn(result, timeouts=True, breaker=True, fallback=True)
    result.advance(10_000)
    assert served(result, start=16_000) > 0.98
    assert any(call.breaker and call.breaker.log for call in result.world.links)
    run.turn(result, breaker=False)
    assert all(call.breaker is None for call in result.world.links)


def test_load_turned_up_by_hand_comes():
    result = run.start(trouble="none", rate=10)
    result.advance(10_000)
    run.turn(result, rate=50)
    result.advance(10_000)
    starts = [span.started for span in result.trace.spans() if span.caller == "users"]
    assert sum(start >= 10_000 for start in starts) > 3 * sum(start < 10_000 for start in starts)


def test_turning_a_knob_keeps_the_memory_of_the_breakers():
    result = run.start(**PRESETS["… breaker and fallback"])
    result.advance(9_000)
    before = [call.breaker for call in result.world.links]
    run.turn(result, rate=25, timeout=300)
    assert [call.breaker for call in result.world.links] == before


@pytest.mark.parametrize("wrong", [{"slow": 0}, {"share": 2}, {"lasts": -1}, {"rate": 0}, {"timeout": 0}, {"trouble": "tired"}])
def test_refused_turn_changes_nothing(wrong):
    turned, untouched = run.start(), run.start()
    for result in (turned, untouched):
        result.advance(7_000)
    with pytest.raises(ValueError):
        run.turn(turned, **{"rate": 50, "timeouts": True, "attempts": 3} | wrong)
    for result in (turned, untouched):
        result.advance(3_000)
    assert bytes(turned.trace) == bytes(untouched.trace) and turned.params == untouched.params
