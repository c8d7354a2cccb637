"""The table that a sweep gives back."""

import csv
from math import inf, isnan

import pytest

from sim.sweeps import Table

ROWS = Table({"load": load, "replication": n, "served": load + n / 3} for load in (100, 200) for n in range(3))


def test_columns_and_their_values_can_be_taken_by_name():
    assert ROWS.columns == ["load", "replication", "served"]
    assert ROWS.column("load") == [100, 100, 100, 200, 200, 200]
    assert Table().columns == []


def test_mean_is_taken_over_what_is_not_named():
    assert ROWS.mean("served", "load") == [
        {"load": 100, "served": pytest.approx(100 + 1 / 3), "runs": 3},
        {"load": 200, "served": pytest.approx(200 + 1 / 3), "runs": 3},
    ]
    assert ROWS.mean("served") == [{"served": pytest.approx(150 + 1 / 3), "runs": 6}]


def test_runs_that_failed_do_not_count_in_a_mean():
    rows = Table([{"load": 1, "served": None}, {"load": 1, "served": 4.0}, {"load": 2, "served": None}])
    assert rows.mean("served", "load") == [{"load": 1, "served": 4.0, "runs": 1}, {"load": 2, "served": None, "runs": 0}]


def test_file_has_every_digit_of_every_number(tmp_path):
    rows = Table([{"x": 0.1 + 0.2, "y": inf, "z": float("nan"), "w": None, "name": "a,b"}])
    text = rows.to_csv(tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_bytes() == text.encode()
    (row,) = csv.DictReader(text.splitlines())
    assert float(row["x"]) == 0.1 + 0.2 and float(row["y"]) == inf and isnan(float(row["z"]))
    assert row["w"] == "" and row["name"] == "a,b"


def test_unknown_column_is_named():
    for ask in (lambda: ROWS.column("lost"), lambda: ROWS.mean("lost"), lambda: ROWS.mean("served", "lost")):
        with pytest.raises(KeyError, match="must be one of load, replication, served, got 'lost'"):
            ask()
