"""Measuring formats: the same work for each, no time that is none, nothing left behind."""

import gzip
import threading

import pytest

from sim.costs import stored_costs
from sim.labs.format_costs import LINES, NAMES, long_order, measure, pair
from sim.labs.formats import encoded
from sim.labs.orders import ORDER, total
from sim.labs.schemas import ORDER_SCHEMA


def test_long_order_begins_with_the_order_itself():
    assert long_order(5) == ORDER and long_order(100)["lines"][:5] == ORDER["lines"]
    assert [len(long_order(count)["lines"]) for count in (1, 7, 100)] == [1, 7, 100]


def test_lines_of_a_long_order_differ_so_that_gzip_has_work():
    lines = long_order(100)["lines"]
    assert len({tuple(line.values()) for line in lines}) == 100


@pytest.mark.parametrize("name", NAMES)
def test_every_pair_writes_the_bytes_of_the_format_and_reads_the_same_price(name):
    write, read = pair(name)
    order = long_order(12)
    assert write(order) == encoded(name, order, ORDER_SCHEMA) and read(write(order)) == total(order)


def test_unknown_format_is_refused():
    with pytest.raises(ValueError, match="name must be one of JSON"):
        pair("YAML")


def test_measuring_gives_costs_of_every_format_and_leaves_nothing_behind():
    before = set(threading.enumerate())
    costs = measure(lines=(1, 30), seconds=0.0005, progress=False)
    assert costs.formats == NAMES and costs.lines == [1, 30] and "just now" in costs.source
    assert all(cost > 0 for name in NAMES for zipped in (False, True) for cost in costs.of(name, 30, zipped))
    left = set(threading.enumerate()) - before
    assert [thread for thread in left if type(thread).__name__ != "TMonitor"] == []  # tqdm keeps one, a daemon, of its own


def test_stored_sizes_are_those_of_today():
    for name in NAMES:
        for lines in LINES:
            data = encoded(name, long_order(lines), ORDER_SCHEMA)
            cost = stored_costs().of(name, lines)
            assert cost.size == len(data)
            assert stored_costs().of(name, lines, True).size == pytest.approx(len(gzip.compress(data, 6)), rel=0.1)  # zlib has versions


@pytest.mark.parametrize(("wrong", "said"), [({"seconds": 0}, "seconds must be positive"), ({"progress": 1}, "progress must be True or False")])
def test_nonsense_is_refused(wrong, said):
    with pytest.raises((ValueError, TypeError), match=said):
        measure(**wrong)
