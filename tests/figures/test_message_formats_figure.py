"""The picture of formats and links: it says what the costs and the run say."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from sim.costs import stored_costs
from sim.figures.message_formats import FormatsFigure, interval, simulated
from sim.figures.reader_writer import SIGNS, evolution_table, how_readers_find_fields
from sim.labs.evolution import run_all
from sim.scenarios.message_formats import FORMATS, PRESETS, capacity, in_theory, run


def pixels(png):
    return np.asarray(Image.open(BytesIO(png)))


@pytest.fixture(scope="module")
def json():
    return run()


@pytest.fixture
def figure():
    return FormatsFigure()


def test_picture_has_the_size_it_says(figure, json):
    assert pixels(figure.draw(json)).shape == (figure.size[1], figure.size[0], 3)


def test_same_result_gives_the_same_picture_whatever_was_drawn_between(figure, json):
    first = figure.draw(json, cursor=1_000)
    figure.draw(run(**PRESETS["… with gzip there"]), ghost=json)
    assert figure.draw(json, cursor=1_000) == first


def test_bars_are_the_costs(figure, json):
    figure.draw(json)
    ends = [segment[-1][0] for segment in figure.bytes.bars.get_segments()]
    assert ends == [stored_costs().of(name, 20, zipped).size for name in FORMATS for zipped in (False, True)]
    assert figure.bytes.text.get_text() == "1,200" and figure.work.text.get_text() == "25.8"


@pytest.mark.parametrize("preset", PRESETS)
def test_every_line_of_times_is_the_closed_form_and_rises_where_the_link_is_full(figure, preset):
    result = run(**PRESETS[preset])
    figure.draw(result)
    for name, line in figure.time_lines.items():
        for bandwidth, time in list(zip(*line.get_data()))[1::10]:
            assert time == pytest.approx(in_theory(result.params | {"format": name, "bandwidth": bandwidth}))
    for name, line in figure.most_lines.items():
        for bandwidth, most in zip(*line.get_data()):
            assert most == pytest.approx(capacity(result.params | {"format": name, "bandwidth": bandwidth}))


def test_point_stands_at_the_bandwidth_and_its_interval_holds_the_theory(figure, json):
    figure.draw(json)
    count, middle, (low, high) = simulated(json)
    assert figure.point.get_data()[0] == [10] and figure.point.get_data()[1] == [middle] and count == 2_000
    assert low < in_theory(json.params) < high


def test_overloaded_link_has_no_point_among_the_times_and_one_at_its_capacity(figure):
    result = run(**PRESETS["Thin link"])
    figure.draw(result)
    assert list(figure.point.get_data()[0]) == []
    assert figure.through.get_data()[1][0] == pytest.approx(capacity(result.params), rel=0.02)


def test_format_that_is_chosen_is_drawn_thicker(figure):
    figure.draw(run(format="Avro"))
    assert [name for name, line in figure.time_lines.items() if line.get_linewidth() > 3] == ["Avro"]


def test_ghost_cursor_and_half_a_run_are_drawn(figure, json):
    assert (pixels(figure.draw(json, ghost=run(format="XML"))) != pixels(figure.draw(json))).any()
    assert figure.draw(json, cursor=500) != figure.draw(json, cursor=2_500)
    half = run.start().advance(1_500)
    figure.draw(half)
    assert 0.4 < figure.stages["link"].get_xdata()[-1] < 0.5


def test_nothing_has_arrived_yet_and_a_world_that_runs_on_are_drawn(figure):
    figure.draw(run.start())
    assert list(figure.point.get_data()[0]) == []
    live = run()
    figure.draw(live.advance(2_000), cursor=live.now)
    assert figure.stages["link"].get_xdata()[-1] == pytest.approx(1, abs=0.01)


def test_interval_of_equal_values_is_the_value_and_batches_are_of_the_same_length():
    assert interval([5.0] * 25) == (5.0, 5.0)
    low, high = interval([float(i % 7) for i in range(700)])
    assert low <= 3 <= high


def test_table_tells_every_outcome_and_the_drawing_its_formats():
    assert set(SIGNS) == {outcome.word for outcome in run_all().values()}
    table = evolution_table(run_all())
    assert pixels(table.png).shape[1] == 1000 and "reader" in repr(table)
    assert "Avro" in repr(how_readers_find_fields())
