"""The picture of a roll-out, and the drawings of the idea."""

import pytest

from sim.figures.compatibility import compatibility, three_numbers
from sim.figures.palette import VERMILLION
from sim.figures.semantic_versioning import FATES, LINES, RollOutFigure
from sim.scenarios.rollout import STRATEGIES
from sim.scenarios.semantic_versioning import OLD, run
from sim.versions import BREAKS, FITS


@pytest.fixture
def figure():
    return RollOutFigure()


def cells(figure):
    """Return what stands in the matrix, in per cent."""
    return {place: float(text.get_text().removesuffix(" %")) for place, text in figure.cells.items() if text.get_text()}


def test_every_strategy_has_a_line_of_its_own_and_the_chosen_one_is_thick(figure):
    result = run(strategy="both in each")
    figure.draw(result)
    assert set(figure.lines) == set(STRATEGIES) == set(LINES) and len(set(LINES.values())) == 4
    for name, line in figure.lines.items():
        assert list(line.get_ydata()) == [100 * share for share in result.expected[name][BREAKS]]
        assert (line.get_linewidth() > 2) == (name == "both in each")


def test_dots_are_the_days_that_were_counted(figure):
    result = run()
    figure.draw(result)
    assert list(figure.counted.get_ydata()) == [100 * result.failed(day) for day in range(60)]
    assert len(figure.defaults.get_xdata()) == 0
    figure.draw(run(change="minor"))
    assert max(figure.defaults.get_ydata()) > 1


def test_matrix_is_that_of_the_day_under_the_cursor_and_its_sum_is_what_fails(figure):
    result = run()
    figure.draw(result, cursor=8_600)
    shown = cells(figure)
    assert sum(shown.values()) == pytest.approx(100, abs=2) and shown[(OLD, False), (OLD,)] < 40
    fails = sum(share for (caller, served), share in result.meetings(8.6).items() if caller[0] not in served)
    assert figure.sum.get_text().startswith(f"{100 * fails:.0f} % of calls fail") and "day 8.6" in figure.moment.get_text()
    assert figure.sum.get_color() == VERMILLION
    figure.draw(result, cursor=2_000)
    assert cells(figure) == {((OLD, False), (OLD,)): 100} and figure.sum.get_text() == "No call fails on this day"


def test_without_a_cursor_the_matrix_is_that_of_the_end(figure):
    figure.draw(run())
    assert "day 60.0" in figure.moment.get_text() and not figure.cursors[0].get_visible()


def test_clients_that_name_no_version_get_rows_of_their_own(figure):
    figure.draw(run())
    assert len(figure.cells) == 6
    figure.draw(run(named_in="MIME type"))
    assert len(figure.cells) == 12


def test_who_has_moved_is_drawn_as_shares(figure):
    result = run(strategy="both in each")
    figure.draw(result)
    old, new, clients = (figure.shares[name].get_ydata() for name in ("old", "new", "clients"))
    assert old[0] == 100 and new[0] == clients[0] == 0 and old[-1] == 0 and new[-1] == clients[-1] == 100
    assert any(a == b == 100 for a, b in zip(old, new))


def test_kept_run_lies_behind_and_one_of_another_span_is_left_out(figure):
    kept = run(strategy="all at once")
    figure.draw(run(), kept)
    assert max(figure.kept.get_ydata()) == 100
    figure.draw(run(), run(days=30))
    assert len(figure.kept.get_xdata()) == 0


def test_background_is_kept_while_knobs_move(figure):
    figure.draw(run())
    background = figure._background
    figure.draw(run(strategy="side by side", clients=3, rollout=30))
    assert figure._background is background


def test_no_fate_is_told_by_colour_alone():
    assert set(FATES) == set(FITS)
    assert len({style.letter for style in FATES.values()}) == len({style.hatch for style in FATES.values()}) == 3


def test_drawings_are_pictures_with_words():
    matrix = compatibility(["1.2.0", "1.3.0", "2.0.0"], [["1.2.0"], ["1.3.0"], ["1.3.0", "2.0.0"], ["2.0.0"]])
    assert "works: 7, works with a default: 1, breaks: 4." in repr(matrix)
    assert matrix._repr_png_().startswith(b"\x89PNG") and three_numbers()._repr_png_().startswith(b"\x89PNG")
    assert "MAJOR" in repr(three_numbers())
