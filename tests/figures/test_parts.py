"""The parts that pictures are made of: places, health, axes, stills, theory."""

import networkx as nx
import pytest

from sim import World, constant, load_graph, shipped_graphs
from sim.figures.against_theory import against_theory, confidence
from sim.figures.drawings import breaker_states, remote_call
from sim.figures.health import FAILING, HEALTHY, IDLE, STRAINED, sample_at, service_health
from sim.figures.placing import place, short, world_graph
from sim.figures.still import still
from sim.figures.storm import StormFigure
from sim.figures.timeplot import round_up, sticky
from sim.scenarios import metastability
from sim.watch import Watch


@pytest.mark.parametrize("name", shipped_graphs())
def test_callers_stand_left_of_those_they_call_and_no_two_share_a_place(name):
    graph = load_graph(name)
    places = place(graph)
    assert all(places[caller][0] < places[callee][0] for caller, callee in graph.edges)
    assert len(set(places.values())) == len(graph)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places.values())


def test_single_service_has_a_place():
    graph = nx.DiGraph()
    graph.add_node("shop")
    assert place(graph) == {"shop": (0.0, 0.5)}


def test_short_names_drop_the_word_that_all_share():
    assert [short(name) for name in ("cartservice", "order-service", "service", "nginx")] == ["cart", "order", "service", "nginx"]


def shop(rate=50, arrivals="constant", **trouble):
    world = World(seed=1)
    stock = world.service("stock", workers=1, work=constant(10))
    front = world.service("shop", workers=20, work=constant(1))
    front.calls(stock, timeout=200)
    world.service("museum", workers=1, work=constant(1))
    world.users(front, rate=rate, arrivals=arrivals)
    if trouble:
        world.fault(stock, start=0, **trouble)
    watch = Watch(world, every=100)
    watch.run(3_050)
    return watch


def test_health_is_healthy_idle_failing_or_strained_by_what_callers_saw():
    assert service_health(shop(), "stock", -1 % 31) == HEALTHY
    assert service_health(shop(), "museum", 30) == IDLE
    assert service_health(shop(down=True), "stock", 30) == FAILING
    assert service_health(shop(down=True), "shop", 30) == FAILING
    assert service_health(shop(fail=0.2), "stock", 30) == STRAINED
    assert service_health(shop(pause=True), "shop", 30) == FAILING


def test_service_whose_workers_are_all_in_use_is_strained_though_it_answers():
    assert service_health(shop(rate=150), "stock", 30) in (STRAINED, FAILING)
    watch = shop(rate=80, arrivals="poisson")
    states = {service_health(watch, "stock", at) for at in range(10, 31)}
    assert STRAINED in states


def test_sample_at_a_time_is_the_last_one_not_after_it():
    watch = shop()
    assert [sample_at(watch, time) for time in (-5, 0, 99, 100, 1e9, None)] == [0, 0, 0, 1, 30, 30]


def test_graph_of_a_world_leaves_its_users_out():
    world = World.from_graph(load_graph("online-boutique"))
    world.users(world.entry, rate=1)
    assert set(world_graph(world)) == set(load_graph("online-boutique"))


@pytest.mark.parametrize(("value", "limit"), [(0.4, 1), (1, 1), (1.1, 2), (4, 5), (5.1, 10), (11, 20), (499, 500), (501, 1000)])
def test_limits_are_round(value, limit):
    assert round_up(value) == limit


def test_limit_sticks_until_it_is_too_small_or_five_times_too_large():
    assert [sticky(100, value) for value in (100, 20, 101, 19)] == [100, 100, 200, 20]


def test_still_shows_a_picture_and_its_words():
    result = metastability.run(pause=0.5, lasts=20)
    picture = still(StormFigure, result)
    assert picture._repr_png_().startswith(b"\x89PNG") and repr(picture) == result.sentence


@pytest.mark.parametrize("draw", [remote_call, breaker_states])
def test_drawings_are_pictures_with_words(draw):
    assert draw()._repr_png_().startswith(b"\x89PNG") and len(repr(draw())) > 40


def test_confidence_interval_is_students():
    assert confidence([1, 2, 3, 4, 5]) == pytest.approx(2.78 * 1.5811 / 5**0.5, rel=1e-3)


def test_theory_needs_samples_for_every_point():
    with pytest.raises(ValueError, match="samples must be 2 lists of at least 2 runs, got"):
        against_theory([1, 2], [[1, 2]], lambda x: x, "x", "y")
    assert against_theory([1, 2], [[1, 1.1], [2, 2.1]], lambda x: x, "x", "y", log=True).png.startswith(b"\x89PNG")
