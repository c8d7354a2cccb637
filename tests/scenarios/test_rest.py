"""Pages of many resources: held to the closed forms, and what the notebook claims, for other seeds too."""

from math import sqrt
from statistics import mean, stdev

import pytest

from sim import constant, empirical, exponential
from sim.scenarios import rest
from sim.theory import chatty_page, composed_page, parallel_page

each_seed = pytest.mark.parametrize("seed", range(2, 22))


def times(size, seeds=range(40), **settings):
    """Return the mean time of a page in each of many runs."""
    return [mean(rest.loads(rest.run(seed=seed, **settings), size)) for seed in seeds]


def near(samples, wanted):
    """Return whether the mean of independent runs lies within four standard errors of a value."""
    return abs(mean(samples) - wanted) <= 4 * stdev(samples) / sqrt(len(samples))


@pytest.mark.parametrize(("way", "wanted"), [("chatty", 13 * 60), ("composed", composed_page(12, 40, 20, rest.INNER))])
def test_page_takes_what_the_closed_form_says(way, wanted):
    assert near(times(12, way=way, parts=12, work=20), wanted)


def test_page_with_a_connection_for_each_part_takes_two_round_trips_and_the_slowest():
    low, high = parallel_page(12, 40, 20, 12)
    assert low == high and near(times(12, way="parallel", parts=12, work=20, connections=12), low)


@pytest.mark.parametrize("connections", [2, 6])
def test_page_over_few_connections_stays_within_grahams_bounds(connections):
    low, high = parallel_page(12, 40, 20, connections)
    samples = times(12, seeds=range(12), way="parallel", parts=12, work=20, connections=connections)
    slack = 4 * stdev(samples) / sqrt(len(samples))
    assert low - slack <= mean(samples) <= high + slack and low < high


def test_work_without_chance_makes_whole_rounds():
    still = {"work": constant(10), "parts": 12}
    for way, wanted in (("chatty", 13 * 50), ("parallel", 50 + 2 * 50), ("composed", 40 + 2 * (rest.INNER + 10))):
        assert rest.loads(rest.run(way=way, **still), 12) == pytest.approx([wanted] * len(rest.loads(rest.run(way=way, **still), 12)))


@each_seed
def test_server_five_times_as_fast_helps_a_chatty_page_by_less_than_an_eighth(seed):
    now, then = (mean(rest.loads(rest.run(work=work, seed=seed), 24)) for work in (5, 1))
    assert 1_050 < now < 1_200 and 0.88 < then / now < 0.94


@each_seed
def test_six_connections_give_less_than_six_and_one_request_less_than_twenty_five(seed):
    chatty, six, one = (mean(rest.loads(rest.run(way=way, seed=seed), 24)) for way in rest.WAYS)
    assert 4.2 < chatty / six < 5.2 and 15 < chatty / one < 20


@each_seed
def test_numbers_of_the_experiments(seed):
    def page_time(**settings):
        return mean(rest.loads(rest.run(seed=seed, **settings), 24))

    chatty, one = page_time(), page_time(way="composed")
    assert page_time(round_trip=0) < chatty / 7
    assert page_time(way="parallel", connections=24) > 1.5 * one
    assert 3 < page_time(way="composed", work=40, round_trip=0) / 40 < 6.5


def test_sizes_are_six_the_largest_last_and_fewer_for_a_small_page():
    assert rest.run(parts=24).details["sizes"] == [4, 8, 12, 16, 20, 24]
    assert rest.run(parts=1).details["sizes"] == [1] and rest.run(parts=7).details["sizes"][-1] == 7


def test_measured_times_drive_the_page():
    run = rest.run(parts=5, round_trip=0, work=empirical([2.0, 4.0]))
    assert all(12 <= time <= 24 for time in rest.loads(run, 5))
    assert rest.expected(run, 5) == (18, 18)


def test_sentence_tells_requests_time_and_theory():
    assert "takes 25 requests and 1,123 ms on average (in theory 1,125), as long as 28.1 round trips." in rest.run().sentence
    assert "takes one request" in rest.run(way="composed").sentence
    assert "round trips" not in rest.run(round_trip=0).sentence
    assert rest.run(parts=200, round_trip=500).sentence == "No page of 200 parts has been loaded yet."


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"way": "fast"}, "way must be one of 'chatty', 'parallel', 'composed', got 'fast'"),
        ({"parts": 0}, "parts must be at least 1 and at most 200, got 0"),
        ({"round_trip": -1}, "round_trip must be at least 0, got -1"),
        ({"work": 0}, "work must be positive, got 0"),
        ({"connections": 0}, "connections must be at least 1"),
    ],
)
def test_wrong_setting_is_refused_in_words(wrong, words):
    with pytest.raises(ValueError, match=words):
        rest.run(**wrong)


def test_closed_forms_agree_with_each_other_where_they_must():
    assert chatty_page(1, 40, 5) == parallel_page(1, 40, 5, 1)[0] == parallel_page(1, 40, 5, 6)[1] == 90
    assert composed_page(24, 0, 5) == parallel_page(24, 0, 5, 24)[0]
    assert parallel_page(24, 40, 5, 1)[0] == chatty_page(24, 40, 5)
    assert all(parallel_page(24, 40, 5, c)[1] >= parallel_page(24, 40, 5, c + 1)[0] for c in range(1, 30))
    assert exponential(5).mean == 5
