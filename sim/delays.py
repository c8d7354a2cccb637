"""Distributions of times in milliseconds: how long work, a network hop or a pause for thought takes.

A delay is a description without a random state. `delay.sampler(rng)` gives a function of no arguments
that draws from it. Each sample uses one uniform number, by inversion, so that two runs that differ in
one parameter see the same luck and their curves can be compared.
"""

from bisect import bisect_right
from itertools import accumulate
from math import exp, inf, log, sqrt
from statistics import NormalDist

from sim.arguments import kind, number


class Delay:
    """A distribution of times in ms. `mean` is its mean; `sampler(rng)` draws; `repr` is the call that builds it."""

    def __init__(self, text, mean, make, fixed=None):
        self._text = text
        self.mean = mean
        self._make = make
        self.fixed = fixed  # the one value it can have, or None: callers may skip the draw

    def sampler(self, rng):
        """Return a function that draws one time in ms from `rng` at each call."""
        return self._make(rng.random)

    def __repr__(self):
        return self._text

    def __eq__(self, other):
        return isinstance(other, Delay) and self._text == other._text

    def __hash__(self):
        return hash(self._text)


def constant(ms):
    """Always `ms` milliseconds. Raises ValueError if ms < 0."""
    ms = number("ms", ms, at_least=0)
    return Delay(f"constant({ms!r})", ms, lambda random: lambda: ms, fixed=ms)


def exponential(mean):
    """Exponential with this mean in ms. Raises ValueError if mean <= 0."""
    mean = number("mean", mean, above=0)
    # 1 - random() lies in (0, 1], where the logarithm is finite
    return Delay(f"exponential({mean!r})", mean, lambda random: lambda: -mean * log(1.0 - random()))


def uniform(low, high):
    """Anything from `low` to `high` ms, all alike. Raises ValueError if low < 0 or high < low."""
    low = number("low", low, at_least=0)
    high = number("high", high, at_least=low)
    width = high - low
    return Delay(f"uniform({low!r}, {high!r})", (low + high) / 2, lambda random: lambda: low + width * random())


def lognormal(mean, cv):
    """Log-normal with this mean in ms and coefficient of variation (standard deviation / mean).

    Raises ValueError unless 0 < mean <= 10**15 and 0 < cv <= 10**6: beyond, a sample could be more than a float holds.
    Parameters of the normal: sigma² = ln(1 + cv²), mu = ln(mean) - sigma²/2 (Law, Simulation Modeling and Analysis, ch. 6).
    """
    mean = number("mean", mean, above=0, at_most=10**15)
    cv = number("cv", cv, above=0, at_most=10**6)
    sigma = sqrt(log(1 + cv * cv)) or 5e-324  # never 0, which has no quantiles
    mu = log(mean) - sigma * sigma / 2
    inverse = NormalDist(mu, sigma).inv_cdf
    tiny = 2.0**-54  # random() may be 0.0, which has no quantile

    def make(random):
        return lambda: exp(inverse(random() or tiny))

    return Delay(f"lognormal({mean!r}, {cv!r})", mean, make)


def empirical(samples, weights=None):
    """One of the measured `samples` (ms), all alike or by `weights` (relative, one a sample).

    Raises ValueError if there is no sample, a sample is negative or not finite, or the weights do not
    fit (another number of them, a negative one, or a sum of 0).
    """
    values = _listed("samples", samples)
    if not values:
        raise ValueError("samples must hold at least one time in ms, got none")
    values = tuple(number("samples", value, at_least=0) for value in values)
    if weights is None:
        count = len(values)
        mean = sum(values) / count
        return Delay(f"empirical({list(values)!r})", mean, lambda random: lambda: values[int(random() * count)])
    shares = _listed("weights", weights)
    if len(shares) != len(values):
        raise ValueError(f"weights must be as many as samples ({len(values)}), got {len(shares)}")
    shares = tuple(number("weights", weight, at_least=0) for weight in shares)
    edges = list(accumulate(shares))
    total = edges[-1]
    if not 0 < total < inf:
        raise ValueError(f"weights must add up to more than 0 and to what a float can hold, got {list(shares)}")
    last = len(values) - 1
    mean = sum(v * w for v, w in zip(values, shares)) / total

    def make(random):
        return lambda: values[min(last, bisect_right(edges, random() * total))]

    return Delay(f"empirical({list(values)!r}, {list(shares)!r})", mean, make)


def _listed(name, values):
    try:
        return tuple(values)
    except TypeError:
        raise TypeError(f"{name} must be a list of numbers, got {values!r}") from None


def checked_delay(name, value):
    """Return the delay `value`, constant(0) for None. Raises TypeError if it is anything else."""
    return kind(name, constant(0) if value is None else value, Delay, "a delay such as constant(0.5)")
