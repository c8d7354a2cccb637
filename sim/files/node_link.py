"""networkx's node-link JSON, as `json.dump(networkx.node_link_data(graph), file)` writes it.

Calls are under "edges", or under "links" as up to networkx 3.3. A service is known by its "id", else by its "name"; where
nodes have no "id", whole numbers as "source" and "target" count the nodes from 0, as in networkx 1 and D3's examples.
"""

import networkx as nx

from sim.arguments import flag, number, one_of, shown, whole
from sim.delays import constant, empirical, exponential, lognormal, uniform
from sim.files.text import MOST_CALLS, MOST_SERVICES, left_out, mapping, required, sequence, service_name

DELAYS = {"constant": constant, "empirical": empirical, "exponential": exponential, "lognormal": lognormal, "uniform": uniform}


def _delay(place, value):
    """Return a delay: a number of ms always, or an object such as {"exponential": [20]}."""
    if not isinstance(value, dict):
        return constant(number(place, value, at_least=0))
    if len(value) != 1 or next(iter(value)) not in DELAYS:
        raise ValueError(f"{place} must be a number of ms or one of {', '.join(DELAYS)} with a list, got {shown(value)}")
    [(name, given)] = value.items()
    given = sequence(f"{place}.{name}", given, 10_000)
    try:
        return empirical(given) if name == "empirical" else DELAYS[name](*given)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{place}.{name}: {error}") from None


def _given_by_calls(place, value):
    if value is not None:  # as if it were not there would be a world without retries
        raise ValueError(f"{place} must be given in Python, as calls={{(caller, callee): ...}} of World.from_graph, got {shown(value)}")


SERVICE = {
    "workers": lambda place, value: whole(place, value, at_least=1),
    "work": _delay,
    "queue": lambda place, value: whole(place, value, at_least=0),
    "order": lambda place, value: one_of(place, value, ("fifo", "lifo")),
    "fail": lambda place, value: number(place, value, at_least=0, at_most=1),
}
CALL = {
    "style": lambda place, value: one_of(place, value, ("sync", "async")),
    "step": lambda place, value: whole(place, value),
    "network": _delay,
    "timeout": lambda place, value: None if value is None else number(place, value, above=0),
    "at_most": lambda place, value: None if value is None else whole(place, value, at_least=1),
    "retry": _given_by_calls,
    "breaker": _given_by_calls,
    "fallback": flag,
    "loss": lambda place, value: number(place, value, at_least=0, at_most=1),
}


def graph_of_node_link(content):
    """Return the `networkx.DiGraph` that the content of a node-link file says.

    Attributes of nodes: workers, work, queue, order, fail; of edges: style, step, network, timeout, at_most, fallback,
    loss; a retry or breaker is refused, as JSON has none. `work` and `network` are numbers of ms or objects such as
    {"lognormal": [20, 1.5]}. Other attributes are left out, and named in the graph's attribute `left_out`. Raises ValueError or
    TypeError naming the place.
    """
    for name, wanted in (("directed", True), ("multigraph", False)):
        if flag(name, content.get(name, wanted)) is not wanted:
            raise ValueError(f"{name} must be {str(wanted).lower()}: a call has one caller and one that is asked")
    others = set()
    graph = nx.DiGraph()
    about = mapping("graph", content.get("graph"))
    graph.graph.update({key: about[key] for key in ("name", "source", "note") if isinstance(about.get(key), str)})
    if about.get("entry") is not None:
        graph.graph["entry"] = service_name("graph.entry", about["entry"])
    nodes = sequence("nodes", content.get("nodes"), MOST_SERVICES)
    numbered = not any("id" in node for node in nodes if isinstance(node, dict))
    names = {}
    for count, node in enumerate(nodes):
        given, place = required(f"nodes[{count}]", node, "name" if numbered else "id")
        name = service_name(place, given)
        if name in graph:
            raise ValueError(f"{place} must be a new one, got {name!r}, which is taken")
        graph.add_node(name, **_known(f"nodes[{count}]", node, SERVICE, ("id", "name"), others))
        names[count] = name
    under = "edges" if "edges" in content else "links"
    for count, edge in enumerate(sequence(under, content.get(under), MOST_CALLS)):
        place = f"{under}[{count}]"
        ends = []
        for end in ("source", "target"):
            given, where = required(place, edge, end)
            by_count = numbered and isinstance(given, int) and not isinstance(given, bool)
            name = names.get(given) if by_count else service_name(where, given)
            if name is None or name not in graph:
                raise ValueError(f"{where} must be one of the nodes, got {shown(given)}, which is missing")
            ends.append(name)
        if graph.has_edge(*ends):
            raise ValueError(f"{place} must be a new call, got {ends[0]} -> {ends[1]} again")
        graph.add_edge(*ends, **_known(place, edge, CALL, ("source", "target", "key"), others))
    graph.graph["left_out"] = sorted(others)
    return graph


def _known(place, given, checks, ends, others):
    others.update(left_out(place, given, [*checks, *ends]))
    return {key: check(f"{place}.{key}", given[key]) for key, check in checks.items() if key in given}
