"""Measured times as values."""

import random

import pytest

from sim.samples import Samples, stored_samples


def some(**changes):
    return Samples({"near": [3, 1, 2, 4], "far": [10]} | changes, "a table", code="some()")


def test_times_are_kept_in_order_and_the_code_that_makes_them_is_shown():
    assert some().times == {"near": (1, 2, 3, 4), "far": (10,)}
    assert repr(some()) == "some()" and some().source == "a table"


def test_delay_draws_the_times_all_alike():
    draw = some().delay("near").sampler(random.Random(1))
    assert {draw() for _ in range(200)} == {1, 2, 3, 4}


@pytest.mark.parametrize(("q", "ms"), [(0, 1), (25, 1), (26, 2), (50, 2), (75, 3), (99, 4), (100, 4)])
def test_percentile_is_by_nearest_rank(q, ms):
    assert some().percentile("near", q) == ms


def test_equal_are_those_of_the_same_times_and_source():
    assert some() == some() and hash(some()) == hash(some())
    assert some() != some(far=[11]) and some() != Samples(some().times, "another table")


@pytest.mark.parametrize(
    ("times", "error", "words"),
    [
        ({}, ValueError, "times must hold at least one kind, got none"),
        ([1], TypeError, "times must be a dict"),
        ({"near": []}, ValueError, "samples must hold at least one time"),
        ({"near": [-1]}, ValueError, "samples must be at least 0, got -1"),
        ({"near": ["1"]}, TypeError, "samples must be a number, got '1'"),
        ({"near": [float("inf")]}, ValueError, "samples must be finite"),
    ],
)
def test_times_that_make_no_sense_are_refused(times, error, words):
    with pytest.raises(error, match=words):
        Samples(times, "a table")


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="name must be one of near, far, got 'nearer'"):
        some().delay("nearer")
    with pytest.raises(ValueError, match="name must be one of near, far"):
        some().percentile("nearer", 50)
    with pytest.raises(ValueError, match="name must be one of stored samples"):
        stored_samples("nowhere")
    with pytest.raises(ValueError, match="name must be one of stored samples"):
        stored_samples("../labs/distances")


def test_stored_distances_say_where_they_were_measured_and_are_the_same_each_time():
    stored = stored_samples("distances")
    assert stored is stored_samples("distances") and repr(stored) == "stored_samples('distances')"
    assert "virtual machine" in stored.source
    assert {name: len(times) for name, times in stored.times.items()} == dict.fromkeys(("function", "queue", "socket", "http", "broker"), 200)
