"""Files that other projects have written: each becomes a world that runs."""

import json
from pathlib import Path

import networkx as nx
import pytest

from sim import World, availability, constant, load_graph, read_graph
from sim.topology import check_graph, entry_of

HERE = Path(__file__).parent
SHAPES = {  # services, calls, the one that users ask
    "isotope-canonical.yaml": (4, 5, "d"),
    "isotope-chain-2-services-different-namespace.yaml": (2, 1, "a"),
    "isotope-tree-13-services.yaml": (13, 12, "svc-0"),
    "jaeger-small.json": (8, 7, "Service8"),
    "networkx-force.json": (11, 16, "0"),
}


def test_every_file_here_is_tried_and_named_with_its_source():
    files = {path.name for path in HERE.iterdir() if path.suffix in (".json", ".yaml")}
    assert files == set(SHAPES)
    told = (HERE / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in told for name in files)
    licences = {path.name for path in HERE.glob("LICENSE*")}
    assert len(licences) == 2 and all(f"`{name}`" in told for name in licences)


@pytest.mark.parametrize("name", SHAPES)
def test_real_file_becomes_a_world_that_serves_its_users(name):
    graph = read_graph(HERE / name)
    assert (len(graph), graph.number_of_edges(), entry_of(graph)) == SHAPES[name]
    assert check_graph(graph) is graph
    world = World.from_graph(str(HERE / name), work=constant(1))
    world.users(world.entry, rate=20, arrivals="constant")
    trace = world.run(2_000)
    assert availability(trace, world.entry.name) == 1
    assert {span.service for span in trace.spans()} == set(graph)


def test_isotopes_own_example_calls_two_together_and_then_the_third():
    graph = read_graph(HERE / "isotope-canonical.yaml")
    assert [(callee, step) for _, callee, step in graph.out_edges("d", data="step")] == [("a", 0), ("c", 0), ("b", 1)]
    assert graph.graph["left_out"] == ["numRbacPolicies", "requestSize", "responseSize"]


def test_jaegers_counts_are_kept():
    counts = read_graph(HERE / "jaeger-small.json").graph["call_counts"]
    assert counts["Service2", "Service4"] == 129_216 and len(counts) == 7


@pytest.mark.parametrize("key", ["edges", "links"])
@pytest.mark.parametrize("name", ["ftgo-create-order", "online-boutique", "social-network-compose-post"])
def test_what_networkx_writes_comes_back_as_it_was(tmp_path, name, key):
    graph = load_graph(name)
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(nx.node_link_data(graph, edges=key)), encoding="utf-8")
    again = read_graph(path)
    assert again.nodes == graph.nodes and list(again.edges(data=True)) == list(graph.edges(data=True))
    assert again.graph["entry"] == graph.graph["entry"]
