"""Availability of what depends on others."""

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
