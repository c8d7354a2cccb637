"""The pictures of connections and of deadlines: what is drawn is what happened."""

from math import inf, nan

import pytest

from sim import World, constant
from sim.figures import deadlines as deadline_figure
from sim.figures.deadlines import DeadlineFigure
from sim.figures.grpc import SHOWN, ConnectionsFigure, pieces, tell
from sim.figures.still import still
from sim.figures.ways import two_ways
from sim.scenarios import deadlines, grpc


def calls(result, way):
    """Return (trace, rows of the users' calls, what finds their child, the path) of one way."""
    world = result.details["worlds"][way]
    return world.trace, [r for r in range(len(world.trace)) if world.trace.parent[r] < 0], tell(result)["children"][way], result.details["paths"][way]


def test_pieces_of_a_call_add_up_to_its_time_and_follow_each_other():
    result = grpc.run(connections=8, loss=1.0)
    for way in ("pool", "http2"):
        trace, rows, children, path = calls(result, way)
        for row in rows[:300]:
            if trace.ended[row] == trace.ended[row]:
                parts = [part for part in pieces(trace, row, children.get(row), path.held, result.now) if part[2] > part[1]]
                assert all(one[2] == pytest.approx(other[1]) for one, other in zip(parts, parts[1:]))
                assert parts[0][1] == trace.started[row] and parts[-1][2] == trace.ended[row]


def test_waiting_is_that_of_the_pool_and_lost_packets_are_those_of_the_path():
    result = grpc.run(connections=6, loss=1.0)
    trace, rows, children, path = calls(result, "http2")
    kinds = {row: {part[0]: part[2] - part[1] for part in pieces(trace, row, children.get(row), path.held, result.now)} for row in rows[:300]}
    assert sum(kind["waits"] for kind in kinds.values()) == 0
    for row, kind in kinds.items():
        assert (kind.get("lost", 0), kind.get("behind", 0)) == pytest.approx(path.held.get(children.get(row), (0, 0)))
    trace, rows, children, path = calls(result, "pool")
    assert sum(trace.served[row] - trace.started[row] for row in rows[:300]) > 1_000


def test_bars_are_those_of_the_calls_after_the_cursor():
    figure, result = ConnectionsFigure(), grpc.run()
    figure.draw(result, None, 4_000)
    axes, bars = figure.falls["http2"]
    assert len(bars["works"].get_paths()) == SHOWN and not bars["lost"].get_paths() and not bars["waits"].get_paths()
    trace, rows, _, _ = calls(result, "http2")
    first = next(row for row in rows if trace.started[row] >= 4_000)
    corners = bars["works"].get_paths()[0].vertices
    assert corners[:, 0].min() == pytest.approx(trace.served[first] - 4_000)
    assert corners[:, 0].max() == pytest.approx(trace.ended[first] - 4_000)


def test_latency_by_calls_in_flight_rises_over_the_pool_and_not_over_http2():
    told = tell(grpc.run())["against"]
    few, many = told["pool"][1][2], told["pool"][1][-1]
    assert many > 2 * few
    assert max(told["http2"][1]) < 1.6 * told["http2"][1][2]


def test_curves_are_as_long_as_the_samples_and_flight_counts_who_is_inside():
    result = grpc.run()
    told = tell(result)
    for what in ("latency", "flight"):
        assert {len(values) for values in told[what].values()} == {len(result.watch.times)}
    at = result.watch.times[40]
    trace, rows, _, _ = calls(result, "pool")
    assert told["flight"]["pool"][40] == sum(trace.started[row] < at and not trace.ended[row] < at for row in rows)


@pytest.mark.parametrize("figure, scenario", [(ConnectionsFigure, grpc), (DeadlineFigure, deadlines)])
def test_every_preset_a_run_just_begun_and_a_ghost_are_drawn(figure, scenario):
    drawing, plain = figure(), scenario.run()
    begun = scenario.run.start().advance(300)
    assert drawing.draw(begun, plain, 100).startswith(b"\x89PNG")
    for at, preset in enumerate(scenario.PRESETS.values()):
        result = scenario.run(**preset)
        assert drawing.draw(result, plain if at % 2 else None, result.until * at / 5).startswith(b"\x89PNG")
    assert drawing.draw(scenario.run.start(), None, None).startswith(b"\x89PNG")


@pytest.mark.parametrize("figure, scenario", [(ConnectionsFigure, grpc), (DeadlineFigure, deadlines)])
def test_live_run_past_its_end_rolls(figure, scenario):
    drawing, result = figure(), scenario.run()
    drawing.draw(result)
    result.advance(1_000)
    assert drawing.draw(result, None, result.now).startswith(b"\x89PNG")
    assert drawing.shape_of(result)[0]


def test_axis_limits_do_not_follow_every_wiggle():
    for figure, scenario in ((ConnectionsFigure(), grpc), (DeadlineFigure(), deadlines)):
        figure.draw(scenario.run(seed=1))
        background = figure._background
        figure.draw(scenario.run(seed=3))
        assert figure._background is background


def one_request(patience, until=3_000, propagate=False):
    world = World(propagate_deadlines=propagate)
    stock, orders, gateway = (world.service(name, workers=1, work=constant(ms)) for name, ms in (("stock", 400), ("orders", 40), ("gateway", 10)))
    gateway.calls(orders)
    orders.calls(stock)
    world.users(gateway, rate=1, arrivals="constant", timeout=patience)
    return world.run(until)


def told(trace, now):
    return [part for part in deadline_figure.pieces(trace, 0, now) if part[3] > part[2]]


def test_request_down_the_chain_is_work_and_waiting_and_late_work():
    assert told(one_request(1_000, 1_900), 1_900) == [
        ("work", "gateway", 1_000, 1_010), ("asks", "gateway", 1_010, 1_450), ("work", "orders", 1_010, 1_050),
        ("asks", "orders", 1_050, 1_450), ("work", "stock", 1_050, 1_450),
    ]  # fmt: skip
    late = told(one_request(200, 1_900), 1_900)
    assert ("work", "stock", 1_050, 1_200) in late and ("late", "stock", 1_200, 1_450) in late


def test_request_that_is_not_over_is_drawn_up_to_now():
    parts = told(one_request(None, 1_300), 1_300)
    assert parts[-1] == ("work", "stock", 1_050, 1_300)
    assert all(nan != end < inf for *_, end in parts)


def test_words_under_the_request_say_how_it_ended_and_when_the_last_one_began():
    figure, result = DeadlineFigure(), deadlines.run()
    figure.draw(result, None, 5_500)
    assert figure.notes["without"].get_text().startswith("stock begins at 1,")
    figure.draw(result, None, 1_000)
    assert figure.notes["deadlines"].get_text().startswith("served at ")
    figure.draw(result, None, result.until)
    assert figure.notes["deadlines"].get_text() == "no request since"


def test_drawing_and_still_have_words():
    assert "wait until a connection is free" in repr(two_ways())
    assert "HTTP/2" in repr(still(ConnectionsFigure, grpc.run(rate=20)))
