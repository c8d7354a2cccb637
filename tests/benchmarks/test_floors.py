"""The benchmark compares like with like: all contestants do the same work."""

from math import sqrt

import pytest

from tests.benchmarks import __main__ as bench
from tests.benchmarks.floors import CHAIN, engine, heap_loop, textbook

UNTIL = 30_000


@pytest.mark.parametrize("floor", [heap_loop, textbook])
def test_floor_makes_as_many_tries_as_the_engine(floor):
    seconds = UNTIL / 1_000
    expected = 3 * CHAIN["rate"] * seconds  # hardly any call is given up before it asks the next service
    for work in (engine, floor):
        tries = [work(UNTIL, seed=seed) for seed in range(5)]
        assert abs(sum(tries) / 5 - expected) <= 4 * 3 * sqrt(CHAIN["rate"] * seconds / 5) + 10


def test_both_queues_serve_as_many_customers():
    ours, theirs = (sum(queue(UNTIL, seed=seed) for seed in range(5)) for queue in (bench.our_queue, bench.ciw_queue))
    assert abs(ours - theirs) <= 4 * sqrt(2 * 5 * 80 * UNTIL / 1_000) + 100


def test_pictures_are_as_many_as_are_said():
    assert {name: draw() for name, draw in bench.pictures(updates=4).items()} == {"updated": 4, "anew": 3, "empty": 4}


def test_trace_takes_less_than_tuples():
    columns, tuples = bench.trace_bytes(UNTIL)
    assert 50 < columns < tuples / 2


def test_ratio_is_the_median_of_the_rounds():
    assert bench.ratio({"a": [2, 9, 4], "b": [1, 1, 1]}, "a", "b") == 4
