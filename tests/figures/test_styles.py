"""Five styles on one sheet: the same request in each, who is blocked, and means that the worlds themselves give."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from sim.figures.five_styles import five_styles
from sim.figures.styles import StylesFigure
from sim.scenarios import interaction_styles
from sim.scenarios.interaction_styles import PRESETS, STYLES, user_waits


@pytest.fixture(scope="module")
def calm():
    return interaction_styles.run()


@pytest.fixture(scope="module")
def figure():
    return StylesFigure()


def pixels(png):
    return np.asarray(Image.open(BytesIO(png)))


def test_picture_has_the_size_it_says_and_is_the_same_whatever_was_drawn_between(figure, calm):
    first = figure.draw(calm, cursor=3_100)
    assert pixels(first).shape == (figure.size[1], figure.size[0], 3)
    figure.draw(interaction_styles.run(warehouses=5), cursor=1_000)
    figure.draw(calm, cursor=500)
    assert figure.draw(calm, cursor=3_100) == first


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_drawn_at_any_time(figure, preset):
    result = interaction_styles.run(**PRESETS[preset])
    pictures = {figure.draw(result, cursor=cursor) for cursor in (0, 1_000, 3_100, 3_999, None)}
    assert len(pictures) >= 4


def test_half_a_run_and_one_that_has_not_begun_are_drawn(figure):
    begun = interaction_styles.run.start()
    figure.draw(begun, cursor=0)
    assert figure.moment.get_text() == "no request has begun yet" and figure.columns[0][0].get_text() == "–"
    figure.draw(begun.advance(2_000), cursor=2_000)
    assert figure.moment.get_text() == "the user's request no. 80, begun at 1.93 s"


def test_table_says_what_the_worlds_say(figure, calm):
    figure.draw(calm, cursor=3_100)
    assert [place.get_text() for place in figure.columns[0]] == [f"{user_waits(calm, style):.0f}" for style in STYLES]
    assert [place.get_text() for place in figure.columns[3]] == ["1.0", "2.0", "1.0", "3.0", "6.0"]
    busy = calm.watch.busy["shop"]
    assert figure.columns[1][0].get_text() == f"{sum(busy) / len(busy):.2f}"


def test_worker_of_the_shop_is_blocked_in_request_response_alone(figure, calm):
    figure.draw(calm, cursor=3_100)
    blocked = [path.vertices[0][1] for path in figure.waits.get_paths()]
    rows = sorted(int(y) for y in blocked)
    assert rows == [0, 0, 1, 2, 3, 4]  # the user in every row, the shop in the first


def test_cursor_leafs_through_the_requests(figure, calm):
    seen = {(figure.draw(calm, cursor=time), figure.moment.get_text())[1] for time in (500, 1_500, 3_100)}
    assert len(seen) == 3


def test_no_word_covers_another_or_leaves_the_picture(figure):
    for warehouses in (3, 5):
        figure.draw(interaction_styles.run(warehouses=warehouses), cursor=3_100)
        renderer = figure.canvas.get_renderer()
        axes = figure.plot.axes
        words = [text for text in [*axes.texts, *figure.figure.texts] if text.get_text()]
        boxes = [text.get_window_extent(renderer).shrunk(0.98, 0.9) for text in words]
        assert len(boxes) > 20
        inside = figure.figure.bbox
        for i, box in enumerate(boxes):
            assert inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1, words[i]
            assert not [words[j] for j, other in enumerate(boxes) if j > i and box.overlaps(other)], words[i]


def test_quick_text_is_drawn_where_it_should_be_and_like_other_text(figure, calm):
    image = pixels(figure.draw(calm, cursor=3_100)).astype(int)
    height, width = image.shape[:2]
    place = figure.columns[0][0]
    x, y = round(place.x * width), round((1 - place.y) * height)
    dark = image[y - 9 : y + 9, x - 12 : x + 12].sum(axis=2) < 300
    ys, xs = np.nonzero(dark)
    assert len(ys) > 15 and abs(ys.mean() - 9) < 1.5 and abs(xs.mean() - 12) < 1.5


def test_sheet_of_the_five_styles_names_them_all():
    assert pixels(five_styles().png).shape[:2] == (330, 840)
    assert all(style.split("/")[-1].rstrip("s") in repr(five_styles()) for style in STYLES)
