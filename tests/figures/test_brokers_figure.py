"""The picture of both ways: its curves follow what became of the orders, and the drawings have words."""

from math import isnan

import pytest

from sim.figures.broker_drawings import (
    connection_counts,
    counted,
    handed_over_by_buffer,
    measured_ways,
    where_messages_wait,
)
from sim.figures.brokers import BrokersFigure
from sim.labs.shock_absorber import stored_counts
from sim.samples import stored_samples
from sim.scenarios.brokerless_and_broker_based import fates, run, waiting

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def restarted():
    return run(trouble="stock, then shop")


def lines(figure):
    return {name: line for plot in figure.panels.values() for name, line in plot.curves.items()}


def heights(line):
    return list(line.get_ydata())


def drawn(result, **others):
    figure = BrokersFigure()
    assert figure.draw(result, **others).startswith(PNG)
    return figure


def test_curves_are_what_became_of_the_orders(restarted):
    shown = lines(drawn(restarted))
    at = restarted.watch.times.index(20_000)
    for way in ("direct", "broker"):
        lost = [one for one in fates(restarted, way) if one.lost and one.sent <= 20_000]
        assert heights(shown[f"lost, {way}"])[at] == len(lost)
        assert heights(shown[f"waiting, {way}"])[at] == waiting(restarted, way, [20_000])[0]
    assert heights(shown["lost, direct"])[-1] > 25 and heights(shown["lost, broker"])[-1] == 0


def test_time_until_done_is_the_mean_of_the_orders_placed_in_the_step_before(restarted):
    line = heights(lines(drawn(restarted))["done, broker"])
    at = restarted.watch.times.index(7_000)
    times = [one.done - one.sent for one in fates(restarted, "broker") if 6_750 <= one.sent < 7_000]
    assert line[at] == pytest.approx(sum(times) / len(times) / 1_000)


def test_what_is_never_done_has_no_line(restarted):
    line = heights(lines(drawn(restarted))["done, direct"])
    assert isnan(line[restarted.watch.times.index(8_000)]) and line[restarted.watch.times.index(12_000)] > 0


def test_both_who_are_away_are_named_and_marked(restarted):
    figure = drawn(restarted)
    assert [words.get_text() for words in figure.away] == [" stock away", " shop away"]
    assert all(patch.get_visible() and (patch.get_x(), patch.get_width()) == (9, 1) for patch in figure.second)
    assert figure.panels["lost"].window.get_width() == 6
    figure.draw(run.start(trouble="nobody").advance(1_000))
    assert not any(artist.get_visible() for artist in (*figure.away, *figure.second))


def test_words_of_crashes_close_together_do_not_overlap():
    figure = drawn(run.start(trouble="stock, then broker", lasts=2).advance(9_000))
    assert [words.get_position()[1] for words in figure.away] == [0.95, 0.75]


def test_ways_differ_in_line_as_well_as_colour(restarted):
    shown = lines(drawn(restarted))
    one, other = shown["lost, direct"], shown["lost, broker"]
    assert one.get_color() != other.get_color() and one.get_linestyle() != other.get_linestyle() and one.get_linewidth() < other.get_linewidth()


def test_ghost_cursor_first_instant_and_rolling_time_are_drawn(restarted):
    figure = BrokersFigure()
    plain = figure.draw(restarted)
    assert plain != figure.draw(restarted, ghost=run.start(rate=2).advance(30_000), cursor=9_000)
    assert figure.draw(run.start()).startswith(PNG)
    live = run.start(trouble="broker", rate=1).advance(33_000)
    figure.draw(live)
    assert figure.away[0].get_position()[0] == 3 and figure.panels["done"].curves["done, direct"].get_xdata()[-1] == 30


def test_curves_of_a_run_that_has_gone_on_are_made_anew():
    figure, growing = BrokersFigure(), run.start(rate=2)
    figure.draw(growing.advance(2_000))
    figure.draw(growing.advance(2_000))
    assert figure.panels["lost"].curves["lost, direct"].get_xdata()[-1] == 4


def test_drawings_are_pictures_with_words():
    pictures = {
        "400 connections": connection_counts(),
        "half within": measured_ways(stored_samples("shock_absorber")), "140 lost": counted(stored_counts()[0]),
        "go with it": where_messages_wait(), "matters less": handed_over_by_buffer({1: 0.83, 5: 0.9}, 0.8, 10, 500, lambda buffer: 0.01),
    }  # fmt: skip
    assert all(picture.png.startswith(PNG) and words in repr(picture) for words, picture in pictures.items() if picture)
