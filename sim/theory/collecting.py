"""Answers that are collected until a window closes: how many are in by then."""

from math import expm1, inf, log

from sim.arguments import number, share, whole


def answers_in_time(window, service_time, delay=0):
    """Return the share of answers that have come when the window (ms) closes: 1 - exp(-(window - delay) / service_time).

    `service_time` is the mean time of the work for one, exponential and without a queue; `delay` is what question and
    answer take on their way. The distribution function of the exponential (Trivedi, Probability and Statistics with
    Reliability, Queuing and Computer Science Applications, 2nd ed. 2002, section 3.2).
    """
    number("window", window, above=0)
    number("service_time", service_time, above=0)
    number("delay", delay, at_least=0)
    return -expm1(-max(0, window - delay) / service_time)


def all_in_time(n, window, service_time, delay=0):
    """Return the share of questions of which all `n` answers have come: the share of one to the power of n.

    The slowest of n independent answers is their largest order statistic (Trivedi, as above, section 3.7).
    """
    return answers_in_time(window, service_time, delay) ** whole("n", n, at_least=1)


def window_for_all(wanted, n, service_time, delay=0):
    """Return the window (ms) in which all `n` answers come for the share `wanted` of the questions; inf for all of them.

    The inverse of `all_in_time`: delay - service_time ln(1 - wanted^(1/n)).
    """
    share("wanted", wanted)
    whole("n", n, at_least=1)
    number("service_time", service_time, above=0)
    number("delay", delay, at_least=0)
    return delay - service_time * log(1 - wanted ** (1 / n)) if wanted < 1 else inf
