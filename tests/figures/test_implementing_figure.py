"""Rows of orders, the consumers' time, what waits and what became of messages: drawn as they are."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from sim.figures.channel_drawings import styles_from_channels
from sim.figures.implementing_the_styles import ROWS, OrderFigure
from sim.scenarios.implementing_the_styles import PRESETS, counts, in_wrong_order, run, steps_done


@pytest.fixture(scope="module")
def figure():
    return OrderFigure()


def size_of(png):
    return np.asarray(Image.open(BytesIO(png))).shape


def test_picture_has_the_size_it_says_and_is_the_same_whatever_was_drawn_between(figure):
    calm = run()
    first = figure.draw(calm, cursor=5_000)
    assert size_of(first) == (figure.size[1], figure.size[0], 3)
    figure.draw(run(lost_acks=0.05), ghost=calm, cursor=15_000)
    assert figure.draw(calm, cursor=5_000) == first


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_drawn_at_any_time(figure, preset):
    result = run(**PRESETS[preset])
    assert len({figure.draw(result, cursor=cursor) for cursor in (0, 10_000)}) == 2


def test_run_that_has_not_begun_has_empty_rows_and_one_that_has_goes_beyond_its_end(figure):
    result = run.start()
    figure.draw(result, cursor=0)
    assert [name.get_text() for name in figure.names] == [""] * ROWS
    figure.draw(result.advance(27_000), cursor=27_000)
    assert figure.queue.get_xlim()[1] == 30


def test_rows_are_the_last_orders_before_the_cursor_and_say_in_what_order_they_were_done(figure):
    result = run(seed=4)
    figure.draw(result, cursor=10_000)
    orders = result.details["orders"]
    begun = sum(sent[0] <= 10_000 for sent in orders.sent)
    assert [name.get_text() for name in figure.names] == [f"order {n + 1}" for n in range(begun - ROWS, begun)]
    for row, said in enumerate(figure.says):
        done = steps_done(result, begun - ROWS + row)
        assert said.get_text() == " ".join(str(step + 1) for step in done) + (" ✗" if in_wrong_order(done) else " ✓")
    assert sum(len(line.get_xdata()) for line in figure.steps) == 3 * ROWS and not len(figure.again.get_xdata())


def test_wrong_rows_are_marked_and_none_is_with_shards(figure):
    figure.draw(run(), cursor=10_000)
    assert len(figure.wrong.get_xdata()) > 0
    figure.draw(run(shards=8), cursor=10_000)
    assert len(figure.wrong.get_xdata()) == 0


def test_bars_tell_what_became_of_the_messages_and_where_duplicates_were_expected(figure):
    result = run(lost_acks=0.2, table=True)
    figure.draw(result, cursor=10_000)
    found = counts(result)
    assert [value.get_text() for value in figure.values[:2]] == [f"{found.done:,}", "0"]
    assert figure.theory.get_visible() and figure.theory.get_ydata() == [2]
    assert figure.theory.get_xdata()[0] == pytest.approx(found.delivered / 4, rel=0.01)
    figure.draw(run(poison=0.05), cursor=10_000)
    assert not figure.theory.get_visible()


def test_consumers_without_a_shard_say_so_and_do_nothing(figure):
    figure.draw(run(shards=4, consumers=6), cursor=10_000)
    assert [text.get_text() for text in figure.reads] == ["1 shard"] * 4 + ["no shard"] * 2 + ["off"] * 2
    ends = figure.well.get_xdata()[1::3]
    assert all(end > 10 for end in ends[:4]) and list(ends[4:]) == [0] * 4


def test_dead_letters_and_open_orders_are_said(figure):
    result = run(poison=0.1, deliveries=1, shards=8, rate=10)
    figure.draw(result, cursor=10_000)
    assert any(said.get_text().endswith("dead") for said in figure.says)
    figure.draw(run(rate=24, consumers=1), cursor=19_000)
    assert {said.get_text() for said in figure.says} == {" open"}


def test_drawing_of_the_styles_has_words():
    drawing = styles_from_channels()
    assert "correlation id" in repr(drawing) and size_of(drawing.png)[1] == 860
