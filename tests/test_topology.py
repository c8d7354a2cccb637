"""Service graphs: the three that are shipped, and what a graph must be."""

import networkx as nx
import pytest

from sim.topology import check_graph, entry_of, load_graph, shipped_graphs

SHAPES = {"ftgo-create-order": (8, 7, "api-gateway"), "online-boutique": (11, 15, "frontend"), "social-network-compose-post": (20, 20, "nginx")}


def test_three_graphs_are_shipped():
    assert shipped_graphs() == sorted(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_shipped_graph_is_whole_and_names_its_source(name):
    graph = load_graph(name)
    assert (len(graph), graph.number_of_edges(), entry_of(graph)) == SHAPES[name]
    assert check_graph(graph) is graph
    assert graph.graph["source"] and graph.graph["name"] == name


@pytest.mark.parametrize("name", SHAPES)
def test_every_service_of_a_shipped_graph_is_reached_from_its_entry(name):
    graph = load_graph(name)
    assert nx.descendants(graph, entry_of(graph)) == set(graph) - {entry_of(graph)}


def test_loaded_graph_is_a_new_one_each_time():
    load_graph("online-boutique").clear()
    assert len(load_graph("online-boutique")) == 11


def test_unknown_graph_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match="name must be one of 'ftgo-create-order', 'online-boutique', .*got 'amazon'"):
        load_graph("amazon")


@pytest.mark.parametrize("edges, circle", [([("a", "a")], "a -> a"), ([("a", "b"), ("b", "c"), ("c", "a")], "a -> b -> c -> a")])
def test_calls_in_a_circle_are_shown(edges, circle):
    with pytest.raises(ValueError, match=f"graph must have no calls in a circle, got {circle}$"):
        check_graph(nx.DiGraph(edges))


@pytest.mark.parametrize("graph", [nx.Graph([("a", "b")]), nx.MultiDiGraph([("a", "b")]), {"a": ["b"]}, None])
def test_only_a_digraph_will_do(graph):
    with pytest.raises(TypeError, match=r"graph must be a networkx\.DiGraph, got "):
        check_graph(graph)


def test_empty_graph_is_refused():
    with pytest.raises(ValueError, match="graph must hold at least one service"):
        check_graph(nx.DiGraph())


def test_services_must_have_strings_for_names():
    with pytest.raises(TypeError, match="graph must name its services by strings, got 3"):
        check_graph(nx.DiGraph([("a", 3)]))


def test_entry_is_the_one_that_nobody_calls_unless_the_graph_says_so():
    graph = nx.DiGraph([("a", "b"), ("b", "c")])
    assert entry_of(graph) == "a"
    graph.graph["entry"] = "b"
    assert entry_of(graph) == "b"


def test_entry_that_is_missing_is_named():
    graph = nx.DiGraph([("a", "b")], entry="shop")
    with pytest.raises(ValueError, match="entry must be a service of the graph, got 'shop', which is missing"):
        entry_of(graph)


def test_two_possible_entries_must_be_decided():
    with pytest.raises(ValueError, match=r"graph\.graph\['entry'\]; nobody calls \['a', 'c'\]"):
        entry_of(nx.DiGraph([("a", "b"), ("c", "b")]))


def test_graph_that_was_changed_does_not_change_the_next_one():
    graph = load_graph("online-boutique")
    graph.graph["entry"] = "x"
    graph.nodes["frontend"]["workers"] = 3
    graph.edges["frontend", "adservice"]["timeout"] = 1
    again = load_graph("online-boutique")
    assert again.graph["entry"] == "frontend" and again.nodes["frontend"] == {}
    assert again.edges["frontend", "adservice"] == {"style": "sync"}
