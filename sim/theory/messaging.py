"""Messages that wait: how far consumers fall behind in an outage, what a buffer loses, and how many consumers are of use.

Fluid estimates: messages come in and are worked on evenly, chance apart (Kleinrock, Queueing Systems, vol. 2, 1976,
section 2.7). `backlog_after_pause` and `drain_time` of `sim.theory.storms` are how much and how long that is in all.
"""

from math import ceil

from sim.arguments import number, whole
from sim.theory.storms import backlog_after_pause


def lag_after(rate, capacity, outage, time):
    """Return how many messages wait `time` ms after their consumers went down for `outage` ms.

    rate t while it lasts, then rate outage - (capacity - rate) (t - outage), never below 0; capacity per second.
    """
    number("rate", rate, at_least=0)
    number("capacity", capacity, above=0)
    number("outage", outage, at_least=0)
    number("time", time, at_least=0)
    missed = backlog_after_pause(rate, min(time, outage))
    return max(0.0, missed - (capacity - rate) * max(0.0, time - outage) / 1_000)


def lost_in_outage(rate, outage, buffer):
    """Return how many messages find no room, or make room by being dropped, in an outage of so many ms."""
    number("rate", rate, at_least=0)
    number("outage", outage, at_least=0)
    return max(0.0, backlog_after_pause(rate, outage) - whole("buffer", buffer, at_least=0))


def useful_consumers(consumers, shards):
    """Return how many consumers of a group have something to do: the fewer of consumers and shards.

    A shard belongs to one consumer of a group (Kreps, Narkhede and Rao, Kafka: a Distributed Messaging System for Log
    Processing, NetDB 2011, section 3.2).
    """
    return min(whole("consumers", consumers, at_least=1), whole("shards", shards, at_least=1))


def sharded_capacity(consumers, shards, service_time):
    """Return how many messages a second can come in without end, evenly over the shards, for consumers of one worker each.

    The consumer with most shards has ceil(shards / consumers) of them and can do 1,000 / service_time a second. Ours.
    """
    useful_consumers(consumers, shards)
    return 1_000 / number("service_time", service_time, above=0) * shards / ceil(shards / consumers)
