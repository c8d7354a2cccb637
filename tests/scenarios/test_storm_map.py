"""The map of storms, and the border that theory draws through it."""

from math import inf

import pytest

from sim.scenarios import metastability, storm_map
from sim.scenarios.storm_map import FINE, REPLICATIONS, agreement, border, measure, stored
from sim.sweeps import Table
from sim.theory import storm_border


def test_stored_map_has_every_cell_and_lies_as_theory_says():
    table = stored()
    assert len(table) == REPLICATIONS * len(FINE["load"]) * len(FINE["pause"])
    assert {(row["load"], row["pause"]) for row in table} == {(load, pause) for load in FINE["load"] for pause in FINE["pause"]}
    off, right = agreement(table)
    assert off >= 60 and right >= 0.95 * off


def test_border_bends_from_the_edge_of_the_band_to_full_load():
    assert border(150) == inf and 1.4 < border(155) < 1.5 and 1 < border(290) < 1.01 and border(300) == 0


@pytest.mark.parametrize("load", [120, 140])
def test_border_holds_for_three_tries_too(load):
    tipping = storm_border(load, 300, 1_000, tries=3) / 1_000
    for part, healed in ((0.85, True), (1.15, False)):
        for seed in range(2):
            result = metastability.run(load=load, pause=part * tipping, attempts=3, seed=seed)
            assert (metastability.served_late(result)["served"] > storm_map.DOWN) == healed


def test_stored_runs_can_be_made_again():
    again = measure({"load": [160, 280], "pause": [0.6, 2.4]}, REPLICATIONS, progress=False)
    kept = [row["served"] for row in stored() if row["load"] in (160, 280) and row["pause"] in (0.6, 2.4)]
    assert [round(served, 3) for served in again.column("served")] == kept
    assert [served > storm_map.DOWN for served in again.column("served")] == [True, True, False, False] * 2


def test_agreement_counts_the_cells_that_are_not_as_theory_says():
    def told(wrong):
        rows = Table()
        for load in FINE["load"]:
            for pause in FINE["pause"]:
                down = (pause > border(load)) != ((load, pause) in wrong)
                rows.append({"load": load, "pause": pause, "served": 0.0 if down else 1.0})
        return agreement(rows)

    off, right = told(())
    assert off == right and 0.5 * 132 < off < 132
    assert told({(100, 2.0), (240, 2.2)}) == (off, off - 2)
    assert told({(220, 1.0), (140, 2.4)}) == (off, off)  # a step from the border: these are not counted
