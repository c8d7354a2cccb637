"""Service graphs: who calls whom, as `networkx.DiGraph`s. Three real ones are shipped.

The files are networkx's node-link JSON; each names its source. Nodes are services, an edge is a call: `style` "sync"
(the caller waits) or "async" (it does not), and `step`, the order of one caller's calls (the same step: together).
"""

import json
from functools import cache
from importlib.resources import files

import networkx as nx

from sim.arguments import one_of


def shipped_graphs():
    """Return the names of the graphs that come with the package."""
    return list(_names())


@cache
def _names():
    return sorted(path.name.removesuffix(".json") for path in _folder().iterdir() if path.name.endswith(".json"))


def load_graph(name):
    """Return one of the shipped graphs as a new `networkx.DiGraph`. Raises ValueError if there is none of that name."""
    one_of("name", name, shipped_graphs())
    graph = nx.node_link_graph(_read(name), edges="edges")
    graph.graph = dict(graph.graph)  # the file is read once, and networkx would hand out its very dict
    return graph


def check_graph(graph):
    """Raise a TypeError or ValueError unless `graph` is a DiGraph of named services that do not call in a circle."""
    if not isinstance(graph, nx.DiGraph) or graph.is_multigraph():
        raise TypeError(f"graph must be a networkx.DiGraph, got {type(graph).__name__}")
    if not graph:
        raise ValueError("graph must hold at least one service, got none")
    for node in graph:
        if not isinstance(node, str):
            raise TypeError(f"graph must name its services by strings, got {node!r}")
    try:
        circle = nx.find_cycle(graph)
    except nx.NetworkXNoCycle:
        return graph
    names = [source for source, _ in circle]
    raise ValueError(f"graph must have no calls in a circle, got {' -> '.join([*names, names[0]])}")


def entry_of(graph):
    """Return the service that users ask: the graph's attribute `entry`, else the only one that nobody calls.

    Raises ValueError if that is not in the graph, or there is none or more than one.
    """
    entry = graph.graph.get("entry")
    if entry is not None:
        if entry not in graph:
            raise ValueError(f"entry must be a service of the graph, got {entry!r}, which is missing")
        return entry
    roots = [node for node, calls in graph.in_degree() if calls == 0]
    if len(roots) != 1:
        raise ValueError(f"graph must say which service users ask, as graph.graph['entry']; nobody calls {roots}")
    return roots[0]


@cache
def _read(name):
    return json.loads(_folder().joinpath(f"{name}.json").read_text(encoding="utf-8"))


def _folder():
    return files("sim") / "topologies"
