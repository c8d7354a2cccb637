import io

import numpy as np
import pytest
from matplotlib import rcParams
from PIL import Image

from sim.figures.live import LiveFigure
from sim.figures.palette import BREAKER_STATES, CYCLE, OUTCOMES
from sim.trace import OUTCOMES as OUTCOMES_OF_A_TRACE
from tests import toy


class Counting(toy.Figure):
    """The toy's figure, which counts what is done."""

    def __init__(self, **options):
        super().__init__(**options)
        self.done = []

    def layout(self, figure, result):
        self.done.append("layout")
        super().layout(figure, result)
        draw = self.canvas.draw
        self.canvas.draw = lambda: (self.done.append("background"), draw())

    def apply_limits(self, limits):
        self.done.append("limits")
        super().apply_limits(limits)


def pixels(png):
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.format == "PNG" and picture.mode == "RGB"
        return np.asarray(picture)


def test_the_png_holds_the_pixels_of_the_canvas():
    figure = toy.Figure()
    drawn = pixels(figure.draw(toy.run(), None, 5_000))
    assert drawn.shape == (320, 960, 3)
    assert (drawn == np.asarray(figure.canvas.buffer_rgba())[:, :, :3]).all()


def test_dense_screens_get_four_times_the_pixels():
    assert pixels(toy.Figure(scale=2).draw(toy.run(), None, 0)).shape == (640, 1920, 3)


def test_a_figure_drawn_again_and_again_is_the_same_as_a_fresh_one():
    figure, last, kept = toy.Figure(), toy.run(noise=0.7), toy.run(level=1)
    for result, ghost, cursor in (
        (toy.run(), None, 0),
        (toy.run(until=5), kept, 3_000),
        (toy.run(level=2), kept, 9_000),
    ):
        figure.draw(result, ghost, cursor)
    assert figure.draw(last, kept, 4_000) == toy.Figure().draw(last, kept, 4_000)
    assert figure.draw(last, None, 4_000) == toy.Figure().draw(last, None, 4_000)


def test_the_background_is_drawn_only_when_limits_change():
    figure = Counting()
    for level in (1, 2, 3):
        figure.draw(toy.run(level=level), None, 1_000 * level)
    assert figure.done == ["layout", "limits", "background"]
    figure.draw(toy.run(until=5), None, 0)
    figure.draw(toy.run(until=5, level=1), None, 0)
    assert figure.done == ["layout", "limits", "background", "limits", "background"]


def test_another_shape_makes_another_layout_and_its_ghost_is_left_out():
    class Shaped(Counting):
        def shape_of(self, result):
            return result.params["side"]

    figure, upper, lower = Shaped(), toy.run(), toy.run(side="lower")
    alone = figure.draw(upper, None, 0)
    assert figure.draw(upper, lower, 0) == alone
    figure.draw(lower, upper, 0)
    assert figure.done.count("layout") == 2 and len(figure.figure.axes) == 1


def test_a_figure_is_whole_again_after_an_exception():
    figure = toy.Figure()
    figure.draw(toy.run(), None, 0)
    with pytest.raises(KeyError):
        figure.draw(toy.run(fault="draw"), None, 0)
    assert figure.draw(toy.run(), None, 0) == toy.Figure().draw(toy.run(), None, 0)


def test_the_readers_own_matplotlib_settings_do_not_change_the_picture():
    plain = toy.Figure().draw(toy.run(), None, 0)
    before = rcParams["axes.facecolor"], rcParams["font.size"]
    rcParams.update({"axes.facecolor": "black", "font.size": 20})
    try:
        assert toy.Figure().draw(toy.run(), None, 0) == plain
    finally:
        rcParams.update(dict(zip(("axes.facecolor", "font.size"), before)))


def test_a_figure_without_its_methods_says_which_is_missing():
    with pytest.raises(NotImplementedError, match="LiveFigure must have a method layout"):
        LiveFigure().draw(toy.run())


def test_every_outcome_of_a_trace_has_a_style_that_differs_in_more_than_colour():
    assert set(OUTCOMES) == set(OUTCOMES_OF_A_TRACE)
    for styles in (OUTCOMES, BREAKER_STATES):
        for signs in zip(*styles.values()):
            assert len(set(signs)) == len(signs)


def test_the_colours_are_okabes_and_itos_and_differ():
    assert len(set(CYCLE)) == len(CYCLE)
