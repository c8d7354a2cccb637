"""The breaker's picture: the band follows the log, the areas add up to what users asked."""

import pytest

from sim.figures.breaker import SEEN, BreakerFigure
from sim.scenarios import circuit_breaker
from sim.trace import USERS


@pytest.fixture(scope="module")
def slow():
    return circuit_breaker.run()


def drawn(result, **settings):
    figure = BreakerFigure()
    figure.draw(result, **settings)
    return figure


def seconds_in(figure, state):
    return sum(path.vertices[:, 0].max() - path.vertices[:, 0].min() for path in figure.states[state].get_paths())


def test_band_shows_each_state_as_long_as_the_log_says(slow):
    figure = drawn(slow)
    log = [*slow.world.call("shop", "stock").breaker.log, (slow.until, "end")]
    is_open = sum(end - begin for (begin, state), (end, _) in zip(log, log[1:]) if state == "open")
    changes = len(log)
    assert abs(seconds_in(figure, "open") - is_open / 1_000) <= changes * slow.watch.every / 1_000
    assert abs(sum(seconds_in(figure, state) for state in figure.states) - slow.until / 1_000) < 1e-9


def test_areas_reach_as_high_as_users_requests_end(slow):
    figure = drawn(slow)
    top = max(path.vertices[:, 1].max() for area in figure.panels["without"][1].values() for path in area.get_paths())
    watch = slow.others["without"]
    ended = [sum(watch.answered[USERS, "shop"][outcome][i] for outcome in SEEN) for i in range(len(watch.times))]
    assert top == pytest.approx(max(watch.rate(ended, 1_000)))


def test_every_outcome_that_users_can_see_is_in_the_picture(slow):
    ended = {outcome for outcome, totals in slow.watch.answered[USERS, "shop"].items() if totals[-1]}
    assert ended <= set(SEEN)


def test_ghost_cursor_and_rolling_time_are_drawn(slow):
    figure = BreakerFigure()
    plain = figure.draw(slow)
    assert plain != figure.draw(slow, cursor=9_000) != figure.draw(slow, ghost=circuit_breaker.run(open_for=9), cursor=9_000)
    live = circuit_breaker.run.start()
    live.advance(55_000)
    figure.draw(live)
    assert figure.calls.curves["with"].get_xdata()[-1] == 40.0
