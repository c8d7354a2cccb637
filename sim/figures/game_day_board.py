"""What a game day's dashboard shows of a team's readings: curves, tables of the services, states. It looks at nothing else."""

from bisect import bisect_right
from math import nan
from typing import NamedTuple

import numpy as np

from sim.figures.palette import OUTCOMES
from sim.scenarios.summary import LATE, NOTHING, PROMISE

KINDS = {"timeout": "timeout", "error": "error", "rejected": "queue full", "open": "breaker open"}


class Board(NamedTuple):
    """The readings of a drill, ready to be drawn; times in ms, a value for each sample in every series.

    `curves`: series by name. `of_services`: tables with a row for each service. `kinds`: by table, of each service the
    commonest kind of error at each sample. `breakers`: states by call. `groups`: who reads the channel.
    `instances`: by name, whether it answers. `acted`: when the remedy was applied, None if there was none.
    """

    times: list
    promise: float
    late: float
    curves: dict
    services: tuple
    of_services: dict
    kinds: dict
    breakers: dict
    groups: tuple
    instances: dict
    acted: float | None
    remedy: str

    def at(self, cursor):
        """Return the sample under the cursor, a time in ms; the last one without a cursor."""
        return len(self.times) - 1 if cursor is None else max(0, bisect_right(self.times, cursor) - 1)

    def number(self, name, row, at):
        """Return what stands beside a service's row: its number at a sample, empty if there is none."""
        value = self.of_services[name][row][at]
        if np.isnan(value):
            return ""
        if name in self.kinds:
            return f"{value:.0f} {OUTCOMES[self.kinds[name][row][at]].letter}" if value >= 0.5 else "0"
        return f"{value:.1f}" if name == "tries" else f"{value:,.0f}"


def board_of(result):
    """Return the board of a drill's result, which needs `readings` and `params`."""
    readings, params = result.readings, result.params
    services = readings["services"]
    counts = {kind: np.array([one[kind] for one in services.values()], float) for kind in ("answered", *KINDS)}
    sent = {kind: _smooth(rates) for kind, rates in counts.items() if kind != "open"}  # a breaker lets few through
    errors, of_sent = _share_and_kind(counts), _share_and_kind(sent)
    acts_at = 60_000 * params["acts"]
    acted = params["remedy"] != NOTHING and 1_000 * readings["seconds"][-1] >= acts_at
    return Board(
        times=[1_000 * second for second in readings["seconds"]],
        promise=PROMISE,
        late=LATE,
        curves=_curves(readings),
        services=tuple(services),
        of_services={
            "errors": errors[0],
            "sent": of_sent[0],
            "tries": np.array([one["tries"] for one in services.values()], float),
            "p99": np.array([one["p99"] for one in services.values()], float),
            "busy": 100 * _smooth(np.array([one["busy"] for one in services.values()], float)),
        },
        kinds={"errors": errors[1], "sent": of_sent[1]},
        breakers=readings["breakers"],
        groups=tuple(readings["channels"]),
        instances=_instances(readings),
        acted=acts_at if acted else None,
        remedy=params["remedy"],
    )


def _curves(readings):
    users, (broker,), (registry,) = readings["users"], readings["broker"].values(), readings["registry"].values()
    curves = {name: [nan, *users[name][1:]] for name in ("asked", "served", "failed", "slow")}  # no rate before the first second
    curves["p99"] = [value / 1_000 for value in users["p99"]]
    curves["outbox"] = [sum(rows) for rows in zip(*(one["rows"] for one in readings["outbox"].values()))]
    for name, group in readings["channels"].items():
        curves |= {f"{name} waiting": group["waiting"], f"{name} oldest": group["oldest"]}
    curves |= {"used": [100 * share for share in broker["used"]], "refused": broker["refused"]}
    (name,) = readings["registry"]
    asked = readings["services"][name]["asked"]  # who is not asked may answer or not
    counts = [sum(rate > 0 for rate in rates) for rates in zip(*registry["answers"].values())]
    return curves | {"listed": registry["listed"], "answering": [count if rate else nan for count, rate in zip(counts, asked)]}


def _share_and_kind(counts):
    """Return of tables of rates by outcome the share that went wrong (%, nan where nothing ended) and the commonest kind of error."""
    kinds = [kind for kind in counts if kind != "answered"]
    errors = sum(counts[kind] for kind in kinds)
    ended = errors + counts["answered"]
    with np.errstate(invalid="ignore"):
        shares = np.where(ended > 1e-9, 100 * errors / ended, np.nan)
    return shares, [[kinds[at] for at in row] for row in np.argmax([counts[kind] for kind in kinds], axis=0)]


def _smooth(rows):
    """Return the means over this sample and the two before it, fewer at the beginning: three workers at one moment say little."""
    sums = np.cumsum(np.pad(rows, ((0, 0), (3, 0))), axis=1)
    return (sums[:, 3:] - sums[:, :-3]) / np.minimum(np.arange(1, rows.shape[1] + 1), 3)


def _instances(readings):
    (registry,) = readings["registry"].values()
    return {name: [rate > 0 for rate in rates] for name, rates in registry["answers"].items()}
