"""Any file that says which service calls which: its kind is told by suffix and content."""

import networkx as nx

from sim.arguments import one_of, shown
from sim.files.isotope import graph_of_isotope
from sim.files.jaeger import graph_of_jaeger
from sim.files.json_text import parse_json
from sim.files.node_link import graph_of_node_link
from sim.files.text import MOST_YAML_BYTES, checked_path, read_text, within
from sim.files.yaml_text import parse_yaml
from sim.topology import check_graph, entry_of

READERS = {"node-link": graph_of_node_link, "isotope": graph_of_isotope, "jaeger": graph_of_jaeger}


def read_graph(path, kind=None, entry=None, leave_out=()):
    """Return the graph of services in a file, a `networkx.DiGraph` for `World.from_graph`.

    `kind` is "node-link" (networkx's JSON), "isotope" (Istio's YAML) or "jaeger" (the JSON of its dependencies); without it the
    kind is told by suffix and content. `entry` names the service that users ask, where the file leaves it open;
    `leave_out` calls that are not wanted, as in [("stock", "shop")]. See the modules of `sim.files` for what becomes of what a file says.

    Raises OSError if the file cannot be read; ValueError or TypeError, with the file's name and the place in it, for anything
    that is no such graph: calls in a circle (the circle is named), no or several services to begin with, a wrong
    value, and more than 2,000 services, 20,000 calls, 20 brackets within brackets, 4 MB (YAML: 250 kB).
    """
    path = checked_path("path", path)
    if kind is not None:
        one_of("kind", kind, READERS)
    with within(path):
        kind, content = _content(path, kind)
        if not isinstance(content, dict) and not (kind == "jaeger" and isinstance(content, list)):
            raise TypeError(f"must hold a mapping of names to values, got {shown(content)}")
        graph = READERS[kind](content)
        graph.graph.setdefault("name", path.name)
        return prepared(graph, entry, leave_out, graph.graph.pop("entrypoints", ()))


def prepared(graph, entry=None, leave_out=(), entries=()):
    """Return `graph` without the calls in `leave_out`, with `entry` set: the very graph, changed.

    `entries` are the services that the file lets users ask. Raises ValueError if one of them is not in the graph or
    users could ask several, TypeError if `leave_out` is no list of pairs; and whatever is wrong with the graph.
    """
    _leave_out(graph, leave_out)
    _refuse_a_circle(graph, [*([] if entry is None else [entry]), *entries])
    check_graph(graph)
    if entry is not None:
        graph.graph["entry"] = one_of("entry", entry, list(graph)[:20] if entry not in graph else [entry])
    elif len(entries) > 1:
        raise ValueError(f"entry must be given, as entry={entries[0]!r}: the file lets users ask {', '.join(entries[:20])}")
    elif entries:
        graph.graph["entry"] = entries[0]
    if "entry" not in graph.graph:
        roots = [name for name, calls in graph.in_degree() if not calls]
        if len(roots) != 1:
            raise ValueError(f"entry must be given, as entry={roots[0]!r}: nobody calls {', '.join(roots[:20])}")
    graph.graph["entry"] = entry_of(graph)
    return graph


def _refuse_a_circle(graph, entries):
    """Raise ValueError for calls in a circle; the one named last goes back, as seen from where users begin."""
    if nx.is_directed_acyclic_graph(graph):
        return
    said = [entry for entry in (*entries, graph.graph.get("entry")) if isinstance(entry, str) and entry in graph]
    roots = [name for name, calls in graph.in_degree() if not calls]
    circle = nx.find_cycle(graph, [*said, *roots, *graph])
    names = " -> ".join([*(caller for caller, _ in circle), circle[0][0]])
    names = names if len(names) <= 1_000 else f"{names[:1_000]}… ({len(circle):,} calls)"
    raise ValueError(f"graph must have no calls in a circle, got {names}; leave one of them out, as leave_out=[{circle[-1]!r}]")


def _leave_out(graph, leave_out):
    if not isinstance(leave_out, (list, tuple, set)):
        raise TypeError(f"leave_out must be a list of calls such as [('shop', 'stock')], got {shown(leave_out)}")
    for call in leave_out:
        if not isinstance(call, tuple) or len(call) != 2 or not all(isinstance(name, str) for name in call):
            raise TypeError(f"leave_out must be a list of calls such as [('shop', 'stock')], got {shown(call)}")
        if call not in graph.edges:
            raise ValueError(f"leave_out must name what is in the graph, got {shown(call)}, which is missing")
    graph.remove_edges_from(leave_out)


def _content(path, kind):
    """Return the kind of a file and what its text says."""
    yaml = path.suffix.lower() in (".yaml", ".yml")
    if kind == "isotope" or kind is None and yaml:
        return "isotope", parse_yaml(_no_empty(read_text(path, MOST_YAML_BYTES)))
    text = _no_empty(read_text(path))
    if kind is None and path.suffix.lower() != ".json" and text.lstrip()[:1] not in ("{", "["):
        raise ValueError("must be a file .json, .yaml or .yml, or begin with a bracket of JSON; say what it is by kind=")
    content = parse_json(text)
    return kind or _kind_of(content), content


def _no_empty(text):
    if not text.strip():
        raise ValueError("must hold services and calls, got an empty file")
    return text


def _kind_of(content):
    if isinstance(content, list):
        return "jaeger"
    keys = content if isinstance(content, dict) else ()
    found = [kind for kind, key in (("node-link", "nodes"), ("isotope", "services"), ("jaeger", "data")) if key in keys]
    if len(found) != 1:
        means = f"could be {' or '.join(found)}" if found else "has neither nodes nor services nor data"
        raise ValueError(f"must be a file of one kind, {', '.join(READERS)}; this one {means}: say which by kind=")
    return found[0]
