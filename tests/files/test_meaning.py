"""What becomes of what a file says, and what World.from_graph makes of it."""

import json

import networkx as nx
import pytest

from sim import (
    World,
    availability,
    constant,
    empirical,
    exponential,
    load_graph,
    lognormal,
    outcomes,
    read_graph,
    read_latencies,
)

LINK = {"nodes": [{"id": "shop"}, {"id": "stock"}], "edges": [{"source": "shop", "target": "stock"}]}
DEPENDENCIES = [{"parent": "shop", "child": "stock", "callCount": 3}, {"parent": "shop", "child": "mail", "callCount": 4}]


@pytest.fixture
def put(tmp_path):
    """Return a function that writes a file, text or what becomes JSON, and returns its path."""

    def write(name, content):
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def test_node_link_attributes_are_settings_of_services_and_calls(put):
    nodes = [{"id": "shop", "workers": 2, "work": 5}, {"id": "stock", "work": {"lognormal": [20, 1.5]}, "colour": "red"}]
    edges = [{"source": "shop", "target": "stock", "timeout": 100, "network": {"exponential": [2]}, "weight": 7}]
    path = put("graph.json", {"nodes": nodes, "edges": edges})
    world = World.from_graph(path)
    shop, stock = world.services.values()
    assert (shop.workers, shop.work, stock.work) == (2, constant(5), lognormal(20, 1.5))
    assert world.call("shop", "stock").timeout == 100
    graph = read_graph(path)
    assert graph.edges["shop", "stock"]["network"] == exponential(2)
    assert graph.graph["left_out"] == ["colour", "weight"]


def test_numbers_that_name_services_become_their_text(put):
    graph = read_graph(put("graph.json", {"nodes": [{"id": 5}, {"id": 7}], "links": [{"source": 7, "target": 5}]}))
    assert list(graph.edges) == [("7", "5")]


def test_whole_numbers_count_the_nodes_where_these_have_no_id(put):
    graph = read_graph(put("graph.json", {"nodes": [{"name": "shop"}, {"name": "0"}], "links": [{"source": 0, "target": 1}]}))
    assert list(graph.edges) == [("shop", "0")]


def test_isotope_script_becomes_work_steps_and_faults(put):
    text = """
    defaults: {errorRate: 1%, numReplicas: 2}
    services:
    - name: d
      isEntrypoint: true
      errorRate: 0.25
      script:
      - sleep: 1.5s
      - [{call: a}, {call: {service: b, size: 10K, probability: 100}}, {sleep: 10ms}, {sleep: 30ms}]
      - sleep: {type: static, data: {time: 1m2s500us}}
      - call: c
    - {name: a, numReplicas: 1}
    - {name: b, errorRate: 0}
    - {name: c}
    """
    graph = read_graph(put("graph.yaml", text))
    assert graph.nodes["d"] == {"workers": 16, "fail": 0.25, "work": constant(1_500 + 30 + 62_000.5)}
    assert graph.nodes["a"] == {"workers": 8, "fail": 0.01} and graph.nodes["b"] == {"workers": 16}
    assert [(callee, step) for _, callee, step in graph.out_edges("d", data="step")] == [("a", 1), ("b", 1), ("c", 3)]


def test_a_default_script_holds_for_services_without_one(put):
    graph = read_graph(put("graph.yaml", "default: {script: [{sleep: 5ms}]}\nservices: [{name: a}]"))
    assert graph.nodes["a"] == {"work": constant(5.0)}


@pytest.mark.parametrize("content", [DEPENDENCIES, {"data": DEPENDENCIES, "total": 0, "limit": 0, "offset": 0, "errors": None}])
def test_jaegers_answer_and_the_bare_list_are_the_same(put, content):
    graph = read_graph(put("graph.json", content))
    assert list(graph.edges) == [("shop", "stock"), ("shop", "mail")]
    assert graph.graph["call_counts"] == {("shop", "stock"): 3, ("shop", "mail"): 4}


def test_call_that_jaeger_lists_twice_counts_together(put):
    graph = read_graph(put("graph.json", [*DEPENDENCIES, {**DEPENDENCIES[0], "source": "another job"}]))
    assert graph.graph["call_counts"]["shop", "stock"] == 6 and graph.number_of_edges() == 2


def test_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "graph.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(LINK).encode())
    assert list(read_graph(path)) == ["shop", "stock"]


def test_kind_is_told_by_content_where_the_suffix_says_nothing(put):
    assert list(read_graph(put("graph.txt", DEPENDENCIES))) == ["shop", "stock", "mail"]
    assert list(read_graph(put("graph", LINK))) == ["shop", "stock"]
    assert list(read_graph(put("graph.txt", "services: [{name: a}]"), kind="isotope")) == ["a"]
    assert list(read_graph(put("graph.json", {"services": [{"name": "a"}]}))) == ["a"]
    assert list(read_graph(put("graph.json", {"data": [], **LINK}), kind="node-link")) == ["shop", "stock"]


def test_entry_and_calls_to_leave_out_are_the_readers_choice(put):
    more = [{"parent": "stock", "child": "shop", "callCount": 1}, {"parent": "app", "child": "mail", "callCount": 1}]
    path = put("graph.json", [*DEPENDENCIES, *more])
    graph = read_graph(path, entry="shop", leave_out=[("stock", "shop")])
    assert graph.graph["entry"] == "shop" and not graph.has_edge("stock", "shop")
    world = World.from_graph(path, entry="shop", leave_out=[("stock", "shop")])
    assert world.entry.name == "shop"


def test_entry_and_leave_out_hold_for_a_digraph_as_well_and_leave_it_as_it_was():
    graph = nx.DiGraph([("a", "b"), ("b", "a"), ("c", "b")])
    world = World.from_graph(graph, entry="c", leave_out=[("a", "b")])
    assert world.entry.name == "c" and len(world.links) == 2
    assert graph.number_of_edges() == 3 and "entry" not in graph.graph


def test_nothing_to_leave_out_leaves_a_digraph_as_it_was():
    graph = nx.DiGraph([("a", "b")])
    assert World.from_graph(graph, leave_out=[]).entry.name == "a"
    assert graph.graph == {}


def test_error_rate_is_the_share_of_calls_answered_with_an_error(put):
    world = World.from_graph(put("graph.yaml", "services: [{name: a, errorRate: 100%, script: [{call: b}]}, {name: b}]"))
    world.users(world.entry, rate=10)
    trace = world.run(1_000)
    counts = outcomes(trace, "a")
    assert counts["error"] > 0 == counts["ok"] and not [span for span in trace.spans() if span.service == "b"]


def test_a_world_in_which_nothing_fails_is_not_moved_by_the_setting():
    def trace(**settings):
        world = World.from_graph(nx.DiGraph([("a", "b")]), **settings)
        world.users(world.entry, rate=50)
        return world.run(500)

    assert trace() == trace(fail=0)


def test_measured_times_become_work_unless_services_says_otherwise(put):
    times = put("times.csv", "service,milliseconds\nshop,1.5\nstock,20\n\nstock,30\n")
    assert read_latencies(times) == {"shop": empirical([1.5]), "stock": empirical([20.0, 30.0])}
    world = World.from_graph(put("graph.json", LINK), latencies=times, services={"shop": {"work": constant(9), "workers": 3}})
    shop, stock = world.services.values()
    assert (shop.work, shop.workers, stock.work) == (constant(9), 3, empirical([20.0, 30.0]))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 23))
def test_catalogue_of_the_boutique_hurts_most_whatever_the_luck(seed):
    graph = load_graph("online-boutique")

    def served(service):
        world = World.from_graph(graph, seed=seed)
        world.users(world.entry, rate=40)
        world.fault(world.services[service], start=0, fail=0.2)
        return availability(world.run(10_000), "frontend", caller="users")

    shares = {service: served(service) for service in graph}
    assert min(shares, key=shares.get) == "productcatalogservice"
    ways = {service: max(1, graph.in_degree(service)) for service in graph} | {"redis-cart": 2}
    assert all(abs(share - 0.8 ** ways[service]) < 0.1 for service, share in shares.items())
