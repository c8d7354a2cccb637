"""Where the services of a graph stand in a picture: callers to the left of those they call."""

import networkx as nx


def place(graph):
    """Return {service: (x, y)} with x and y from 0 to 1: a column per depth, few crossing calls.

    The depth of a service is the longest way to it from the entry. Within a column, services stand at the mean height
    of their neighbours (the barycentre heuristic of Sugiyama, Tagawa and Toda, 1981), swept to and fro.
    """
    depth = {}
    for node in nx.topological_sort(graph):
        depth[node] = max((depth[caller] + 1 for caller in graph.predecessors(node)), default=0)
    columns = [[node for node in graph if depth[node] == d] for d in range(max(depth.values()) + 1)]
    height = {node: (row + 0.5) / len(column) for column in columns for row, node in enumerate(column)}
    for sweep in range(8):
        down = sweep % 2 == 0
        for column in columns if down else reversed(columns):
            middle = {node: _middle(node, graph.predecessors(node) if down else graph.successors(node), height) for node in column}
            column.sort(key=lambda node, middle=middle: (middle[node], node))
            for row, node in enumerate(column):
                height[node] = (row + 0.5) / len(column)
    last = max(1, len(columns) - 1)
    return {node: (depth[node] / last, 1 - height[node]) for node in graph}


def _middle(node, neighbours, height):
    heights = [height[other] for other in neighbours]
    return sum(heights) / len(heights) if heights else height[node]


def short(name):
    """Return a service's name without the word that all of them share."""
    for tail in ("service", "-service"):
        if name.endswith(tail) and len(name) > len(tail):
            name = name.removesuffix(tail)
    return name.rstrip("-")


def world_graph(world):
    """Return the `networkx.DiGraph` of the calls that a world's services make of each other."""
    graph = nx.DiGraph()
    graph.add_nodes_from(world.services)
    graph.add_edges_from((call.caller, call.service.name) for call in world.links if call.caller in world.services)
    return graph
