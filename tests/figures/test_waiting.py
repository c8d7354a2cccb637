"""The picture of who waits: its curves follow the watches, and what is not so is not drawn."""

from math import isnan

import pytest

from sim.figures.waiting import WaitingFigure
from sim.figures.waiting_drawings import exhaustion, who_waits
from sim.scenarios.synchronous_and_asynchronous import orders, run

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def pause():
    return run()


def curves(result):
    figure = WaitingFigure()
    assert figure.draw(result).startswith(PNG)
    return {name: line for plot in figure.panels for name, line in plot.curves.items()}


def heights(line):
    return list(line.get_ydata())


def test_threads_and_backlog_are_those_of_the_watches(pause):
    lines = curves(pause)
    for style, watch in (("synchronous", pause.watch), ("asynchronous", pause.others["asynchronous"])):
        assert heights(lines[f"threads, {style}"]) == watch.busy["shop"]
        assert heights(lines[f"waiting, {style}"]) == [a + b for a, b in zip(watch.waiting["shop"], watch.waiting["stock"])]
    assert set(heights(lines["pool"])) == {32} and set(heights(lines["patience"])) == {2}


def test_styles_differ_in_line_as_well_as_colour(pause):
    lines = curves(pause)
    one, other = lines["answered, synchronous"], lines["answered, asynchronous"]
    assert one.get_color() != other.get_color() and one.get_linestyle() != other.get_linestyle() and one.get_linewidth() < other.get_linewidth()


def test_answers_are_none_during_the_outage_and_all_before_it(pause):
    line = heights(curves(pause)["answered, synchronous"])
    at = pause.watch.times.index
    assert line[at(7_000)] == 100 and line[at(16_000)] == 0 and isnan(line[0])
    assert all(share == 100 for share in heights(curves(pause)["answered, asynchronous"]) if not isnan(share))


def test_nothing_is_said_of_a_second_in_which_no_request_ended():
    long = run(patience=10, lasts=20, timeout=5_000, rate=80, threads=200, capacity=120)
    line = heights(curves(long)["answered, synchronous"])
    assert isnan(line[long.watch.times.index(17_500)])


def test_time_until_done_is_the_mean_of_the_orders_placed_in_the_step_before(pause):
    line = heights(curves(pause)["done, asynchronous"])
    at = pause.watch.times.index(10_000)
    trace = pause.details["worlds"][1].trace
    times = [time for placed, time in orders(trace) if 9_750 <= placed < 10_000]
    assert line[at] == pytest.approx(sum(times) / len(times) / 1_000)


def test_orders_that_are_never_done_have_no_line_and_no_orders_keep_it():
    hanging = heights(curves(run(trouble="hanging"))["done, asynchronous"])
    assert all(isnan(time) for time in hanging[80:])
    seldom = run(trouble="none", rate=5)
    line = heights(curves(seldom)["done, asynchronous"])
    first = next(i for i, time in enumerate(line) if not isnan(time))
    assert not any(isnan(time) for time in line[first:-8])


def test_ghost_cursor_and_rolling_time_are_drawn(pause):
    figure = WaitingFigure()
    plain = figure.draw(pause)
    kept = run(threads=8)
    assert plain != figure.draw(pause, cursor=9_000) != figure.draw(pause, ghost=kept, cursor=9_000)
    live = run.start()
    live.advance(55_000)
    figure.draw(live)
    assert figure.panels[-1].curves["patience"].get_xdata()[-1] == 40.0
    assert isnan(heights(figure.panels[-1].curves["done, synchronous"])[10])  # long gone


def test_curves_of_a_run_that_has_gone_on_are_made_anew():
    figure, growing = WaitingFigure(), run.start()
    growing.advance(5_000)
    figure.draw(growing)
    growing.advance(5_000)
    figure.draw(growing)
    assert figure.panels[1].curves["pool"].get_xdata()[-1] == 10.0


def test_first_instant_can_be_drawn():
    assert WaitingFigure().draw(run.start()).startswith(PNG)


def test_drawings_are_pictures_with_words(pause):
    assert who_waits().png.startswith(PNG) and "user and thread wait" in repr(who_waits())
    assert exhaustion(pause.watch, "shop").png.startswith(PNG)
