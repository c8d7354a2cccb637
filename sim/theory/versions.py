"""A roll-out in closed form: how many calls fail half-way, and how long the old version must be served.

Times in one unit, whichever: days, for instance.
"""

from math import exp, inf, log, log1p

from sim.arguments import number, share, whole


def mismatch(moved, replaced, both=0):
    """Return the share of calls that fail: (1 - moved) replaced + moved (1 - replaced - both).

    A share `moved` of the clients uses the new major; a share `replaced` of the instances serves the new one only, a share
    `both` old and new, the others the old only. Any client may meet any instance. Ours: two independent draws.
    """
    share("moved", moved)
    share("replaced", replaced)
    number("both", both, at_least=0, at_most=1 - replaced)
    return (1 - moved) * replaced + moved * (1 - replaced - both)


def all_moved(time, gap, readers):
    """Return the chance that all `readers` have released within `time`, each at random every `gap`: (1 - e^(-time/gap))^readers.

    The distribution of the largest of exponential times (Feller, An Introduction to Probability Theory and Its
    Applications II, 2nd ed. 1971, section I.6).
    """
    number("time", time, at_least=0)
    return (1 - exp(-time / number("gap", gap, above=0))) ** whole("readers", readers, at_least=1)


def overlap(wanted, gap, readers):
    """Return how long old and new must be served so that all `readers` have moved with a chance of `wanted`: `all_moved` inverted.

    inf for a chance of 1: nobody's patience makes it certain.
    """
    share("wanted", wanted)
    number("gap", gap, above=0)
    whole("readers", readers, at_least=1)
    if wanted in (0, 1):
        return inf if wanted else 0.0
    return -gap * log1p(-exp(log(wanted) / readers))
