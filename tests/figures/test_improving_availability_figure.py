"""The picture of create-order three ways: marks, curves and outages are those of the run."""

from functools import cache

import numpy as np
import pytest

from sim import theory
from sim.figures.availability_drawings import three_ways
from sim.figures.improving_availability import GRID, LOOKS, AvailabilityFigure, _undecided, theory_lines
from sim.scenarios.improving_availability import OTHERS, WAYS, answered, run, states, waits

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def default():
    return run()


@cache
def shared():
    return AvailabilityFigure()


def drawn(result, **more):
    figure = shared()
    assert figure.draw(result, **more).startswith(PNG)
    return figure


def test_marks_are_the_shares_answered_in_this_run(default):
    figure = drawn(default)
    for way, mark in figure.points.items():
        assert (*mark.get_xdata(), *mark.get_ydata()) == pytest.approx((90, 100 * answered(default)[way]))


def test_lines_are_the_closed_forms_and_bands_hold_them():
    lines = theory_lines(0.95, 4, 4, 120)
    at = int(np.argmin(abs(GRID - 0.9)))
    assert lines["synchronous"][0][at] == pytest.approx(100 * 0.95 * 0.81)
    assert set(lines["replicated data"][0]) == set(lines["finish later"][0]) == {95}
    for middle, low, high in lines.values():
        assert (low >= 0).all() and (low <= middle).all() and (middle <= high).all() and (high <= 100).all()


def test_band_holds_about_95_of_100_runs():
    middle, low, high = theory_lines(1, 1, 1, 120)["synchronous"]
    at = int(np.argmin(abs(GRID - 0.9)))
    shares = [100 * answered(run(own=1, lasts=1, rate=1, seed=seed))["synchronous"] for seed in range(20)]
    assert sum(low[at] <= share <= high[at] for share in shares) >= 16  # fewer in one of 300 sets of twenty runs


def test_ways_differ_in_more_than_colour(default):
    figure = drawn(default)
    assert len({mark.get_marker() for mark in figure.points.values()}) == 3
    assert len({(str(look.get("ls", "-")), look["lw"]) for look in LOOKS.values()}) == 3


def test_undecided_orders_fall_from_those_in_outages_to_none(default):
    line = drawn(default).late
    ages, late = line.get_xdata(), line.get_ydata()
    assert ages[0] == 0 and late[0] == pytest.approx(100 * np.mean(np.array(waits(default)) > 100), abs=0.5)
    assert list(late) == sorted(late, reverse=True) and late[-1] == 0


def test_orders_that_are_not_decided_count_as_waiting_as_long_as_they_have_waited():
    ages = np.array([100, 2_000, 4_000])
    late = _undecided(np.array([10.0, 3_000, 1_000, 5_000]), np.array([True, True, False, True]), ages)
    assert list(late) == pytest.approx([0.75, 0.75, 0.375])  # the one that has waited for 1 s says nothing of later
    busy = drawn(run(available=0.5)).late.get_ydata()
    assert list(busy) == sorted(busy, reverse=True)


def test_pending_counts_rise_in_outages_and_end_with_the_states(default):
    figure = drawn(default)
    counts = figure.count.curves["pending"].get_ydata()
    times = default.watch.times
    out = [window for one in default.details["outages"][WAYS[2]][1:3] for window in one.log]
    high = [time for time, count in zip(times, counts) if count > 5]
    assert high and all(any(start <= time <= end + 500 for start, end in out) for time in high)
    busy = run(available=0.5)
    last = drawn(busy).count.curves["pending"].get_ydata()[-1]
    assert last == pytest.approx(states(busy)["PENDING"], abs=2)


def test_staleness_is_that_of_the_copy_that_is_behind_most(default):
    curve = drawn(default).stale.curves["stale"].get_ydata()
    replicas = [default.details["replicas"][name] for name in OTHERS]
    assert list(curve) == pytest.approx([max(one.staleness(time) for one in replicas) / 1_000 for time in default.watch.times])


def test_outages_and_lost_orders_are_drawn_where_they_were(default):
    figure = drawn(default)
    assert len(figure.outs.get_paths()) == sum(len(one.log) for one in default.details["outages"][WAYS[0]])
    lost = figure.losses[0].get_xdata()
    trace = default.world.trace
    assert len(lost) == sum(span.outcome == "error" and span.caller == "users" for span in trace.spans())
    assert len(figure.losses[1].get_xdata()) < len(lost)


def test_limit_is_a_line_that_ends_the_theory(default):
    figure = drawn(run(limit=5))
    assert figure.limit.get_visible() and figure.limit.get_xdata()[0] == 5 == figure.theory.get_xdata()[-1]
    assert figure.theory.get_ydata()[-1] == pytest.approx(100 * theory.still_pending(0.9, 4, 2, 5))
    assert not drawn(default).limit.get_visible()


def test_cursor_tells_what_is_so_at_its_time(default):
    figure = drawn(default, cursor=12_000)
    assert figure.moment.get_text().startswith("12.0 s: 1 of 3 services out; ") and "PENDING" in figure.moment.get_text()
    figure.draw(default, cursor=50_000)
    assert "all three services up" in figure.moment.get_text()


def test_ghost_rolling_time_and_the_first_instant_are_drawn(default):
    figure = drawn(default)
    plain = figure.draw(default)
    assert plain != figure.draw(default, ghost=run(available=0.6))
    live = run.start()
    assert figure.draw(live).startswith(PNG)
    live.advance(150_000)
    assert figure.draw(live, cursor=140_000).startswith(PNG)
    assert min(path.vertices[:, 0].min() for path in figure.outs.get_paths()) >= 0


def test_drawing_is_a_picture_with_words():
    assert three_ways().png.startswith(PNG) and "only the order service" in repr(three_ways())
