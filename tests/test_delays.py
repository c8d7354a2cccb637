"""Distributions of times: means, shapes, and one uniform number for each sample."""

from math import exp, inf, log, sqrt
from random import Random
from statistics import fmean, stdev

import pytest

import sim
from sim.delays import constant, empirical, exponential, lognormal, uniform

SHAPES = [
    constant(20),
    exponential(20),
    uniform(10, 30),
    lognormal(20, 0.5),
    lognormal(20, 2),
    empirical([5, 10, 45]),
    empirical([5, 10, 45], [2, 1, 1]),
]


class Counting(Random):
    """Counts the uniform numbers that are drawn."""

    drawn = 0

    def random(self):
        self.drawn += 1
        return super().random()


def samples(delay, n, seed=1):
    draw = delay.sampler(Random(seed))
    return [draw() for _ in range(n)]


@pytest.mark.parametrize("delay", SHAPES, ids=repr)
def test_mean_of_the_samples_is_the_mean_that_is_said(delay):
    times = samples(delay, 40_000)
    assert abs(fmean(times) - delay.mean) <= 4 * stdev(times) / sqrt(len(times))


@pytest.mark.parametrize("delay", SHAPES, ids=repr)
def test_sample_is_never_negative_and_never_without_end(delay):
    assert all(0 <= time < inf for time in samples(delay, 5_000))


@pytest.mark.parametrize("delay", SHAPES[1:], ids=repr)
def test_each_sample_uses_one_uniform_number(delay):
    rng = Counting(1)
    draw = delay.sampler(rng)
    for _ in range(50):
        draw()
    assert rng.drawn == 50


def test_constant_uses_no_luck_at_all():
    rng = Counting(1)
    assert constant(3).sampler(rng)() == 3 and rng.drawn == 0


@pytest.mark.parametrize("delay", SHAPES, ids=repr)
def test_repr_is_the_call_that_builds_it(delay):
    again = eval(repr(delay), vars(sim).copy())
    assert again == delay and hash(again) == hash(delay)
    assert samples(again, 20) == samples(delay, 20)


@pytest.mark.parametrize("delay", SHAPES, ids=repr)
def test_more_luck_never_means_less_time(delay):
    class Given:
        def random(self):
            return self.value

    given = Given()
    draw = delay.sampler(given)
    times = []
    for given.value in (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1 - 2**-53):
        times.append(draw())
    assert times == sorted(times) and times[-1] < inf


def test_the_same_luck_scales_with_the_mean():
    short, long = samples(exponential(10), 100), samples(exponential(30), 100)
    assert long == pytest.approx([3 * time for time in short])


def test_exponential_has_its_quantiles():
    times = sorted(samples(exponential(20), 40_000))
    for share in (0.5, 0.9, 0.99):
        beyond = sum(time > -20 * log(1 - share) for time in times) / len(times)
        assert abs(beyond - (1 - share)) <= 4 * sqrt(share * (1 - share) / len(times))


def test_uniform_keeps_between_its_ends_and_reaches_for_both():
    times = samples(uniform(10, 30), 5_000)
    assert 10 <= min(times) < 10.1 and 29.9 < max(times) <= 30


def test_lognormal_has_its_coefficient_of_variation():
    logs = [log(time) for time in samples(lognormal(20, 0.5), 40_000)]
    sigma = sqrt(log(1 + 0.25))
    assert stdev(logs) == pytest.approx(sigma, abs=4 * sigma / sqrt(2 * len(logs)))
    assert exp(fmean(logs)) == pytest.approx(20 / sqrt(1.25), rel=4 * sigma / sqrt(len(logs)))


def test_empirical_gives_each_sample_its_weight():
    times = samples(empirical([5, 10, 45], [2, 1, 1]), 40_000)
    for value, share in ((5, 0.5), (10, 0.25), (45, 0.25)):
        assert abs(times.count(value) / 40_000 - share) <= 4 * sqrt(share * (1 - share) / 40_000)


def test_empirical_never_gives_a_sample_of_weight_nothing():
    assert set(samples(empirical([1, 2, 3, 4], [0, 1, 0, 0]), 500)) == {2}


def test_weights_need_not_add_up_to_one():
    assert samples(empirical([1, 2], [3, 1]), 100) == samples(empirical([1, 2], [0.75, 0.25]), 100)


def test_delays_of_other_numbers_are_not_equal():
    assert constant(1) != constant(2) and exponential(1) != constant(1) and constant(1) != 1
