"""Sequence diagrams say what the trace says: who works when, who waits, what goes to and fro, what is lost or late."""

from io import BytesIO
from math import inf

import numpy as np
import pytest
from PIL import Image

from sim import World, constant
from sim.figures.lifelines import elements, requests_between, rows_of
from sim.figures.sequence import SequenceFigure, in_words, sequence_diagram
from sim.scenarios import interaction_styles
from sim.scenarios.style_riddles import riddle


def size_of(picture):
    return Image.open(BytesIO(picture.png)).size


def bars(found, name, sort):
    return [(start - 200, end - 200) for lifeline, start, end, kind in found.bars if (lifeline, kind) == (name, sort)]


def arrows(found, *sorts):
    return [(source, left - 200, target, came - 200) for source, left, target, came, sort in found.arrows if sort in sorts]


def pair(work=10, users=None, **policies):
    """Return the trace of a shop that calls a stock, one user at 200 ms."""
    world = World()
    stock, shop = (world.service(name, workers=1, work=constant(ms)) for name, ms in (("stock", work), ("shop", 2)))
    shop.calls(stock, network=constant(1), **policies)
    world.users(shop, rate=5, arrivals="constant", **users or {})
    return world.run(399)


def test_call_is_drawn_with_its_answer_and_blocks_its_caller_meanwhile():
    found = elements(riddle("A"), [0])
    assert found.lifelines == ["users", "p", "q"]
    assert arrows(found, "call") == [("users", 0, "p", 0), ("p", 2, "q", 3)]
    assert arrows(found, "answer") == [("p", 64, "users", 64), ("q", 63, "p", 64)]
    assert bars(found, "p", "work") == [(0, 64)] and bars(found, "p", "waits") == [(2, 64)]
    assert bars(found, "users", "patience") == [(0, 64)] and bars(found, "q", "work") == [(3, 63)]
    assert not found.crosses and found.end == 264


def test_message_blocks_nobody_and_only_its_reply_comes_back():
    found = elements(riddle("C"), [0])
    assert arrows(found, "message") == [("p", 2, "q", 4)] and arrows(found, "reply") == [("q", 14, "p", 16)]
    assert arrows(found, "answer") == [("p", 18, "users", 18)]  # when the worker has taken it up again
    assert bars(found, "p", "work") == [(0, 2), (16, 18)] and not bars(found, "p", "waits")
    one_way = elements(riddle("E"), [0])
    assert arrows(one_way, "message") == [("p", 2, "q", 4)] and arrows(one_way, "answer") == [("p", 2, "users", 2)]
    assert not arrows(one_way, "reply")


def test_window_is_drawn_while_it_is_open_and_late_answers_get_a_cross():
    found = elements(riddle("D"), [0])
    assert [(name, start - 200, end - 200) for name, start, end in found.windows] == [("p", 2, 37)]
    assert found.crosses == [("p", 256)]
    assert len(arrows(found, "message")) == len(arrows(found, "reply")) == 3
    assert not elements(riddle("G"), [0]).crosses


def test_caller_who_gives_up_gets_a_cross_then_and_another_where_the_answer_comes_too_late():
    found = elements(pair(work=50, timeout=20), [0])
    assert ("shop", 222) in found.crosses and ("shop", 254) in found.crosses
    assert bars(found, "shop", "waits") == [(2, 22)] and bars(found, "stock", "work") == [(3, 53)]
    assert ("stock", 53, "shop", 54) in arrows(found, "answer")


def test_lost_request_ends_half_way():
    found = elements(pair(timeout=20, loss=1.0), [0])
    assert arrows(found, "lost") == [("shop", 2, "stock", 2)]
    assert ("shop", 222) in found.crosses and not bars(found, "stock", "work")


def test_time_in_a_queue_is_drawn_apart_from_work():
    world = World()
    shop = world.service("shop", workers=1, work=constant(50))
    world.users(shop, rate=40, arrivals="constant")
    trace = world.run(200)
    found = elements(trace, [1])
    assert [(start, end, kind) for name, start, end, kind in found.bars if name == "shop"] == [(50, 75, "queue"), (75, 125, "work")]


def test_what_has_not_ended_goes_on_to_now_and_a_message_in_its_channel_has_no_target_yet():
    world = World()
    orders = world.channel("orders", network=constant(1))
    shop = world.service("shop", workers=1, work=constant(2))
    shop.publishes(orders)
    world.users(shop, rate=10, arrivals="constant")
    found = elements(world.run(150), [0], now=150)
    assert found.lifelines == ["users", "shop"] and [arrow[4] for arrow in found.arrows].count("on its way") == 1
    assert "sends to orders" in repr(sequence_diagram(world.trace))
    hanging = pair(work=1_000)
    assert ("shop", 202, 380, "waits") in elements(hanging, [0], now=380).bars


def test_requests_are_chosen_by_row_or_by_the_window_in_which_they_start():
    trace = interaction_styles.run(rate=50).details["worlds"]["publish/subscribe"].trace
    chosen = requests_between(trace, 1_000, 1_100)
    assert chosen and all(1_000 <= trace.started[row] < 1_100 and trace.parent[row] == -1 for row in chosen)
    rows = rows_of(trace, chosen[:1])
    assert len(rows) == 4 and all(trace.parent[row] in (-1, chosen[0]) for row in rows)
    assert rows_of(trace, []) == [] and requests_between(trace, 1_000, 1_000) == []


def test_picture_has_its_size_and_tells_its_arrows_in_words():
    picture = sequence_diagram(riddle("D"), title="D", size=(560, 260), names={"p": "client"})
    assert size_of(picture) == (560, 260)
    lines = repr(picture).splitlines()
    assert lines[0] == "   0.0 ms  user calls client, there at 0.0 ms"
    assert "r sends a reply to client, there at 56.0 ms (a cross: lost, refused or too late)" in lines[-1]
    assert len(lines) == 1 + 3 + 3 + 1 and in_words(elements(riddle("D"), [0]), 200).count("\n") == 7


def test_order_of_lifelines_can_be_chosen_and_none_may_be_missing():
    trace = riddle("D")
    assert sequence_diagram(trace, lifelines=["users", "p", "s", "r", "q"]).png != sequence_diagram(trace).png
    with pytest.raises(ValueError, match="lifelines must have all of .*'s' is missing"):
        sequence_diagram(trace, lifelines=["users", "p", "q", "r"])
    with pytest.raises(ValueError, match="requests must be at least one, got none between 300 and inf ms"):
        sequence_diagram(trace, start=300)
    with pytest.raises(IndexError):
        sequence_diagram(trace, requests=[99])
    with pytest.raises(TypeError, match="trace must be a Trace"):
        requests_between("trace")
    with pytest.raises(ValueError, match="end must be at least 5"):
        requests_between(trace, 5, 4)
    assert requests_between(trace, 0, inf) == [0]


def test_live_figure_shows_the_request_before_the_cursor_for_any_result():
    result = interaction_styles.run()
    figure = SequenceFigure()
    first = np.asarray(Image.open(BytesIO(figure.draw(result, cursor=1_000))))
    assert first.shape == (figure.size[1], figure.size[0], 3)
    assert set(figure.plot.places) == {("", "users"), ("", "shop"), ("", "north")}
    assert (first != np.asarray(Image.open(BytesIO(figure.draw(result, cursor=2_000))))).any()
    figure.draw(result, cursor=0)
    assert not figure.plot.solid.get_visible()
