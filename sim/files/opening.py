"""What `World.from_graph` does before it wires: a path becomes a graph, measured times become work."""

from difflib import get_close_matches
from pathlib import Path

import networkx as nx

from sim.arguments import kind as of_kind
from sim.arguments import shown
from sim.files.graphs import prepared, read_graph
from sim.files.latencies import read_latencies
from sim.files.text import checked_path, is_path
from sim.topology import shipped_graphs


def opened(graph, kind=None, entry=None, leave_out=()):
    """Return the graph of a file, given by its path, or the `networkx.DiGraph` given; `kind` is for files alone."""
    if is_path(graph):
        if isinstance(graph, str) and graph in shipped_graphs() and not Path(graph).exists():
            raise ValueError(f"graph must be a networkx.DiGraph or the path to a file, got {graph!r}; that one is load_graph({graph!r})")
        checked_path("graph", graph)
        return read_graph(graph, kind, entry, leave_out)
    if not isinstance(graph, nx.DiGraph):
        raise TypeError(f"graph must be a networkx.DiGraph or the path to a file, got {type(graph).__name__}")
    if kind is not None:
        raise ValueError(f"kind must be of a file, got {shown(kind)}, and the graph is none")
    if entry is None and leave_out == ():
        return graph
    return prepared(graph.copy(), entry, leave_out)


def with_latencies(graph, latencies, settings):
    """Return the settings for `wire` with the measured times in the file `latencies` as work, where `services` says none.

    Raises ValueError if the file names a service that the graph has not.
    """
    if latencies is None:
        return settings
    measured = read_latencies(checked_path("latencies", latencies))
    for service in measured:
        if service not in graph:
            near = get_close_matches(service, graph, n=1)
            meant = f": did you mean {near[0]!r}?" if near else "; leave its rows out"
            raise ValueError(f"{latencies}: column service must name services of the graph, got {service!r}, which is missing{meant}")
    services = {} if settings.get("services") is None else of_kind("services", settings["services"], dict, "a dict")
    merged = dict(services)
    for name, work in measured.items():
        merged[name] = {"work": work} | of_kind(f"services[{name!r}]", services.get(name, {}), dict, "a dict")
    return settings | {"services": merged}
