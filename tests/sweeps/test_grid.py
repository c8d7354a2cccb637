"""The cells of a sweep: their order and their seeds."""

from math import inf, nan

import numpy as np
import pytest

from sim.sweeps import cell_seed
from sim.sweeps.grid import cells_of

GRID = {"load": [100, 200], "order": ["fifo", "lifo"]}


def seeds(grid, replications=2, seed=1):
    cells = cells_of(grid, replications, seed)
    return {(*sorted(cell.params.items()), cell.replication): cell.seed for cell in cells}


def test_last_parameter_changes_first_and_replications_stand_together():
    cells = cells_of(GRID, 2, 1)
    told = [(*cell.params.values(), cell.replication) for cell in cells]
    assert told[:4] == [(100, "fifo", 0), (100, "fifo", 1), (100, "lifo", 0), (100, "lifo", 1)]
    assert told[4:] == [(200, *rest) for _, *rest in told[:4]]
    assert [cell.place for cell in cells] == list(range(8))


def test_every_run_has_a_seed_of_its_own():
    grid = {"load": range(100), "pause": [step / 4 for step in range(20)]}
    assert len(set(seeds(grid).values())) == 4_000
    assert not set(seeds(grid, seed=2).values()) & set(seeds(grid, seed=1).values())


def test_grid_that_is_longer_or_in_another_order_gives_a_cell_the_same_seed():
    before = seeds(GRID)
    after = seeds({"order": ["random", "lifo", "fifo"], "load": [300, 200, 150, 100]}, replications=5)
    assert before.items() <= after.items()


def test_seeds_are_the_same_for_ever_and_can_be_asked_for():
    first = cells_of(GRID, 1, 1)[0]
    assert first.seed == cell_seed({"order": "fifo", "load": 100}) == 6_046_210_329_101_279
    assert cells_of(GRID, 3, 9)[5].seed == cell_seed({"load": 100, "order": "lifo"}, replication=2, seed=9)


def test_ten_and_ten_point_nought_are_one_value_and_true_and_one_are_two():
    assert cell_seed({"load": 10}) == cell_seed({"load": 10.0}) == cell_seed({"load": np.float32(10)})
    assert len({cell_seed({"x": value}) for value in (1, True, "1", 0.1, None)}) == 5


def test_values_of_numpy_come_out_plain():
    params = cells_of({"pause": np.linspace(0, 1, 3), "on": np.array([True])}, 1, 1)[1].params
    assert params == {"pause": 0.5, "on": True} and [type(value) for value in params.values()] == [float, bool]


@pytest.mark.parametrize("grid, error, said", [
    ([("load", [1])], TypeError, "grid must be a dict"),
    ({}, ValueError, "grid must have at least one parameter"),
    ({"load": []}, ValueError, r"grid\['load'\] must have at least one value"),
    ({"load": "abc"}, TypeError, r"grid\['load'\] must be a list"),
    ({"load": 5}, TypeError, r"grid\['load'\] must be a list of values, got 5"),
    ({"load": [1, nan]}, ValueError, r"a value in grid\['load'\] must be a number, got nan"),
    ({"load": [1, [2]]}, TypeError, "must be a number, a string, True, False or None, got"),
    ({"load": [1, 2, 1.0]}, ValueError, "no value twice"),
    ({"seed": [1]}, ValueError, "none of replication, seed, error, got 'seed'"),
    ({"two words": [1]}, ValueError, "must be that of a parameter"),
    ({5: [1]}, TypeError, "a name in grid must be a string, got 5"),
])  # fmt: skip
def test_wrong_grid_is_refused(grid, error, said):
    with pytest.raises(error, match=said):
        cells_of(grid, 1, 1)


def test_numbers_without_end_are_values_too():
    assert cells_of({"queue": [10, inf]}, 1, 1)[1].params == {"queue": inf}


@pytest.mark.parametrize("wrong", [0, -1, 1.5, True, "2", None])
def test_wrong_number_of_replications_is_refused(wrong):
    with pytest.raises((TypeError, ValueError), match="^replications must "):
        cells_of(GRID, wrong, 1)
