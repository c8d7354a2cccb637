"""The picture of the cascade: it says what the samples say, for every graph, and nothing covers anything."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from sim.figures.cascade import CascadeFigure
from sim.figures.health import FAILING, HEALTHY
from sim.scenarios import partial_failures

PLACES = ["ftgo-create-order/consumer-service", "online-boutique/productcatalogservice", "social-network-compose-post/post-storage"]


def pixels(png):
    return np.asarray(Image.open(BytesIO(png)))


@pytest.fixture(scope="module")
def slow():
    return partial_failures.run()


@pytest.fixture
def figure():
    return CascadeFigure()


def names_in(figure, state):
    xs, ys = figure.nodes[state].get_data()
    return {name for name, place in figure.places.items() if place in set(zip(xs, ys))}


def test_picture_has_the_size_it_says(figure, slow):
    assert pixels(figure.draw(slow)).shape == (figure.size[1], figure.size[0], 3)


def test_same_result_gives_the_same_picture_whatever_was_drawn_between(figure, slow):
    first = figure.draw(slow, cursor=9_000)
    figure.draw(partial_failures.run(timeouts=True, attempts=5), ghost=slow, cursor=1_000)
    figure.draw(partial_failures.run(place=PLACES[2]))
    assert figure.draw(slow, cursor=9_000) == first


def test_frontend_is_healthy_before_the_trouble_and_failing_in_it(figure, slow):
    figure.draw(slow, cursor=5_000)
    assert "frontend" in names_in(figure, HEALTHY)
    figure.draw(slow, cursor=14_000)
    assert "frontend" in names_in(figure, FAILING)


def test_open_breaker_is_drawn_as_a_refused_call(figure):
    broken = partial_failures.run(timeouts=True, breaker=True, fallback=True)
    figure.draw(broken, cursor=2_000)
    assert len(figure.edges["refused"].get_segments()) == 0
    opened = min(call.breaker.log[0][0] for call in broken.world.links if call.breaker and call.breaker.log)
    figure.draw(broken, cursor=opened + 500)
    assert len(figure.edges["refused"].get_segments()) >= 1


def test_cursor_changes_the_graph_and_the_ghost_changes_the_curves(figure, slow):
    calm = partial_failures.run(trouble="none")
    assert figure.draw(slow, cursor=5_000) != figure.draw(slow, cursor=14_000)
    without = pixels(figure.draw(slow))
    assert (without != pixels(figure.draw(slow, ghost=calm))).any()


def test_half_a_run_is_drawn_up_to_where_it_has_come(figure):
    result = partial_failures.run.start()
    figure.draw(result.advance(10_000))
    assert figure.users.curves["served"].get_xdata()[-1] == 10.0


def test_world_that_runs_on_rolls_its_axis_back_from_now(figure):
    result = partial_failures.run.start()
    result.advance(45_000)
    figure.draw(result, cursor=45_000)
    xs = figure.users.curves["served"].get_xdata()
    assert xs[-1] == 30.0 and figure.calls.axes.get_xlabel() == "seconds before now"


@pytest.mark.parametrize("place", PLACES)
def test_no_name_covers_another_or_leaves_the_picture(figure, place):
    figure.draw(partial_failures.run(place=place), cursor=14_000)
    renderer = figure.canvas.get_renderer()
    axes = figure.figure.axes[0]
    boxes = [text.get_window_extent(renderer).shrunk(0.98, 0.9) for text in axes.texts if text.get_text() and text not in figure.queues.values()]
    assert len(boxes) > len(figure.places)
    inside = figure.figure.bbox
    for i, box in enumerate(boxes):
        assert inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1
        assert not any(box.overlaps(other) for other in boxes[i + 1 :])


@pytest.mark.parametrize("place", PLACES)
def test_no_legend_covers_its_title(figure, place):
    figure.draw(partial_failures.run(place=place))
    renderer = figure.canvas.get_renderer()
    for plot in (figure.users, figure.workers, figure.calls):
        title = next(t for t in (plot.axes._left_title, plot.axes.title) if t.get_text())
        assert title.get_window_extent(renderer).x1 < plot.axes.get_legend().get_window_extent(renderer).x0
