"""The picture of an API that evolves, and the table of who reads what."""

import pytest

from sim.figures.defining_an_api import ContractsFigure
from sim.figures.reading import an_api, who_reads
from sim.figures.still import still
from sim.labs.changed_orders import CHANGES
from sim.labs.orders import an_order
from sim.scenarios import defining_an_api

PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def figure():
    return ContractsFigure()


@pytest.mark.parametrize("name", defining_an_api.PRESETS)
def test_every_preset_is_drawn_with_and_without_a_ghost(figure, name):
    run = defining_an_api.run(**defining_an_api.PRESETS[name])
    plain = figure.draw(run, None, 40_000)
    assert plain.startswith(PNG) and figure.draw(run, defining_an_api.run(tolerant=False), None) != plain


def test_bars_are_the_times_that_consumers_were_broken(figure):
    run = defining_an_api.run()
    figure.draw(run)
    xs, ys = figure.outages.get_data()
    drawn = {(a, b, y) for a, b, y in zip(xs[::3], xs[1::3], ys[::3])}
    assert drawn == {(a, b, figure.places[name]) for name, spans in run.outages.items() for a, b in spans}
    assert figure.shares["kitchen"].get_text() == f"{100 * run.broken_share('kitchen'):.0f} %"


def test_count_below_is_how_many_are_broken(figure):
    run = defining_an_api.run(tolerant=False)
    figure.draw(run)
    weeks, counts = figure.new.get_data()
    assert max(counts) == 6 and min(counts) == 0
    area = sum((b - a) * count for a, b, count in zip(weeks, weeks[1:], counts))
    assert area == pytest.approx(run.broken_share() * 6 * run.weeks)


def test_every_change_has_one_mark_of_its_kind_and_held_ones_a_diamond_too(figure):
    run = defining_an_api.run(check=True)
    figure.draw(run)
    counts = {name: len(line.get_data()[0]) for name, line in figure.marks.items()}
    assert counts["hurts"] == 0 and counts["held"] == sum(c.released > c.due for c in run.changes) > 0
    assert counts["additive"] + counts["harmless"] == sum(c.released <= run.weeks for c in run.changes)


def test_line_above_says_who_is_broken_at_the_cursor(figure):
    run = defining_an_api.run()
    (start, end), *_ = run.outages["billing"]
    figure.draw(run, None, 500 * (start + end))
    assert "billing" in figure.moment.get_text() and "Last change: " in figure.moment.get_text()
    figure.draw(run, None, 0)
    assert figure.moment.get_text() == "Week 0: nobody is broken"


def test_table_says_who_breaks():
    assert repr(who_reads()).endswith("6 consumers and what they read of 11 fields; broken: nobody.")
    broken = who_reads(CHANGES["rename price"](an_order()))
    assert repr(broken).endswith("of 12 fields; broken: billing, web shop, reports.")
    assert broken.png.startswith(PNG) and an_api().png.startswith(PNG) and still(ContractsFigure, defining_an_api.run()).png
