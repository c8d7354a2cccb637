"""The examples of docs/sweeps.md run as they stand there."""

import re
from pathlib import Path

from sim.sweeps import Table

DOC = (Path(__file__).parents[2] / "docs" / "sweeps.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)


def ran(block, **replaced):
    """Run a block with other words in it, and return the names it set."""
    for old, new in replaced.items():
        assert old in block
        block = block.replace(old, new)
    names = {}
    exec(compile(block, "docs/sweeps.md", "exec"), names)
    return names


def test_first_example_sweeps_and_draws(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ran(BLOCKS[0], **{"n_jobs=-1": "n_jobs=1, progress=False", "range(100, 301, 20)": "[100, 280]"})
    table = names["table"]
    assert isinstance(table, Table) and table.columns == ["load", "pause", "replication", "seed", "served"]
    assert (tmp_path / "storms.csv").read_text().splitlines()[0] == ",".join(table.columns)
    assert repr(names["picture"]).startswith("share of the load answered in time")


def test_what_a_million_runs_cost_is_worked_out_from_the_figures_above_it():
    figures = dict(re.findall(r"^\| ([^|]+?) \| ([\d.]+) ms \|$", DOC, re.MULTILINE))
    overhead = float(figures["the sweep's own cost for a run, on a Dask cluster"])
    rows = re.findall(r"^\| 10⁶ runs of ([^|]+?) \| \(([\d.]+) \+ ([\d.]+)\) ms × 10⁶ / \(3\.6 × 10⁶\) \| ([\d.]+) core-hours \|$", DOC, re.MULTILINE)
    assert len(rows) == 2
    for name, run, cost, hours in rows:
        assert float(run) == float(figures[f"a run of {name}"]) and float(cost) == overhead
        assert abs((float(run) + float(cost)) / 3.6 - float(hours)) < 0.1
