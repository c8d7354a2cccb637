"""Work that nobody waited for: read from a trace, by following each call up to the user who began it."""

from math import inf

from sim.arguments import kind, number
from sim.trace import IN_FLIGHT, Trace


def own_work(trace):
    """Return a list of (row, begun, ended, left) of all own work that has been done, times in ms.

    Own work is what a service does itself, before it asks others. `left` is when the user at the top of the call had an
    answer or had given up, inf while that is still to come. Work that is not over yet is left out, and so is that of calls
    that hang.
    """
    kind("trace", trace, Trace, "a Trace such as world.run(60_000) returns")
    started, code, ended = trace.started, trace.code, trace.ended
    left, asked = [], {}  # by row; a caller's row comes before those of the calls it makes
    for row, above in enumerate(trace.parent):
        if above < 0:
            left.append(ended[row] if code[row] != IN_FLIGHT else inf)
        else:
            left.append(left[above])
            if above not in asked:
                asked[above] = started[row]
    pieces = []
    for row, (gone, begun, released) in enumerate(zip(left, trace.served, trace.released)):
        done = asked.get(row, released)
        if begun == begun and done == done:
            pieces.append((row, begun, done, gone))
    return pieces


def wasted_work(trace, start=0, end=inf):
    """Return (all own work, the part of it done after its user had left), in ms of worker time between `start` and `end` (ms).

    Raises ValueError if the window ends before it starts.
    """
    number("start", start)
    number("end", end, at_least=start, finite=False)
    done = wasted = 0.0
    for _, begun, ended, left in own_work(trace):
        begun, ended = max(begun, start), min(ended, end)
        if ended > begun:
            done += ended - begun
            if ended > left:
                wasted += ended - max(begun, left)
    return done, wasted


def busy_for_nobody(trace, times):
    """Return how many workers were on average at work for users who had left, between each of `times` (ms) and the one before.

    The first entry is 0. Raises ValueError unless the times rise.
    """
    times = [number("times", time) for time in times]
    if any(later <= earlier for earlier, later in zip(times, times[1:])):
        raise ValueError(f"times must rise, got {times!r}")
    pieces = sorted((max(begun, left), ended) for _, begun, ended, left in own_work(trace) if ended > left)
    busy = [0.0] * len(times)
    if len(times) < 2:
        return busy
    at = 1
    for begun, ended in pieces:
        while at < len(times) and times[at] <= begun:
            at += 1
        for place in range(at, len(times)):
            low = times[place - 1]
            if low >= ended:
                break
            busy[place] += (min(ended, times[place]) - max(begun, low)) / (times[place] - low)
    return busy
