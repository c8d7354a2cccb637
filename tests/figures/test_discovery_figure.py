"""The picture of discovery: bands follow the logs, the ruler the intervals, the curves the trace."""

import pytest

from sim.figures.discovery import DiscoveryFigure
from sim.figures.discovery_drawings import losses, way_of_the_news
from sim.scenarios.beliefs import failed, staleness
from sim.scenarios.service_discovery import run


@pytest.fixture(scope="module")
def eureka():
    return run()


@pytest.fixture(scope="module")
def figure(eureka):
    figure = DiscoveryFigure()
    figure.draw(eureka)
    return figure


def lengths(*paths):
    shapes = [shape for path in paths for shape in path.to_polygons()]
    return [shape[:, 0].max() - shape[:, 0].min() for shape in shapes]


def test_wrong_beliefs_are_as_long_as_the_logs_say(eureka, figure):
    assert sorted(lengths(figure.fills["wrong"].get_path())) == pytest.approx(sorted(staleness(eureka)))


def test_lives_are_drawn_once_for_each_instance_that_lived(figure):
    assert sorted(lengths(figure.fills["up"].get_path())) == pytest.approx([60, 400, 480, 480, 480, 480])


def test_every_belief_is_either_right_or_wrong(eureka, figure):
    copies = eureka.details["registry"].clients.values()
    believed = sum((end - begin) * len(names) for copy in copies for (begin, names), (end, _) in zip(copy.log, [*copy.log[1:], (480_000, ())]))
    assert sum(lengths(figure.fills["right"].get_path()) + lengths(figure.fills["wrong"].get_path())) == pytest.approx(believed / 1_000)


def test_ruler_is_as_long_as_a_wrong_belief_may_last():
    figure = DiscoveryFigure()

    def ruler(**params):
        figure.draw(run.start(**params).advance(1_000))
        return {name: sum(lengths(*piece.get_paths())) for name, piece in figure.pieces.items()}, figure.allowed.get_text()

    assert ruler() == ({"lease": 180, "sweep": 60, "cache": 30, "fetch": 30}, "at most 300 s")
    assert ruler(event="rolling deploy") == ({"lease": 0, "sweep": 0, "cache": 30, "fetch": 30}, "at most 60 s")
    assert ruler(registration="registrar", heartbeat=10, lease=25, cache=0)[1] == "at most 60 s"
    assert ruler(event="stuck")[1] == "no limit: it beats on" and ruler(event="none")[1] == ""


def test_curves_begin_at_nothing_and_add_up_to_what_was_lost(eureka, figure):
    curve = figure.shares.curves["failed"].get_ydata()
    assert curve[0] == 0 and sum(curve) / len(curve) == pytest.approx(100 * failed(eureka), rel=0.1)
    assert max(figure.load.curves["most"].get_ydata()) >= max(figure.load.curves["mean"].get_ydata())


def test_ghost_cursor_other_shapes_and_rolling_time_are_drawn(eureka):
    figure = DiscoveryFigure()
    plain = figure.draw(eureka)
    ghost = run(tries=2, rate=1)
    assert plain != figure.draw(eureka, cursor=9_000) != figure.draw(eureka, ghost=ghost, cursor=9_000)
    figure.draw(run(event="killing deploy", discovery="router", rate=1), ghost=eureka)
    live = run.start(rate=1)
    figure.draw(live.advance(600_000))
    assert figure.fills["up"].get_path().vertices[:, 0].max() == 480.0


def test_limits_that_have_not_changed_draw_no_axes_anew(eureka, figure):
    limits = figure.limits(eureka, None)
    figure.apply_limits(limits)
    assert figure.limits(eureka, None) == limits


def test_drawings_say_what_they_show():
    assert way_of_the_news().png.startswith(b"\x89PNG")
    still = losses({"one try": 0.091, "two tries": 0.0})
    assert still.png.startswith(b"\x89PNG") and repr(still) == "Users' requests lost: one try 9.1%, two tries 0.0%"
