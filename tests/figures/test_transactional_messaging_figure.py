"""The picture of orders and their messages."""

from io import BytesIO

import pytest
from PIL import Image

from sim.figures.outbox_drawings import lag_by_interval, two_steps_or_one
from sim.figures.transactional_messaging import FATES, OutboxFigure
from sim.outbox import STRATEGIES
from sim.scenarios import transactional_messaging
from sim.scenarios.transactional_messaging import counts, lags

run = transactional_messaging.run


@pytest.fixture(scope="module")
def figure():
    return OutboxFigure()


def drawn(figure, result, **more):
    picture = Image.open(BytesIO(figure.draw(result, **more)))
    assert picture.size == OutboxFigure.size
    return figure


@pytest.mark.parametrize("preset", transactional_messaging.PRESETS)
def test_every_preset_can_be_drawn_and_shows_what_was_counted(figure, preset):
    result = run(**transactional_messaging.PRESETS[preset])
    drawn(figure, result, cursor=5_000)
    for strategy in STRATEGIES:
        for name in FATES:
            assert figure.values[strategy, name].get_text().startswith(f"{counts(result, strategy)[name]:,} {name[:7]}")
    assert list(figure.bars["lost"].get_xdata())[1] == counts(result, "commit first")["lost"]


def test_dots_are_orders_and_crosses_are_lost_ones(figure):
    result = run(strategy="commit first", crash=0.2)
    drawn(figure, result)
    assert len(figure.dots.get_xdata()) == counts(result)["messages"]
    assert len(figure.marks["lost"].get_xdata()) == counts(result)["lost"] > 10
    assert not len(figure.marks["phantom"].get_xdata()) and figure.name.get_text().startswith("Commit first")


def test_negative_lags_are_within_the_axis(figure):
    drawn(figure, run(strategy="publish first"))
    low, high = figure.time.get_ylim()
    assert low < min(figure.dots.get_ydata()) < 0 < high
    assert min(figure.dots.get_ydata()) == pytest.approx(-5)


def test_theory_is_drawn_only_where_the_relay_keeps_up(figure):
    drawn(figure, run(batch=5))
    assert 360 < max(figure.theory["mean"].get_xdata()) == max(figure.theory["longest"].get_xdata()) < 1_000 * 5 / 12
    assert not len(figure.longest.get_xdata())
    drawn(figure, run())
    assert max(figure.theory["mean"].get_xdata()) > 1_500 and len(figure.longest.get_xdata())


def test_duplicates_are_framed(figure):
    result = run(relay_crash=0.5)
    drawn(figure, result)
    book = result.details["records"]["polling"].book
    assert len(figure.twice.get_xdata()) == sum(copies > 1 for copies in book.copies) > 20


def test_kept_run_is_seen_behind_and_gone_afterwards(figure):
    drawn(figure, run(every=100), ghost=run())
    assert len(figure.old.get_xdata()) > 100 and list(figure.kept.get_xdata()) == [500]
    drawn(figure, run(every=100))
    assert not len(figure.old.get_xdata()) and not len(figure.kept.get_xdata())


def test_run_that_has_only_begun_and_one_that_rolls_on_are_drawn(figure):
    result = run.start()
    drawn(figure, result)
    result.advance(20_000)
    drawn(figure, result, cursor=18_000)
    assert figure.strip.get_xlabel() == "seconds before now" and 0 < figure.cursors[0].get_xdata()[0] < 15


def test_still_pictures_say_what_they_show():
    assert "outbox" in repr(two_steps_or_one()) and two_steps_or_one().png.startswith(b"\x89PNG")
    found = lag_by_interval([100, 500], [lags(run(every=every)) for every in (100, 500)], lambda every: every / 2, lambda every: every)
    assert found.png.startswith(b"\x89PNG") and "half a period" in repr(found)
    with pytest.raises(ValueError, match="samples must be 2 lists of lags, got"):
        lag_by_interval([100, 500], [[1.0], []], lambda every: every, lambda every: every)


def test_table_of_seen_ids_is_seen_in_the_picture():
    figure = OutboxFigure()
    with_table, without = (run(relay_crash=0.5, table=table) for table in (True, False))
    assert counts(with_table, "polling")["again"] == 0 < counts(without, "polling")["again"]
    assert figure.draw(with_table, None, None) != figure.draw(without, None, None)
    assert figure.values["polling", "duplicates"].text.endswith(f", {counts(without, 'polling')['again']} cooked again")
