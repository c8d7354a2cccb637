"""Jaeger's list of dependencies: what its `/api/dependencies` answers, {"data": [{"parent", "child", "callCount"}]}, or the bare list, as
Zipkin's `/api/v2/dependencies` answers.

Every call becomes an edge. How often each was made in the time asked for is kept in the graph's attribute `call_counts`, a
dict by (caller, callee). A world makes each call once per request of its caller, one after the other in the file's order:
ratios of counts, such as three calls for one request, are not followed.
"""

import networkx as nx

from sim.arguments import shown, whole
from sim.files.text import MOST_CALLS, MOST_SERVICES, required, sequence, service_name


def graph_of_jaeger(content):
    """Return the `networkx.DiGraph` of a list of dependencies; a call listed twice counts together.

    Raises ValueError or TypeError naming the place.
    """
    under = "data" if isinstance(content, dict) else "list"
    graph, counts = nx.DiGraph(), {}
    found = content.get("data") if isinstance(content, dict) else content
    if found is None and content.get("errors"):
        raise ValueError(f"data must be a list; this is an answer with errors: {shown(content['errors'])}")
    if found == []:
        raise ValueError(f"{under} must hold at least one call, got none: ask for a longer time; some stores know calls only after a job has run")
    for count, entry in enumerate(sequence(under, found, MOST_CALLS)):
        place = f"{under}[{count}]"
        if isinstance(entry, dict) and "traceID" in entry:
            raise ValueError(f"{place} must have 'parent' and 'child', got a trace: ask for /api/dependencies, not for /api/traces")
        ends = tuple(service_name(where, given) for given, where in (required(place, entry, end) for end in ("parent", "child")))
        given, where = required(place, entry, "callCount")
        counts[ends] = counts.get(ends, 0) + whole(where, given, at_least=0, at_most=2**64 - 1)
        graph.add_edge(*ends)
        if len(graph) > MOST_SERVICES:
            raise ValueError(f"{place} must be among at most {MOST_SERVICES:,} services, got one more")
    graph.graph["call_counts"] = counts
    return graph
