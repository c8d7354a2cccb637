"""Messages that are handed out: how often each comes, how many end as dead letters, and in what order they are done."""

from math import exp, inf, prod

from sim.arguments import number, share, whole


def deliveries_per_message(unheard, deliveries=inf):
    """Return how often a message is handed out on average if each acknowledgement is not heard with probability `unheard`.

    A geometric number, 1 / (1 - unheard), inf if none is ever heard; with at most so many `deliveries` it is cut off there.
    """
    share("unheard", unheard)
    whole("deliveries", deliveries, at_least=1, finite=False)
    if unheard == 1:
        return deliveries
    return (1 - (0 if deliveries == inf else unheard**deliveries)) / (1 - unheard)


def unheard_in_time(lost, visibility, work):
    """Return the probability that an acknowledgement is lost, or too late: after `visibility` ms of work, exponential with mean `work`."""
    return 1 - (1 - share("lost", lost)) * (1 - exp(-number("visibility", visibility, above=0) / number("work", work, above=0)))


def dead_share(failure, deliveries):
    """Return the probability that a message is dead after `deliveries`, each of which fails with probability `failure`.

    1 for a poisonous one, whose work fails each time; `failure` to the power of `deliveries` if each is a new chance.
    """
    return share("failure", failure) ** whole("deliveries", deliveries, at_least=1)


def in_order(consumers, messages):
    """Return the probability that `messages` that stand in a queue one behind the other are done in that order.

    `consumers` compete, all of them busy, with exponential work of the same mean: each is the next to be done with the same
    probability. That gives the product of (c + j) / ((j + 1) c) over j from 1 to messages - 1; 1 / messages! for any number
    of consumers. Ours; by induction over who is done next, since exponential work has no memory.
    """
    c = whole("consumers", consumers, at_least=1)
    return prod((c + j) / ((j + 1) * c) for j in range(1, whole("messages", messages, at_least=1)))
