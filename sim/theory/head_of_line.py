"""Lost packets: how long answers wait for those sent again, each on a connection of its own or all on one."""

from math import exp

from sim.arguments import number, share


def held_alone(loss, again):
    """Return the mean ms that an answer is held up when only its own loss matters: loss x again."""
    return share("loss", loss) * number("again", again, at_least=0)


def held_in_order(rate, loss, again):
    """Return the mean ms that an answer is held up when all are handed over in the order in which they were sent.

    Poisson answers, `rate` a second, of which the share `loss` comes `again` ms late: one that is not lost itself waits
    for the last lost before it, sent A ms earlier, if A < again. A is exponential with the rate of losses m, so that the
    mean of (again - A)+ is again - (1 - exp(-m again)) / m. Ours; that a loss makes all streams of HTTP/2 wait is in
    RFC 9114, Bishop (ed.), HTTP/3, 2022, section 1.1.
    """
    losses = number("rate", rate, at_least=0) * share("loss", loss) / 1_000
    own = held_alone(loss, again)
    met = losses * again
    waiting = again * met / 2 if met < 1e-6 else again - (1 - exp(-met)) / losses
    return own + (1 - loss) * waiting
