"""Figures from a trace: plain numbers and lists.

A request is one call with all its tries; it ends with its last try. What counts belongs to the window `start` to
`end` (ms): a request by the time at which it ended, a try by the time at which it started. `caller` narrows the calls
to those of one caller ("users" for the outside); None takes all. Every function raises a ValueError or TypeError for a
name that is not in the trace, or a window that ends before it starts.
"""

from bisect import bisect_left
from math import inf, nan

from sim.arguments import kind, number, shown
from sim.samples import nearest_rank
from sim.trace import AGAIN, FALLBACK, IN_FLIGHT, OK, OUTCOMES, Trace


def outcomes(trace, service, caller=None, start=0, end=inf):
    """Return how many requests to `service` ended how: a dict of every outcome to a count, "in flight" included.

    In flight are those that have started before `end` and not ended by then. Tries that were followed by another do not
    count, so the sum is the number of requests made.
    """
    _check(trace, start, end)
    counts = dict.fromkeys(OUTCOMES, 0)
    begun = done = 0
    for row in trace.rows(service, caller):
        if trace.attempt[row] == 1 and trace.started[row] < end:
            begun += 1
        code = trace.code[row]
        if IN_FLIGHT < code < AGAIN and trace.ended[row] < end:
            done += 1
            if trace.ended[row] >= start:
                counts[OUTCOMES[code]] += 1
    counts["in flight"] = begun - done
    return counts


def availability(trace, service, caller=None, start=0, end=inf):
    """Return the share (0 to 1) of ended requests that came back ok or with a fallback; nan if none ended."""
    counts = outcomes(trace, service, caller, start, end)
    ended = sum(counts.values()) - counts["in flight"]
    return (counts["ok"] + counts["fallback"]) / ended if ended else nan


def latencies(trace, service, caller=None, start=0, end=inf):
    """Return the times (ms) from first try to answer of the requests that came back ok or with a fallback, in a list."""
    _check(trace, start, end)
    times = []
    code, ended, started, first = trace.code, trace.ended, trace.started, trace.first
    for row in trace.rows(service, caller):
        if code[row] in (OK, FALLBACK) and start <= ended[row] < end:
            begun = first[row]
            times.append(ended[row] - started[row if begun < 0 else begun])
    return times


def percentile(trace, service, q, caller=None, start=0, end=inf):
    """Return the latency (ms) that `q` percent of the requests that came back ok or with a fallback did not exceed.

    Nearest rank: the smallest latency with at least q percent of all at or below it. nan if none came back.
    Raises ValueError unless 0 <= q <= 100.
    """
    number("q", q, at_least=0, at_most=100)
    times = sorted(latencies(trace, service, caller, start, end))
    return nearest_rank(times, q) if times else nan


def mean_latency(trace, service, caller=None, start=0, end=inf):
    """Return the mean latency (ms) of the requests that came back ok or with a fallback; nan if none did."""
    times = latencies(trace, service, caller, start, end)
    return sum(times) / len(times) if times else nan


def attempts(trace, service, caller=None, start=0, end=inf):
    """Return tries per request, 1.0 without retries; nan if no request started."""
    rows = _started(trace, service, caller, start, end)
    firsts = sum(1 for row in rows if trace.attempt[row] == 1)
    return len(rows) / firsts if firsts else nan


def attempt_rate(trace, service, caller=None, start=0, end=inf):
    """Return tries started per second, over the window; `end` must be finite or the trace not empty."""
    rows = _started(trace, service, caller, start, end)
    return _per_second(len(rows), trace, start, end)


def goodput(trace, service, caller=None, start=0, end=inf):
    """Return requests per second that came back ok or with a fallback, over the window."""
    return _per_second(len(latencies(trace, service, caller, start, end)), trace, start, end)


def queue_length(trace, service, times):
    """Return how many calls waited at `service` just before each of `times` (ms, in order)."""
    _check(trace)
    served, released = trace.served, trace.released
    rows = trace.rows(service)  # who was refused or dropped has no `served`, but is `released`
    spans = ((trace.arrived[row], served[row] if served[row] == served[row] else released[row]) for row in rows)
    return _inside(spans, times)


def busy_workers(trace, service, times):
    """Return how many workers of `service` were in use just before each of `times` (ms, in order)."""
    _check(trace)
    spans = ((trace.served[row], trace.released[row]) for row in trace.rows(service))
    return _inside(spans, times)


def _check(trace, start=0, end=inf):
    kind("trace", trace, Trace, "a Trace such as world.run(60_000) returns")
    number("start", start)
    number("end", end, at_least=start, finite=False)


def _inside(spans, times):
    try:
        times = [number("times", time, finite=False) for time in times]
    except TypeError:
        raise TypeError(f"times must be a list of numbers, got {shown(times)}") from None
    entered, left = [], []
    for begin, end in spans:
        if begin == begin and end != begin:  # nan: it never came in
            entered.append(begin)
            left.append(end if end == end else inf)
    entered.sort()
    left.sort()
    return [bisect_left(entered, t) - bisect_left(left, t) for t in times]


def _started(trace, service, caller, start, end):
    _check(trace, start, end)
    return [row for row in trace.rows(service, caller) if start <= trace.started[row] < end]


def _per_second(count, trace, start, end):
    if end == inf:
        end = max(trace.started[-1], start) if len(trace) else start
    return count / (end - start) * 1_000 if end > start else nan
