"""Consumers and a provider that release on their own clocks: how long a consumer is broken, how long a change waits.

Rates and times in one unit, whichever: changes a week and weeks, for instance.
"""

from math import exp

from sim.arguments import number, whole
from sim.theory.fanout import harmonic


def broken_share(changes, gap, notice=0):
    """Return the share of time that a consumer is broken: e^(-notice/gap) x changes gap / (1 + changes gap).

    `changes` that break it come at random at this rate, and it releases at random, on average every `gap`; a release
    mends all that was announced before it, and a change is announced `notice` before it is made. Ours: broken at a time if a
    change was announced after the consumer's last release and has come; the release's age is exponential.
    """
    number("notice", notice, at_least=0)
    busy = number("changes", changes, at_least=0) * number("gap", gap, above=0)
    return exp(-notice / gap) * busy / (1 + busy)


def held_time(gap, readers):
    """Return how long a change waits on average until all its `readers` have released: gap (1 + 1/2 + … + 1/readers).

    The mean maximum of exponential times (Feller, An Introduction to Probability Theory and Its Applications II,
    2nd ed. 1971, section I.6).
    """
    return number("gap", gap, above=0) * harmonic(whole("readers", readers, at_least=1))
