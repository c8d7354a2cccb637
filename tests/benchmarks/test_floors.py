"""The benchmark compares like with like: all contestants do the same work."""

import platform
from math import sqrt

import pytest

from tests.benchmarks import __main__ as bench
from tests.benchmarks import measure, queues
from tests.benchmarks.floors import CHAIN, engine, heap_loop, textbook
from tests.benchmarks.pictures import pictures

UNTIL = 30_000


@pytest.mark.parametrize("floor", [heap_loop, textbook])
def test_floor_makes_as_many_tries_as_the_engine(floor):
    seconds = UNTIL / 1_000
    expected = 3 * CHAIN["rate"] * seconds  # hardly any call is given up before it asks the next service
    for work in (engine, floor):
        tries = [work(UNTIL, seed=seed) for seed in range(5)]
        assert abs(sum(tries) / 5 - expected) <= 4 * 3 * sqrt(CHAIN["rate"] * seconds / 5) + 10


@pytest.mark.parametrize("name, package, python, theirs, ours", queues.OTHERS, ids=[other[0] for other in queues.OTHERS])
def test_both_queues_serve_as_many_customers(name, package, python, theirs, ours):
    if queues.why_not(package, python):
        pytest.skip(queues.why_not(package, python))
    expected = queues.RATE * UNTIL / 1_000
    spread = 4 * sqrt(2 * expected * 5) if name != "AsyncFlow" else 0.5 * expected * 5  # its number of users varies too
    here, there = (sum(queue(UNTIL, seed=seed) for seed in range(5)) for queue in (ours, theirs))
    assert abs(here - there) <= spread + 100


def test_package_that_cannot_be_measured_says_why():
    assert queues.why_not("simpy", (3, 11)) == ""
    assert queues.why_not("simpy", (9, 1)) == "it needs Python 9.1"
    assert queues.why_not("no-such-simulator", (3, 11)) == "no-such-simulator is not installed"


def test_pictures_are_as_many_as_are_said():
    assert {name: draw() for name, draw in pictures(updates=4).items()} == {"updated": 4, "anew": 3, "empty": 4}


def test_trace_takes_less_than_tuples():
    columns, tuples = bench.trace_bytes(UNTIL)
    assert 50 < columns < tuples / 2


def test_ratio_is_the_median_of_the_rounds():
    assert measure.ratio({"a": [2, 9, 4], "b": [1, 1, 1]}, "a", "b") == 4


def test_each_contestant_has_a_time_a_round():
    times = measure.side_by_side({"a": lambda: 2, "b": lambda: 5}, rounds=3)
    assert {name: len(rounds) for name, rounds in times.items()} == {"a": 3, "b": 3}


@pytest.mark.parametrize(
    "wanted, words",
    [
        ({"at_most": 2.5}, ("at most 2.5", "met")),
        ({"at_most": 2.4}, ("at most 2.4", "missed")),
        ({"at_least": 2.5}, ("at least 2.5", "met")),
        ({"at_least": 2.6}, ("at least 2.6", "missed")),
        ({}, ("", "")),
    ],
)
def test_row_says_whether_it_is_what_is_wanted(wanted, words, capsys):
    measure.row("a / b", 2.5, **wanted)
    assert capsys.readouterr().out == f"| a / b | 2.50 | {words[0]} | {words[1]} |  |  |\n"


def test_header_names_the_kind_of_machine():
    assert platform.python_version() in measure.machine() and platform.system() in measure.machine()
