"""From a graph to a world: whose settings hold, in what order calls are made, and what is refused."""

import networkx as nx
import pytest

from sim import Breaker, Retry, World, constant, exponential, load_graph, shipped_graphs
from tests.laws import check_all, rows


def graph_of(*edges, **attributes):
    """Return a graph of edges given as (caller, callee) or (caller, callee, attributes)."""
    graph = nx.DiGraph(**attributes)
    for caller, callee, *more in edges:
        graph.add_edge(caller, callee, **(more[0] if more else {}))
    return graph


def one_request(graph, **settings):
    """Wire a world of constant work 10 ms, let one request in at 1,000 ms, and return the spans by service."""
    world = World.from_graph(graph, **{"work": constant(10)} | settings)
    world.users(world.entry, rate=1, arrivals="constant")
    return {span.service: span for span in world.run(2_000).spans()}


@pytest.mark.parametrize("name", shipped_graphs())
def test_shipped_graph_becomes_a_world_that_keeps_every_law(name):
    graph = load_graph(name)
    world = World.from_graph(graph, timeout=250, network=constant(0.5), retry=Retry(attempts=2))
    assert set(world.services) == set(graph)
    assert {(call.caller, call.service.name) for call in world.links} == set(graph.edges)
    assert world.entry is world.services[graph.graph["entry"]]
    world.users(world.entry, rate=20)
    world.fault(world.services[list(graph)[-1]], start=500, end=900, fail=0.5, slow=3)
    check_all(world, 2_000)
    assert {span.service for span in world.trace.spans()} == set(graph)


def test_edges_without_a_step_are_called_one_after_the_other_in_the_graphs_order():
    spans = one_request(graph_of(("shop", "b"), ("shop", "a"), ("shop", "c")))
    assert [spans[name].started for name in "bac"] == [1_010, 1_020, 1_030]


def test_edges_of_one_step_are_called_together_and_the_steps_one_after_the_other():
    spans = one_request(graph_of(("shop", "late", {"step": 7}), ("shop", "a", {"step": 1}), ("shop", "b", {"step": 1})))
    assert spans["a"].started == spans["b"].started == 1_010
    assert spans["late"].started == 1_020
    assert spans["shop"].ended == 1_030


def test_edges_without_a_step_come_before_those_with_one():
    spans = one_request(graph_of(("shop", "a"), ("shop", "b", {"step": 0}), ("shop", "c", {"step": 0}), ("shop", "d", {"step": -1})))
    assert [spans[name].started for name in "adbc"] == [1_010, 1_020, 1_030, 1_030]


def test_async_edge_is_a_notification_that_nobody_waits_for():
    graph = graph_of(("shop", "mail", {"style": "async"}), ("shop", "stock", {"style": "sync"}))
    spans = one_request(graph, services={"mail": {"work": constant(500)}})
    assert spans["shop"].ended == 1_020
    assert spans["mail"].started == 1_010 and spans["mail"].ended == 1_510


def test_async_edges_of_a_step_are_sent_before_its_calls():
    spans = one_request(graph_of(("shop", "stock", {"step": 1}), ("shop", "mail", {"step": 1, "style": "async"})))
    assert spans["mail"].started == spans["stock"].started == 1_010


def test_compose_post_makes_its_first_step_together_and_then_its_second():
    spans = one_request(load_graph("social-network-compose-post"))
    first = {name: spans[name] for name in ("text", "user", "media", "unique-id")}
    second = {name: spans[name] for name in ("post-storage", "user-timeline", "home-timeline")}
    assert len({span.started for span in first.values()}) == len({span.started for span in second.values()}) == 1
    assert next(iter(second.values())).started == max(span.ended for span in first.values())


def test_create_order_answers_without_its_asynchronous_parts():
    spans = one_request(load_graph("ftgo-create-order"), services={"accounting-service": {"work": constant(700)}})
    assert spans["api-gateway"].ended == 1_040  # itself, the order, the consumer and the restaurant
    assert spans["delivery-service"].ended > spans["kitchen-service"].started
    assert spans["accounting-service"].ended > spans["api-gateway"].ended


def test_services_have_eight_workers_of_exponential_ten_unless_told_otherwise():
    world = World.from_graph(graph_of(("shop", "stock")))
    assert world.entry.workers == 8 and world.entry.work == exponential(10)


def test_settings_by_name_come_before_attributes_and_these_before_defaults():
    graph = graph_of(("shop", "stock", {"timeout": 20}), ("shop", "prices", {"timeout": 30}), ("shop", "mail"))
    graph.nodes["shop"]["workers"] = graph.nodes["stock"]["workers"] = 2
    world = World.from_graph(graph, workers=1, timeout=10, services={"stock": {"workers": 3}}, calls={("shop", "prices"): {"timeout": 40}})
    assert {name: service.workers for name, service in world.services.items()} == {"shop": 2, "stock": 3, "prices": 1, "mail": 1}
    assert [world.call("shop", name).timeout for name in ("stock", "prices", "mail")] == [20, 40, 10]


def test_each_call_gets_a_breaker_of_its_own():
    given = Breaker(failures=2)
    world = World.from_graph(graph_of(("shop", "a"), ("shop", "b")), breaker=given, timeout=100)
    breakers = [call.breaker for call in world.links]
    assert len({id(breaker) for breaker in [*breakers, given]}) == 3
    assert {repr(breaker) for breaker in breakers} == {repr(given)}


def test_same_graph_and_seed_give_the_same_trace():
    def trace(seed):
        world = World.from_graph(load_graph("online-boutique"), seed=seed)
        world.users(world.entry, rate=50)
        return world.run(1_000)

    assert trace(5) == trace(5) != trace(6)


def test_deadlines_and_the_limit_of_events_reach_the_world():
    world = World.from_graph(graph_of(("shop", "stock")), propagate_deadlines=True, max_events=77)
    assert world.propagate_deadlines and world.clock.max_events == 77


def test_graph_is_left_as_it_was():
    graph = load_graph("online-boutique")
    World.from_graph(graph, breaker=Breaker(), timeout=10)
    assert nx.utils.graphs_equal(graph, load_graph("online-boutique"))


def bad_attribute(**attributes):
    return graph_of(("shop", "stock", attributes))


def bad_service(**attributes):
    graph = graph_of(("shop", "stock"))
    graph.nodes["stock"].update(attributes)
    return graph


@pytest.mark.parametrize(
    "graph, settings, error, message",
    [
        (graph_of(("a", "b"), ("b", "a")), {}, ValueError, "circle, got a -> b -> a"),
        (graph_of(("a", "b"), entry="shop"), {}, ValueError, "entry must be a service of the graph, got 'shop'"),
        (nx.MultiDiGraph([("a", "b")]), {}, TypeError, "graph must be a networkx.DiGraph, got MultiDiGraph"),
        (nx.DiGraph([("a", 5)]), {}, TypeError, "graph must name its services by strings, got 5"),
        (graph_of(("users", "b")), {}, ValueError, "name must be a new one, got 'users', which is taken"),
        (bad_attribute(timeot=5), {}, ValueError, "an attribute of call 'shop' -> 'stock' must be one of network, timeout.*got 'timeot'"),
        (bad_attribute(style="maybe"), {}, ValueError, "style of call 'shop' -> 'stock' must be 'sync' or 'async', got 'maybe'"),
        (bad_attribute(step="first"), {}, TypeError, "step of call 'shop' -> 'stock' must be a whole number, got 'first'"),
        (bad_attribute(step=True), {}, TypeError, "step of call 'shop' -> 'stock' must be a whole number, got True"),
        (bad_attribute(timeout=-5), {}, ValueError, "timeout must be positive, got -5"),
        (bad_service(wokers=5), {}, ValueError, "an attribute of service 'stock' must be one of workers, work.*got 'wokers'"),
        (bad_service(workers=0), {}, ValueError, "workers must be at least 1, got 0"),
        (bad_service(work=5), {}, TypeError, r"work must be a delay such as constant\(20\).*got 5"),
        (bad_service(), {"wrokers": 3}, ValueError, "a setting must be one of workers.*got 'wrokers'"),
        (bad_service(), {"services": {"stok": {}}}, ValueError, "services must name what is in the graph, got 'stok', which is missing"),
        (bad_service(), {"services": {"stock": {"size": 1}}}, ValueError, "a setting in services.*must be one of workers.*got 'size'"),
        (bad_service(), {"services": {"stock": 5}}, TypeError, r"services\['stock'\] must be a dict, got 5"),
        (bad_service(), {"services": ["stock"]}, TypeError, r"services must be a dict, got \['stock'\]"),
        (bad_service(), {"calls": {("stock", "shop"): {}}}, ValueError, r"calls must name what is in the graph, got \('stock', 'shop'\)"),
        (bad_service(), {"calls": {5: {}}}, ValueError, "calls must name what is in the graph, got 5"),
        (graph_of(("a", "b")), {"calls": {"ab": {}}}, ValueError, "calls must name what is in the graph, got 'ab'"),
        (bad_service(), {"calls": {("shop", "stock"): {"workers": 1}}}, ValueError, "a setting in calls.*got 'workers'"),
        (bad_service(), {"breaker": 3, "timeout": 10}, TypeError, "breaker must be a Breaker such as.*got 3"),
        (bad_service(), {"breaker": Breaker()}, ValueError, "timeout must be set for a call with a breaker"),
        (bad_service(), {"seed": 1.5}, ValueError, "seed must be a whole number, got 1.5"),
        (bad_service(), {"propagate_deadlines": 1}, TypeError, "propagate_deadlines must be True or False, got 1"),
    ],
)
def test_graph_or_setting_that_makes_no_sense_is_refused_at_once(graph, settings, error, message):
    with pytest.raises(error, match=message):
        World.from_graph(graph, **settings)


def test_single_service_is_a_graph_too():
    graph = nx.DiGraph()
    graph.add_node("stock", workers=1, work=constant(5))
    world = World.from_graph(graph)
    world.users(world.entry, rate=1, arrivals="constant")
    assert rows(world.run(1_500), "stock")[0].ended == 1_005
