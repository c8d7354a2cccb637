"""The heat map of a sweep: colours, numbers, and the border over them."""

from io import BytesIO
from math import inf, nan

import pytest
from matplotlib.figure import Figure
from PIL import Image

from sim.figures import heat_map as module
from sim.figures.heat_map import heat_map

NAMES = {"xlabel": "Load (/s)", "ylabel": "Pause (s)", "label": "Served (share of the load)"}
ROWS = [{"load": load, "pause": pause, "served": load * pause / 100} for load in (300, 100) for pause in (0.5, 1.0, 2.0)]


@pytest.fixture
def drawn(monkeypatch):
    """The figure that was drawn, beside its picture."""
    kept = []

    def keep(draw, words):
        figure = Figure(figsize=(8, 3.6), dpi=100)
        draw(figure)
        kept.append(figure)
        return words

    monkeypatch.setattr(module, "drawn", keep)
    return kept


def test_every_cell_has_its_place_its_mean_and_a_colour_by_it(drawn):
    heat_map(ROWS + [{"load": 100, "pause": 0.5, "served": 0.9}], "load", "pause", "served", **NAMES)
    axes = drawn[0].axes[0]
    assert {tuple(text.get_position()): text.get_text() for text in axes.texts}[100, 0.5] == "0.7"  # of 0.5 and 0.9
    assert len(axes.texts) == len(axes.patches) == 6
    colours = {text.get_text(): patch.get_facecolor() for text, patch in zip(axes.texts, axes.patches)}
    assert len(set(colours.values())) == 6
    brightness = [sum(colours[told][:3]) for told in ("0.7", "1", "1.5", "2", "3", "6")]
    assert brightness == sorted(brightness)
    assert axes.get_xlim() == (0, 400) and axes.get_ylim() == (0.25, 2.5)  # edges halfway between the cells


def test_axes_and_colours_are_named(drawn):
    heat_map(ROWS, "load", "pause", "served", **NAMES)
    axes, bar = drawn[0].axes
    assert (axes.get_xlabel(), axes.get_ylabel(), bar.get_ylabel()) == tuple(NAMES.values())
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["0.5", "1", "2"]


def test_colours_go_from_limit_to_limit(drawn):
    heat_map(ROWS, "load", "pause", "served", limits=(0, 10), **NAMES)
    heat_map(ROWS, "load", "pause", "served", **NAMES)
    assert [figure.axes[1].get_ylim() for figure in drawn] == [(0, 10), (0.5, 6)]


def test_border_is_drawn_over_it_and_leaves_the_picture_where_there_is_none(drawn):
    heat_map(ROWS, "load", "pause", "served", border=lambda load: 1.2 if load > 150 else inf, **NAMES)
    axes = drawn[0].axes[0]
    (line,) = axes.lines
    points = list(zip(*line.get_data()))
    assert all((y == 1.2) == (x > 150) for x, y in points) and min(y for x, y in points if x <= 150) > axes.get_ylim()[1]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["theory"]


def test_cell_without_a_finite_mean_is_hatched(drawn):
    holes = [{"load": load, "pause": 1, "served": value} for load, value in enumerate((nan, inf, None, 0.5))]
    heat_map(holes, "load", "pause", "served", **NAMES)
    axes = drawn[0].axes[0]
    assert [bool(patch.get_hatch()) for patch in axes.patches] == [True, True, True, False]
    assert [text.get_text() for text in axes.texts] == ["–", "–", "–", "0.5"]


def test_words_are_laid_out_in_their_order(drawn):
    heat_map([{"order": order, "on": on, "p99": 5.0} for order in ("lifo", "fifo") for on in (True, False)], "order", "on", "p99", **NAMES)
    axes = drawn[0].axes[0]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["lifo", "fifo"]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["True", "False"]


def test_many_cells_have_no_numbers(drawn):
    heat_map([{"load": a, "pause": b, "served": a} for a in range(15) for b in range(14)], "load", "pause", "served", **NAMES)
    assert len(drawn[0].axes[0].texts) == 0


def test_picture_is_told_in_words_and_is_a_png():
    picture = heat_map(ROWS, "load", "pause", "served", **NAMES)
    assert repr(picture) == "Served (share of the load): from 0.5 to 6 over 2 × 3 cells."
    assert Image.open(BytesIO(picture._repr_png_())).size == (800, 360)
    assert repr(heat_map(ROWS, "load", "pause", "served", **NAMES, words="All is well.")) == "All is well."


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(KeyError, match="must be one of load, pause, served, got 'lost'"):
        heat_map(ROWS, "load", "pause", "lost", **NAMES)
    with pytest.raises(ValueError, match="^served must have at least one finite mean"):
        heat_map([{"load": 1, "pause": 1, "served": nan}], "load", "pause", "served", **NAMES)
    with pytest.raises(ValueError, match="^border must be None where a column holds words"):
        heat_map([{"load": "a", "pause": 1, "served": 1}], "load", "pause", "served", border=float, **NAMES)
