"""Availability of what depends on others."""

from math import floor, inf, log

from sim.arguments import share


def serial_availability(parts):
    """Return the availability of a request that needs every part: the product of theirs.

    `parts` are shares from 0 to 1, independent of each other. Trivedi, Probability and Statistics with Reliability,
    Queuing and Computer Science Applications, 2nd ed. 2002, section 1.10 (series systems).
    """
    product = 1.0
    for part in parts:
        product *= share("parts", part)
    return product


def longest_chain(available, wanted):
    """Return the greatest number of services in a row, each with this availability, that together keep `wanted`.

    The greatest n with a^n >= w, so ln w / ln a rounded down; inf if nothing fails or nothing is wanted.
    """
    share("available", available)
    share("wanted", wanted)
    if available == 1 or wanted == 0:
        return inf
    if available == 0:
        return 0
    return floor(round(log(wanted) / log(available), 9))  # rounded: 0.9 and 0.81 are 2 services
