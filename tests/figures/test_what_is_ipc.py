"""The picture of calls, chains and lost replies."""

from math import isnan

import pytest

from sim.figures.distances import five_distances
from sim.figures.one_order import chosen, messages_of, told
from sim.figures.what_is_ipc import IpcFigure, interval
from sim.samples import Samples
from sim.scenarios.what_is_ipc import DISTANCES, MOST, PRESETS, Order, Story, in_theory, run, story_of

LOSSY = {"services": 1, "available": 1.0, "loss": 0.05, "tries": 3}


def drawn(**params):
    result = run(**params)
    figure = IpcFigure()
    figure.draw(result, cursor=10_000)
    return figure, result


def order_where(condition, **params):
    """Return the messages and the client's ends of the first order for which `condition` holds."""
    result = run(**params)
    order = next(order for order in story_of(result).orders if condition(order))
    messages, ends = messages_of(result.trace, order.row)
    return [message[1:] for message in messages], ends


def test_line_is_the_formula_and_points_are_what_was_counted():
    figure, result = drawn(services=10, loss=0.01, tries=2)
    assert list(figure.theory.get_ydata()) == [100 * in_theory(result.params, n)[0] for n in range(1, MOST + 1)]
    assert list(figure.retried.get_ydata()) == [100 * in_theory(result.params, n)[1] for n in range(1, MOST + 1)]
    chains = story_of(result).chains
    assert list(figure.points.get_xdata()) == sorted(chains) == list(range(1, 11))
    assert list(figure.points.get_ydata()) == [100 * chains[n][0] / chains[n][1] for n in range(1, 11)]


def test_line_with_attempts_is_there_only_with_attempts():
    figure, _ = drawn()
    assert all(isnan(y) for y in figure.retried.get_ydata())


def test_in_one_process_there_is_one_point_and_a_level_line():
    figure, _ = drawn(distance="function", services=5)
    assert list(figure.points.get_xdata()) == [5] and set(figure.theory.get_ydata()) == {99.5}


def test_curve_of_times_goes_up_to_all_that_were_answered():
    figure, result = drawn(services=2)
    times, shares = figure.times.get_data()
    assert shares[0] == 0 and shares[-1] > 99 and list(times) == sorted(times) and times[0] == story_of(result).times[0]


@pytest.mark.parametrize("preset", PRESETS)
def test_cells_of_the_table_add_up_to_all_orders(preset):
    figure, result = drawn(**PRESETS[preset])
    counts = {cell: int(text.get_text().replace(",", "")) for cell, text in figure.cells.items()}
    assert sum(counts.values()) == len(story_of(result).orders) and counts[True, 0] == 0
    if PRESETS[preset].get("idempotent"):
        assert counts[True, 2] == counts[False, 2] == 0


def test_lost_reply_is_drawn_after_the_order_was_written_and_tried_again():
    messages, ends = order_where(lambda order: order.reached == 2 and order.heard, **LOSSY)
    assert messages == [(0, 1, "request"), (1, 2, "request"), (1, 0, "lost"), (0, 1, "request"), (1, 2, "request"), (1, 0, "ok")]
    assert ends == [3]


def test_lost_request_gets_nowhere():
    messages, ends = order_where(lambda order: order.reached == 0, **LOSSY | {"tries": 1})
    assert messages == [(0, 1, "lost")] and ends == [1]


def test_error_of_a_service_goes_back_hop_by_hop():
    messages, ends = order_where(lambda order: not order.heard, services=3, available=0.95)
    hops = max(stop for _, stop, _ in messages)
    assert messages == [(n, n + 1, "request") for n in range(hops)] + [(n + 1, n, "error") for n in reversed(range(hops))]
    assert ends == []


def test_reply_lost_further_down_is_waited_for_by_the_client_alone():
    messages, ends = order_where(lambda order: order.reached == 1 and not order.heard, services=2, available=1.0, loss=0.05)
    lost = [message for message in messages if message[2] == "lost"]
    assert lost in ([(2, 1, "lost")], [(1, 0, "lost")]) and len(ends) == 1 and messages[-1] == lost[0]


def test_order_at_the_cursor_is_the_next_one_with_which_something_went_wrong():
    orders = [Order(n, 1_000.0 * n, reached, reached, True) for n, reached in enumerate([1, 2, 1, 1, 2, 1])]
    story = Story(orders, {}, [])
    assert [chosen(story, cursor).row for cursor in (None, 0, 1_000, 1_001, 4_500, 9_000)] == [1, 1, 1, 4, 5, 5]
    assert chosen(Story([], {}, []), 0) is None


def test_second_message_to_an_idempotent_table_has_another_sign():
    result = run(**LOSSY, idempotent=True)
    cursor = next(order.started for order in story_of(result).orders if order.reached == 2)
    figure = IpcFigure()
    figure.draw(result, cursor=cursor)
    assert [len(figure.order.heads[sign].get_xdata()) for sign in "sS"] == [1, 1]
    assert figure.order.title.get_text().endswith("confirmed, written down once")


def test_words_for_an_order():
    assert told(Order(0, 1_234.5, 3, 3, False)) == "The order sent at 1.2 s: not confirmed, written down 3 times"
    assert told(Order(0, 0.0, 0, 0, False)) == "The order sent at 0.0 s: not confirmed, not written down"


@pytest.mark.parametrize("params", [{}, {"services": 20, "loss": 0.2, "tries": 5}, {"services": 20, "distance": "queue", "available": 0.95}])
def test_it_draws_before_the_first_order_and_with_a_ghost(params):
    figure, result = IpcFigure(), run.start(**params)
    assert figure.draw(result, cursor=0).startswith(b"\x89PNG")
    result.advance(8_000)
    assert figure.draw(result, ghost=run(**params, seed=2), cursor=5_000).startswith(b"\x89PNG")
    assert figure.theory_ghost.get_visible() and len(figure.times_ghost.get_xdata()) > 0


def test_axis_of_availability_begins_below_the_lowest_point():
    low = [drawn(**params)[0].chain.get_ylim()[0] for params in ({}, {"available": 0.99}, {"available": 0.95}, {"loss": 0.2})]
    assert low == [89.5, 79.5, -0.5, -0.5]


def test_step_of_any_slider_keeps_the_background():
    figure, _ = drawn()
    background = figure._background
    for params in ({"services": 7}, {"distance": "broker"}, {"tries": 3}, {"services": 1, "idempotent": True}):
        figure.draw(run(**params), cursor=3_000)
        assert figure._background is background
    shown = [line for line in figure.order.names if line.get_visible()]
    assert len(shown) == 1 and len(figure.order.lifelines.get_segments()) == 1


def test_other_measured_times_are_another_picture():
    mine = Samples({name: [7.0] for name in DISTANCES}, "a table")
    assert len({IpcFigure().shape_of(run.start(samples=samples)) for samples in (mine, "stored")}) == 2


@pytest.mark.parametrize(("good", "ended", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)])
def test_interval_is_wilsons(good, ended, low, high):
    assert interval(good, ended) == pytest.approx((low, high), abs=1e-4)


def test_drawing_of_the_distances_has_words():
    picture = five_distances()
    assert picture.png.startswith(b"\x89PNG") and "another" in repr(picture)
