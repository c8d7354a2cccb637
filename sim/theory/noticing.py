"""How soon something rare is noticed by looking at messages, one after the other."""

from math import ceil, expm1, log1p

from sim.arguments import number, whole
from sim.arguments import share as checked_share


def noticed(share, looked):
    """Return the chance that among `looked` messages there is one of a kind that makes up a `share` of all: 1 - (1-p)^n.

    Each message is of that kind or not independently of the others (the complement of no success in n Bernoulli trials).
    """
    return 1 - (1 - checked_share("share", share)) ** whole("looked", looked, at_least=0)


def messages_needed(share, confidence=0.95):
    """Return the least number of messages among which there is one of that kind with this chance: ln(1-c) / ln(1-p), up.

    Raises ValueError if share is not above 0, or confidence not between 0 and 1.
    """
    share = number("share", share, above=0, at_most=1)
    _sure_of("confidence", confidence)
    needed = 1 if share == 1 else max(1, ceil(log1p(-confidence) / log1p(-share)))
    while needed > 1 and noticed(share, needed - 1) >= confidence:  # the quotient of two rounded logarithms may be a hair too large
        needed -= 1
    return needed


def largest_share(looked, confidence=0.95):
    """Return the largest share that may still be hidden when `looked` messages held none: 1 - (1-c)^(1/n), about 3/n for 95 %.

    The "rule of three": Hanley and Lippman-Hand, If nothing goes wrong, is everything all right? (JAMA 249, 1983).
    Raises ValueError if confidence is not between 0 and 1.
    """
    return 1 - (1 - _sure_of("confidence", confidence)) ** (1 / whole("looked", looked, at_least=1))


def seen_in_time(rate, seconds):
    """Return the chance that a channel with `rate` messages a second shows one within so many seconds: 1 - e^(-rate t).

    Messages come as a Poisson process (the chance of no event in a time).
    """
    return -expm1(-number("rate", rate, at_least=0) * number("seconds", seconds, at_least=0))


def _sure_of(name, value):
    if number(name, value, above=0, at_most=1) == 1:
        raise ValueError(f"{name} must be below 1, got {value!r}: no number of messages makes sure")
    return value
