"""Figures of a channel from its ledger: how far consumers are behind, how long messages take, and whether order held.

`group` is the name of a group of consumers (None: the channel's only one). A message counts by the time (ms) at which it
was sent, from `start` to before `end`; `until` says what it had to come to: "done", its work was done for the first
time, or "delivered", it came to a consumer for the first time. Every function raises TypeError or ValueError for a group
that is not there or a window that ends before it starts.
"""

from bisect import bisect_left
from math import inf, nan

from sim.arguments import kind, number, one_of, shown
from sim.channel import Channel
from sim.samples import nearest_rank

UNTIL = ("done", "delivered")


def lag(channel, group=None):
    """Return the consumer lag of this moment: how many messages were sent and are neither settled nor given up."""
    return _book(channel, group).lag


def lag_over(channel, times, group=None, until="done"):
    """Return at each of `times` (ms) how many messages had been sent before it and not come to what `until` says.

    What was lost, refused or buried before it came there counts on: it is what a figure of work still owed would show.
    """
    book = _book(channel, group)
    try:
        times = [number("times", time) for time in times]
    except TypeError:
        raise TypeError(f"times must be a list of numbers, got {shown(times)}") from None
    sent = sorted(channel.ledger.sent[n] for n in book.numbers)
    came = sorted(time for time in _firsts(book, until) if time == time)
    return [bisect_left(sent, time) - bisect_left(came, time) for time in times]


def message_latencies(channel, group=None, until="done", start=0, end=inf):
    """Return the times (ms) from sending to what `until` says, of the messages that came there, in the order of sending."""
    book = _book(channel, group)
    number("start", start)
    number("end", end, at_least=start, finite=False)
    sent = channel.ledger.sent
    pairs = ((sent[n], time) for n, time in zip(book.numbers, _firsts(book, until)))
    return [time - begun for begun, time in pairs if time == time and start <= begun < end]


def message_percentile(channel, q, group=None, until="done", start=0, end=inf):
    """Return the latency (ms) that `q` percent of the messages did not exceed (nearest rank); nan if none came there.

    Raises ValueError unless 0 <= q <= 100.
    """
    number("q", q, at_least=0, at_most=100)
    times = sorted(message_latencies(channel, group, until, start, end))
    return nearest_rank(times, q) if times else nan


def overtaken(channel, group=None, until="done"):
    """Return how many messages came to what `until` says before one of the same key that was sent earlier.

    A message that never came there is overtaken by all that did. Messages without a key are as if they had the same.
    """
    book = _book(channel, group)
    latest, found = {}, 0
    for n, time in zip(book.numbers, _firsts(book, until)):
        key = channel.ledger.keys[n]
        time = time if time == time else inf
        found += time < latest.get(key, 0.0)
        latest[key] = max(time, latest.get(key, 0.0))
    return found


def _book(channel, group):
    return kind("channel", channel, Channel, "a Channel such as world.channel(...) returns").ledger.of(group)


def _firsts(book, until):
    return book.first_done if one_of("until", until, UNTIL) == "done" else book.first_delivered
