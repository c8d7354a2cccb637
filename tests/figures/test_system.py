"""The picture of a service graph that stands still."""

from itertools import combinations

import networkx as nx
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim import load_graph, shipped_graphs
from sim.figures import system
from sim.figures.system import system_map


@pytest.mark.parametrize("name", shipped_graphs())
def test_shipped_graph_is_drawn_and_told(name):
    graph = load_graph(name)
    picture = system_map(graph, {list(graph)[-1]: "64 %"})
    assert picture.png.startswith(b"\x89PNG")
    assert repr(picture).startswith(f"{len(graph)} services, {graph.number_of_edges()} calls, ")
    assert repr(picture).endswith(f"users ask {graph.graph['entry']}. {list(graph)[-1]}: 64 %")


def test_calls_that_nobody_waits_for_are_told_apart():
    assert "7 calls, 4 of them nobody waits for" in repr(system_map(load_graph("ftgo-create-order")))


def test_names_are_text_whatever_is_in_them():
    picture = system_map(nx.DiGraph([("$a$ \\frac", "b" * 100)]))
    assert picture.png.startswith(b"\x89PNG")


def test_names_of_a_long_way_are_apart_from_each_other():
    names = [f"company-something-{place:02}" for place in range(10)]
    figure = Figure(figsize=(9, 3), dpi=100)
    system._draw(figure, nx.path_graph(names, create_using=nx.DiGraph), names[0], {})
    FigureCanvasAgg(figure).draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts if text.get_text()]
    assert len(boxes) == len(names)
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_single_service_is_drawn():
    graph = nx.DiGraph()
    graph.add_node("shop")
    assert repr(system_map(graph)) == "1 services, 0 calls, 0 of them nobody waits for; users ask shop."


@pytest.mark.parametrize("notes, error", [({"stok": "5"}, ValueError), (["stock"], TypeError)])
def test_notes_that_fit_no_service_are_refused(notes, error):
    with pytest.raises(error, match="notes must "):
        system_map(nx.DiGraph([("shop", "stock")]), notes)


def test_circle_is_refused():
    with pytest.raises(ValueError, match="no calls in a circle"):
        system_map(nx.DiGraph([("a", "b"), ("b", "a")]))
