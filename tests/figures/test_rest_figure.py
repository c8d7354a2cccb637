"""The waterfall of a page, and the picture of orders done more than once."""

import pytest

from sim.figures.rest import PageFigure, waterfall
from sim.figures.retried_writes import WritesFigure
from sim.figures.trips import round_trips_drawing
from sim.scenarios import rest, retried_writes

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def pages():
    return PageFigure()


@pytest.fixture(scope="module")
def writes():
    return WritesFigure()


@pytest.mark.parametrize("name", rest.PRESETS)
def test_every_preset_of_pages_is_drawn_with_and_without_a_ghost(pages, name):
    run = rest.run(**rest.PRESETS[name])
    plain = pages.draw(run, None, 5_000)
    assert plain.startswith(PNG) and pages.draw(run, rest.run(parts=12, round_trip=80), None) != plain


def test_page_that_never_comes_is_drawn_too(pages):
    never = rest.run(parts=200, round_trip=200, work=100)
    assert pages.draw(never, never, 5_000).startswith(PNG) and waterfall(never)[1] == 0


def rows(line):
    """Return the (row, start, end) of a line in pieces."""
    return [(row, start, end) for row, start, end in zip(line[1][::3], line[0][::3], line[0][1::3])]


def test_waterfall_of_a_chatty_page_is_one_request_after_the_other():
    bars, took = waterfall(rest.run(parts=6))
    travels = rows(bars["travels"])
    assert [row for row, _, _ in travels] == list(range(7)) and not rows(bars["waits"])
    assert all(before[2] == pytest.approx(after[1]) for before, after in zip(travels, travels[1:]))
    assert travels[0][1] == 0 and travels[-1][2] == pytest.approx(took)


def test_waterfall_of_six_connections_never_has_more_than_six_on_their_way():
    bars, took = waterfall(rest.run(way="parallel", parts=24))
    travels = rows(bars["travels"])
    starts = [start for _, start, _ in travels]
    assert len(travels) == 25 and max(sum(a <= t < b for _, a, b in travels) for t in starts) == 6
    assert sum(end - start > 1 for _, start, end in rows(bars["waits"])) == 18  # six of the 24 need not wait


def test_waterfall_of_one_request_shows_behind_it_what_the_server_fetches():
    bars, took = waterfall(rest.run(way="composed", parts=6))
    travels = rows(bars["travels"])
    assert travels[0][1:] == (0, pytest.approx(took)) and len(travels) == 8
    assert all(start >= 20 and end <= took - 20 + 1e-6 for _, start, end in travels[1:])


def test_cursor_chooses_the_load_and_the_words_say_how_long_it_took(pages):
    run = rest.run()
    early, late = waterfall(run, 0), waterfall(run, 15_000)
    assert early[0] != late[0]
    pages.draw(run, None, 15_000)
    assert pages.end_said.get_text() == f"all here after {late[1]:,.0f} ms"
    pages.draw(run, rest.run(way="composed"), 15_000)
    assert "kept run (grey): " in pages.end_said.get_text()


def test_points_are_the_mean_times_of_the_pages(pages):
    run = rest.run()
    pages.draw(run)
    xs, ys = pages.by_size["points"].get_data()
    assert list(xs) == run.details["sizes"]
    assert ys[-1] == pytest.approx(sum(rest.loads(run, 24)) / len(rest.loads(run, 24)))


@pytest.mark.parametrize("name", retried_writes.PRESETS)
def test_every_preset_of_writes_is_drawn_and_its_bars_add_up(writes, name):
    run = retried_writes.run(**retried_writes.PRESETS[name])
    plain = writes.draw(run, None, 5_000)
    assert plain.startswith(PNG) and writes.draw(run, retried_writes.run(attempts=2, loss=0.4), 1_000) != plain
    assert sum(bar.get_height() for bar in writes.bars) == pytest.approx(100)


def test_curves_end_at_the_orders_meant_and_made(writes):
    run = retried_writes.run()
    writes.draw(run)
    ends = {name: line.get_ydata()[-1] for name, line in writes.lines.items()}
    assert ends == {"meant": 987, "POST": retried_writes.orders_made(run), "PUT": retried_writes.orders_made(run, "PUT")}


def test_drawing_tells_its_idea():
    assert round_trips_drawing().png.startswith(PNG) and "round trip" in repr(round_trips_drawing())
