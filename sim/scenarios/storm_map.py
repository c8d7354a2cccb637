"""Where storms live: the load and the length of a pause, mapped, and the border that theory draws through the map.

`python -m sim.scenarios.storm_map` makes the stored map anew, on all processors: some half a minute of work.
"""

import json
from pathlib import Path

from sim.scenarios import metastability
from sim.sweeps import Table, sweep
from sim.theory import storm_border

STORED = Path(__file__).parents[1] / "labs" / "storm_map.json"
SMALL = {"load": [100, 190, 280], "pause": [0.5, 1.0, 1.5, 2.0]}
FINE = {"load": [100, 120, 140, 160, 180, 200, 220, 240, 260, 280, 300], "pause": [step / 5 for step in range(1, 13)]}
REPLICATIONS = 2
DOWN = 0.5  # served less than this share of its load a minute later, a server is down


def measure(grid=SMALL, replications=1, **settings):
    """Return the `Table` of a sweep over `load` (per second) and `pause` (s): `served`, the share of the load at the end.

    `settings` go to `sweep`.
    """
    return sweep(metastability.run, grid, replications, measure=metastability.served_late, **settings)


def border(load):
    """Return the pause (s) that tips the server of `metastability.run`, by theory."""
    return storm_border(load, metastability.run.defaults["capacity"], metastability.run.defaults["timeout"]) / 1_000


def stored():
    """Return the `Table` of the fine map that comes with the package."""
    return Table(json.loads(STORED.read_text(encoding="utf-8"))["rows"])


def agreement(table):
    """Return (cells off the border, how many of them are as theory says); a cell being a load and a pause.

    Off the border is a cell of which theory says the same as of the eight around it, those outside the map included.
    """
    means = {(row["load"], row["pause"]): row["served"] for row in table.mean("served", "load", "pause")}
    loads, pauses = (sorted({cell[axis] for cell in means}) for axis in (0, 1))
    wide, long = loads[1] - loads[0], pauses[1] - pauses[0]
    off = right = 0
    for (load, pause), served in means.items():
        around = {pause + b * long > border(load + a * wide) for a in (-1, 0, 1) for b in (-1, 0, 1)}
        if len(around) == 1:
            off += 1
            right += (served < DOWN) in around
    return off, right


def main():
    """Make the map and store it."""
    table = measure(FINE, REPLICATIONS, n_jobs=-1)
    rows = [{"load": row["load"], "pause": row["pause"], "served": round(row["served"], 3)} for row in table]
    lines = ",\n  ".join(json.dumps(row) for row in rows)
    made = "python -m sim.scenarios.storm_map"
    STORED.write_text(f'{{\n "made_by": "{made}",\n "rows": [\n  {lines}\n ]\n}}\n', encoding="utf-8")
    off, right = agreement(stored())
    print(f"{len(rows)} runs stored; {right} of {off} cells off the border are as theory says")


if __name__ == "__main__":
    main()
