"""Who gets how many messages: consumers that compete, and subscribers that come late."""

from math import sqrt

from sim.arguments import number, shown, whole


def competing_share(consumers, messages):
    """Return (share, spread): of so many messages, what one of the consumers that compete gets if lots are drawn.

    The share is 1/n; the spread is the standard deviation of a binomial share, sqrt(p (1 - p) / messages). Consumers that
    take turns spread less. Of a Poisson stream each then sees one of rate/n (splitting; Kingman, Poisson Processes,
    1993, section 5.1), while every subscriber sees all of it.
    """
    part = 1 / whole("consumers", consumers, at_least=1)
    return part, sqrt(part * (1 - part) / whole("messages", messages, at_least=1))


def busy_shares(times):
    """Return the shares of consumers that compete and are never idle; a list that goes with their mean `times` (ms).

    Each takes its next message when it is done with one, so its share goes with 1 / time (renewal theorem; Cox, Renewal
    Theory, 1962). Raises ValueError if there are none.
    """
    if not isinstance(times, (list, tuple)):
        raise TypeError(f"times must be a list of times in ms, got {shown(times)}")
    if not times:
        raise ValueError("times must hold at least one time, got none")
    rates = [1 / number("times", time, above=0) for time in times]
    return [rate / sum(rates) for rate in rates]


def missed_events(rate, lateness, retention=0):
    """Return how many of `rate` events per second one misses on average who subscribes `lateness` ms after the first.

    `retention` (ms, may be inf) is for how long the channel keeps them: rate x (lateness - retention), the mean number of
    events in so long a time; 0 if it keeps them as long as that.
    """
    number("rate", rate, at_least=0)
    number("lateness", lateness, at_least=0)
    number("retention", retention, at_least=0, finite=False)
    return rate * max(0, lateness - retention) / 1_000
