"""The cells of a grid, in order, each with a seed that depends on nothing but its own parameters."""

from collections.abc import Iterable, Mapping
from itertools import product
from typing import NamedTuple

from sim.arguments import number, shown, text, whole
from sim.streams import Streams

TAKEN = ("replication", "seed", "error")  # columns of every table
BITS = 53  # of a seed, so that spreadsheets and JSON keep it whole; two of a million are the same with probability 6e-5


class Cell(NamedTuple):
    """One run that is to be made: its place in the table, its parameters, which replication it is, and its seed."""

    place: int
    params: dict
    replication: int
    seed: int

    def __str__(self):
        told = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{told}, replication {self.replication} (seed={self.seed})"


def cells_of(grid, replications, seed):
    """Return every `Cell`: the last parameter changes first, and the replications of a cell stand together.

    Raises TypeError or ValueError if `grid` is not a dict of names and lists of plain values, each list without doubles.
    """
    values = checked(grid)
    count = whole("replications", replications, at_least=1)
    streams = Streams(seed)
    every = (dict(zip(values, combination)) for combination in product(*values.values()))
    cells = []
    for params in every:
        for replication in range(count):
            cells.append(Cell(len(cells), params, replication, _drawn(streams, params, replication)))
    return cells


def cell_seed(params, replication=0, seed=1):
    """Return the seed that `sweep` gives the run of these parameters (a dict), whatever else is in its grid."""
    values = checked({name: [value] for name, value in params.items()})
    return _drawn(Streams(seed), {name: value for name, (value,) in values.items()}, whole("replication", replication, at_least=0))


def checked(grid):
    """Return the grid as a dict of lists of plain values, or raise."""
    if not isinstance(grid, Mapping):
        raise TypeError(f"grid must be a dict such as {{'load': [100, 200]}}, got {shown(grid)}")
    if not grid:
        raise ValueError("grid must have at least one parameter, got {}")
    return {_name(name): _values(f"grid[{name!r}]", values) for name, values in grid.items()}


def _name(name):
    if text("a name in grid", name) in TAKEN or not name.isidentifier():
        raise ValueError(f"a name in grid must be that of a parameter, and none of {', '.join(TAKEN)}, got {name!r}")
    return str(name)


def _values(name, values):
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list of values, got {shown(values)}")
    plain = [_plain(f"a value in {name}", value) for value in values]
    if not plain:
        raise ValueError(f"{name} must have at least one value, got {shown(values)}")
    signs = [_sign(value) for value in plain]
    if len(set(signs)) < len(signs):
        raise ValueError(f"{name} must have no value twice, got {shown(plain)}")
    return plain


def _plain(name, value):
    if value is None or isinstance(value, bool):
        return value
    if type(value).__name__ in ("bool", "bool_"):  # NumPy's, which this floor knows by name only
        return bool(value)
    if isinstance(value, str):
        return str(value)
    try:
        return number(name, value, finite=False)
    except TypeError:
        raise TypeError(f"{name} must be a number, a string, True, False or None, got {shown(value)}") from None


def _sign(value):
    """Return how a value is told in the name of a stream: 10 and 10.0 are the same one, 1 and True are not."""
    return repr(int(value) if isinstance(value, float) and value.is_integer() else value)


def _drawn(streams, params, replication):
    told = "/".join(f"{name}={_sign(params[name])}" for name in sorted(params))
    return streams.named(f"sweep/{told}/{replication}").getrandbits(BITS)
