"""The dashboard of the game day: it shows the readings, marks the remedy, and never says what is wrong."""

from functools import cache

import numpy as np
import pytest
from matplotlib.text import Text

from sim.drills.causes import CAUSES, hidden
from sim.figures.game_day import GROUPS, GameDayFigure
from sim.figures.game_day_board import KINDS, board_of
from sim.figures.game_day_strips import STATES, spans_of
from sim.figures.palette import OUTCOMES
from sim.figures.quicktext import QuickText
from sim.scenarios.summary import DOINGS, UNTIL, run

PNG = b"\x89PNG"
AT = 250_000  # ms


class Plain:
    """No more than a dashboard may look at."""

    until = now = UNTIL

    def __init__(self, readings, remedy="nothing"):
        self.readings, self.params = readings, {"remedy": remedy, "acts": 3.0}


@cache
def shared():
    return GameDayFigure()


@cache
def seed_of(cause):
    return next(seed for seed in range(1, 1_000) if hidden(seed).cause == cause)


@cache
def done(cause, remedied=False):
    trouble = hidden(seed_of(cause))
    more = {"remedy": f"{CAUSES[cause].remedy}: {trouble.place}"} if remedied else {}
    return run(seed=seed_of(cause), **more)


def drawn(result, **more):
    figure = shared()
    assert figure.draw(result, **more).startswith(PNG)
    return figure


def texts(figure):
    """Return all that is written on a figure."""
    found = [one.get_text() for one in figure.figure.findobj(Text)]
    return found + [one.get_text() for one in figure._animated if isinstance(one, QuickText)]


@cache
def words(cause):
    """Return what is written, numbers left out, when the dashboard of a cause is drawn."""
    figure = drawn(done(cause), cursor=AT)
    numbers = {one.get_text() for column in figure.numbers.values() for one in column}
    return frozenset(text for text in texts(figure) if text not in numbers and any(map(str.isalpha, text)))


@pytest.mark.parametrize("cause", CAUSES)
def test_no_text_says_what_is_wrong(cause):
    written = " ".join(words(cause)).lower()
    for word in (cause, CAUSES[cause].title, "fault", "trouble", CAUSES[cause].remedy):
        assert word.lower() not in written
    assert words(cause) == words("slow service")


def test_it_looks_at_nothing_but_readings_and_the_settings():
    result = done("slow service")
    assert shared().draw(Plain(result.readings), cursor=AT) == shared().draw(result, cursor=AT)


def test_remedy_is_marked_in_every_panel_where_it_was_applied_and_named():
    result = done("dead consumer", remedied=True)
    figure = drawn(result, cursor=AT)
    marks = figure.remedy.get_segments()
    assert len(marks) == len(figure.boxes) == len(figure.plots) + len(figure.blocks) + 2
    for (left, _, width, _), mark in zip(figure.boxes, marks):
        assert mark[0][0] == pytest.approx(left + width * result.drill.acts_at / result.until)
    assert figure.applied.get_text() == f"remedy · {result.params['remedy']}" != "remedy · nothing"
    figure = drawn(done("dead consumer"), cursor=AT)
    assert not figure.remedy.get_segments() and figure.applied.get_text() == ""


def test_cursor_stands_in_every_panel_and_not_at_all_without_a_time():
    figure = drawn(done("slow service"), cursor=150_000)
    assert [mark[0][0] for mark in figure.cursor.get_segments()] == pytest.approx([left + width / 2 for left, _, width, _ in figure.boxes])
    assert not drawn(done("slow service")).cursor.get_segments()


def test_curves_are_the_readings():
    result = done("dead consumer")
    figure, readings = drawn(result, cursor=AT), result.readings
    for name in ("asked", "served", "slow", "failed"):
        np.testing.assert_array_equal(figure.plots["users"].curves[name].get_ydata()[1:], readings["users"][name][1:])
    for name, group in readings["channels"].items():
        np.testing.assert_array_equal(figure.plots["waiting"].curves[f"{name} waiting"].get_ydata(), group["waiting"])
        np.testing.assert_array_equal(figure.plots["oldest"].curves[f"{name} oldest"].get_ydata(), group["oldest"])
    np.testing.assert_array_equal(figure.plots["users"].curves["asked"].get_xdata(), readings["seconds"])


def test_numbers_beside_the_rows_are_those_at_the_cursor_with_the_commonest_error():
    result = done("failing service")
    figure, board = drawn(result, cursor=AT), board_of(result)
    at = AT // 5_000
    assert board.at(AT) == at and board.at(None) == len(board.times) - 1 and board.at(-1) == 0
    for row, name in enumerate(board.services):
        one = result.readings["services"][name]
        errors = {kind: one[kind][at] for kind in KINDS}
        ended = sum(errors.values()) + one["answered"][at]
        said = figure.numbers["errors"][row].get_text()
        if ended and sum(errors.values()) / ended >= 0.005:
            worst = max(errors, key=errors.get)
            assert said == f"{100 * sum(errors.values()) / ended:.0f} {OUTCOMES[worst].letter}"
        else:
            assert said == ("0" if ended else "")
        assert figure.numbers["busy"][row].get_text() == f"{100 * np.mean(one['busy'][at - 2 : at + 1]):.0f}"


def test_row_of_the_failing_service_is_the_darkest_of_the_errors():
    result = done("failing service")
    figure, board = drawn(result, cursor=AT), board_of(result)
    late = figure.blocks["errors"].values[:, AT // 5_000 :].mean(axis=1)
    assert late[board.services.index(hidden(seed_of("failing service")).place)] > 0.5


def test_calls_that_were_sent_tell_a_failing_service_from_a_breaker_that_opens_at_a_trifle():
    guarded = next(seed for seed in range(1, 1_000) if hidden(seed).cause == "failing service" and hidden(seed).place == "paymentservice")
    for result, low, high in ((run(seed=guarded), 60, 100), (done("wrong breaker"), 0, 15)):
        place = hidden(result.params["seed"]).place.split(" -> ")[-1]
        board = board_of(result)
        row = board.services.index(place)
        assert np.nanmean(board.of_services["errors"][row][30:]) > 30
        assert low <= np.nanmean(board.of_services["sent"][row][30:]) <= high


def test_instance_that_is_gone_is_still_listed():
    result = done("stale registry")
    figure = drawn(result, cursor=AT)
    listed, answering = (figure.plots["registry"].curves[name].get_ydata()[-1] for name in ("listed", "answering"))
    assert (listed, answering) == (3, 2)


def test_kept_run_is_pale_behind_this_one():
    figure = drawn(done("dead consumer", remedied=True), ghost=done("dead consumer"), cursor=AT)
    plot = figure.plots["waiting"]
    name = f"{hidden(seed_of('dead consumer')).place} waiting"
    assert plot.ghosts[name].get_visible() and plot.ghosts[name].get_ydata()[-1] > plot.curves[name].get_ydata()[-1]


def test_states_and_curves_differ_in_more_than_colour():
    assert len({height for height, _ in STATES.values()}) == len(STATES)
    assert len({str(look.get("ls")) for look in GROUPS}) == len(GROUPS)
    figure = drawn(done("slow service"))
    for plot in figure.plots.values():
        looks = {(line.get_linestyle(), str(line._dash_pattern), line.get_linewidth()) for line in plot.curves.values()}
        assert len(looks) == len(plot.curves)


def test_stretches_of_a_state_meet_and_end_with_the_last_sample():
    assert spans_of([0, 5, 10, 15], ["a", "a", "b", "a"]) == {"a": [(0, 10), (15, 15)], "b": [(10, 15)]}


def test_every_remedy_can_be_shown():
    readings = done("slow service").readings
    for remedy in DOINGS[1::4]:
        assert drawn(Plain(readings, remedy)).applied.get_text() == f"remedy · {remedy}"


def test_run_that_has_come_part_of_the_way_fills_part_of_the_picture():
    result = run.start(seed=seed_of("slow service")).advance(90_000)
    figure = drawn(result, cursor=90_000)
    assert figure.blocks["errors"].reach == pytest.approx(90_000 / UNTIL)
    assert figure.plots["users"].curves["asked"].get_xdata()[-1] == 90
    assert not figure.remedy.get_segments()
