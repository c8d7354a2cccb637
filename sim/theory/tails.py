"""Sums of exponential times: how likely one is to last longer than t, and from that its percentiles.

Rates are per ms here, so that rate x time is a plain number.
"""

from math import exp, expm1, inf

from sim.arguments import number


def discounted(rate, time):
    """Return the integral of exp(-rate x) over x from 0 to `time`: (1 - exp(-rate time)) / rate, or `time` at rate 0."""
    return -expm1(-rate * time) / rate if rate * time else time


def tail_of_two(a, b, time):
    """Return how likely the sum of two exponential times of rates a and b is to exceed `time`; a and b may be equal.

    exp(-a t) + a exp(-a t) (1 - exp(-(b - a) t)) / (b - a), a being the slower.
    """
    slow, fast = sorted((a, b))
    return exp(-slow * time) * (1 + slow * discounted(fast - slow, time))


def tail_of_many(rates, time, start=None):
    """Return how likely a sum of exponential times of these rates (any number, any of them equal) is to exceed `time`.

    `start`: None for the whole sum, or for each part how likely the sum is to begin with it; 1 less the sum of these is
    the share that is over at once. By uniformisation (Jensen, Skandinavisk Aktuarietidskrift 36, 1953): at the instants
    of a Poisson process of the largest rate, the sum goes on to its next part with the share that this part's rate is of
    the largest. All terms are positive, so that nothing cancels, as it does in partial fractions when rates are close.
    """
    top = max(rates)
    moves = [rate / top for rate in rates]
    places = [1.0] + [0.0] * (len(rates) - 1) if start is None else start
    left = time * top
    while left > 500:  # in pieces, whose exp() is not 0
        places = _after(places, moves, 500.0)
        left -= 500
    return min(1.0, sum(_after(places, moves, left)))


def _after(places, moves, mean):
    """Return how likely each part is to be the one in progress after a Poisson number of steps of this mean."""
    weight = exp(-mean)
    result = [weight * place for place in places]
    for step in range(1, int(mean + 10 * mean**0.5 + 30)):  # beyond, a Poisson number has less than 1e-15
        going = [place * move for place, move in zip(places, moves)]
        places = [place - out + came for place, out, came in zip(places, going, [0.0, *going])]
        weight *= mean / step
        result = [so_far + weight * place for so_far, place in zip(result, places)]
    return result


def percentile_of(tail, q, scale):
    """Return the time that `q` percent do not exceed, given the falling function `tail(time)`; inf at q = 100.

    By halving, to 13 digits; `scale` is any time of the right order of magnitude.
    """
    number("q", q, at_least=0, at_most=100)
    wanted = 1 - q / 100
    if q == 100 or scale == inf:
        return inf
    if tail(0.0) <= wanted:
        return 0.0
    low, high = 0.0, scale
    while tail(high) > wanted:
        low, high = high, 2 * high
    while high - low > 1e-13 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle) > wanted else (low, middle)
    return high
