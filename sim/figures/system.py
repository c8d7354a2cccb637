"""A service graph standing still: who calls whom, with a word under each service if there is one to say."""

from sim.arguments import kind
from sim.figures.palette import BLUE, INK, PAPER, QUIET, VERMILLION
from sim.figures.placing import place, short
from sim.figures.still import drawn
from sim.topology import check_graph, entry_of

CROWDED = 14  # services, from which on names are smaller
DEEP = 5  # columns; with more, names of every other column stand above their circles, or long ones would meet
MOST_NAMED = 60  # services; beyond, names would cover each other


def system_map(graph, notes=None):
    """Return the picture of a graph of services, callers to the left; `notes` is a dict of words to put under services.

    The service that users ask is a square, the others are circles; dashed lines are calls that nobody waits for. Of more than 60
    services only those with notes are named. Raises TypeError or ValueError for a graph that `World.from_graph` would refuse.
    """
    check_graph(graph)
    entry = entry_of(graph)
    notes = {} if notes is None else kind("notes", notes, dict, "a dict of services to words")
    for name in notes:
        if name not in graph:
            raise ValueError(f"notes must name services of the graph, got {name!r}, which is missing")
    waits = sum(style != "async" for *_, style in graph.edges(data="style"))
    told = f"{len(graph)} services, {graph.number_of_edges()} calls, {graph.number_of_edges() - waits} of them nobody waits for; users ask {entry}"
    remarks = "; ".join(f"{name}: {note}" for name, note in notes.items())
    tall = max([*_columns(graph).values(), 4])
    size = (900, min(900, 80 + 56 * tall))
    return drawn(lambda figure: _draw(figure, graph, entry, notes), f"{told}. {remarks}" if remarks else f"{told}.", size)


def _columns(graph):
    counts = {}
    for x, _ in place(graph).values():
        counts[x] = counts.get(x, 0) + 1
    return counts


def _draw(figure, graph, entry, notes):
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(-0.12, 1.12)
    axes.set_ylim(-0.08, 1.04)
    places = place(graph)
    for caller, callee, style in graph.edges(data="style"):
        look = {"arrowstyle": "-|>", "color": QUIET, "lw": 1, "shrinkA": 8, "shrinkB": 8, "ls": (0, (3, 2)) if style == "async" else "-"}
        axes.annotate("", places[callee], places[caller], arrowprops=look, zorder=1)
    size = 7 if len(graph) > CROWDED else 8.5
    columns = sorted(_columns(graph))
    upper = columns[1::2] if len(columns) > DEEP else []
    for name, (x, y) in places.items():
        axes.plot([x], [y], marker="s" if name == entry else "o", ms=12, color=BLUE if name == entry else PAPER, mec=INK, zorder=3)
        if len(graph) > MOST_NAMED and name not in notes and name != entry:
            continue
        words = name if len(short(name)) > 24 else short(name)
        words = words if len(words) <= 24 else f"{words[:23]}…"
        above = x in upper
        axes.annotate(words, (x, y), (0, 9 if above else -9), textcoords="offset points", ha="center", va="bottom" if above else "top",
                      fontsize=size, color=INK, zorder=4, parse_math=False)  # fmt: skip
        if name in notes:
            below = (0, -9 if above else -10 - 1.25 * size)
            axes.annotate(str(notes[name]), (x, y), below, textcoords="offset points", ha="center", va="top", fontsize=size,
                          color=VERMILLION, weight="bold", zorder=4, parse_math=False)  # fmt: skip
