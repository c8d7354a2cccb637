"""Two graphs side by side: what is drawn is what the document says and what was seen, differences marked by more than colour."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from sim.figures.documenting import DocumentFigure
from sim.figures.documenting_drawings import a_document
from sim.figures.palette import INK, VERMILLION
from sim.scenarios import documenting

PNG = b"\x89PNG"
RARE = documenting.PRESETS["… a rare one"]


@pytest.fixture(scope="module")
def figure():
    return DocumentFigure()


def lines(line):
    """Return how many pieces a line has."""
    return len(line.get_data()[0]) // 3


def told(figure):
    return [line.get_text() for line in figure.lines if line.get_text()]


@pytest.mark.parametrize("name", documenting.PRESETS)
def test_every_preset_is_drawn_with_its_differences_and_no_more(figure, name):
    result = documenting.run(**documenting.PRESETS[name])
    assert figure.draw(result).startswith(PNG)
    missing, extra = result.differences()
    document, tap = figure.sides
    assert (lines(document.bad), lines(document.good)) == (len(missing), len(result.documented) - len(missing))
    assert (lines(tap.bad), lines(tap.good)) == (len(extra), len(result.seen) - len(extra))
    assert len(document.marks.get_data()[0]) == len(missing) and len(tap.marks.get_data()[0]) == len(extra)
    assert document.marks.get_marker() == "o" and tap.marks.get_marker() == "X"
    assert len(told(figure)) == max(1, len(missing) + len(extra) + any(result.looked_at("payments")[1]))


def test_words_say_what_is_wrong_and_that_nothing_is(figure):
    figure.draw(documenting.run())
    assert told(figure) == ["✓ Both graphs are the same, and every message looked at matches."] and figure.lines[0].colour == INK
    figure.draw(documenting.run(tracking=True, levels=False, change="amount is text"))
    first, *others = told(figure)
    assert first.startswith("≠ payments: ") and "✗ shipping → tracking: seen, not documented" in others
    assert "∅ stock → stock-levels: documented, not seen so far" in others and figure.lines[0].colour == VERMILLION


def test_more_differences_than_lines_are_counted(figure):
    figure.draw(documenting.run(document={"asyncapi": "3.0.0", "info": {}}))
    assert len(told(figure)) == 8 and told(figure)[-1] == "… and 4 more"


def test_cursor_shows_what_had_been_seen_by_then(figure):
    result = documenting.run(tracking=True)
    figure.draw(result, None, 0)
    document, tap = figure.sides
    assert lines(tap.good) == lines(tap.bad) == 0 and lines(document.bad) == 11
    figure.draw(result, None, 6_000)
    assert figure.moment.get_text() == "6.0 s listened" and lines(document.bad) == 0 and lines(tap.bad) == 2
    count = sum(time < 6_000 for time in result.sent["orders"])
    assert tap.names["orders"].get_text() == f"orders {count}" and document.names["tracking"].get_text() == ""


def test_chart_shows_the_curve_the_number_looked_at_and_the_first_that_fails(figure):
    result = documenting.run(change="amount is called total", share=0.1)
    figure.draw(result)
    xs, ys = figure.theory.get_data()
    assert ys[0] == pytest.approx(10) and ys[-1] > 99.9 and xs[-1] == 1_000
    assert figure.now.get_xdata()[0] == 50 and list(figure.first.get_xdata()) == [result.first]
    ns, shares = figure.points.get_data()
    assert list(shares) == [100 * result.chance(n) for n in ns] and len(ns) > 5


def test_chart_says_when_no_number_is_enough_or_nothing_changes(figure):
    figure.draw(documenting.run(change="amount is in euros", share=1.0))
    assert "no n is enough" in figure.says.get_text() and figure.says.colour == VERMILLION
    figure.draw(documenting.run())
    assert figure.says.get_text() == "no payment is changed" and len(figure.theory.get_data()[0]) == 0
    figure.draw(documenting.run(**RARE))
    assert figure.says.get_text() == ""


def test_kept_run_lies_behind_as_a_pale_curve(figure):
    ghost, result = documenting.run(**RARE), documenting.run(change="amount is text", share=0.5)
    assert figure.draw(result, ghost) != figure.draw(result)
    figure.draw(result, ghost)
    assert figure.kept.get_data()[1][0] == pytest.approx(1)


def test_names_that_the_shop_has_not_get_a_place_of_their_own():
    document = {
        "asyncapi": "3.0.0",
        "channels": {"gifts": {}},
        "operations": {"x": {"action": "send", "channel": {"$ref": "#/channels/gifts"}, "tags": [{"name": "marketing"}]}},
    }
    figure = DocumentFigure()
    figure.draw(documenting.run(document=document))
    side = figure.sides[0]
    assert side.places["channels"]["gifts"] == 6 and side.names["gifts"].get_text() == "gifts" and lines(side.bad) == 1


def test_switch_keeps_every_name_in_its_place(figure):
    figure.draw(documenting.run())
    places = figure.places
    for name in ("tracking", "reader", "turned"):
        figure.draw(documenting.run(**{name: True}))
        assert figure.places is places


def test_same_result_gives_the_same_picture_whatever_was_drawn_before(figure):
    result = documenting.run(reader=True)
    first = figure.draw(result, None, 12_000)
    figure.draw(documenting.run(tracking=True, change="amount is text"), result, 3_000)
    assert figure.draw(result, None, 12_000) == first


def test_idea_is_drawn_and_told():
    picture = a_document()
    pixels = np.asarray(Image.open(BytesIO(picture.png)).convert("L"))
    assert pixels.shape == (205, 820) and pixels.min() < 80 and "billing receives" in repr(picture)
