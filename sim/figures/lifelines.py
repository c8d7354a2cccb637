"""What a sequence diagram of some requests consists of, read off a trace: bars on lifelines, arrows between them, crosses."""

from dataclasses import dataclass, field
from math import inf, isnan

from sim.arguments import kind as of_kind
from sim.arguments import number
from sim.trace import USERS, Trace

CALL, ANSWER, MESSAGE, REPLY = "call", "answer", "message", "reply"
WORK, WAITS, QUEUE, PATIENCE = "work", "waits", "queue", "patience"


@dataclass
class Elements:
    """Times in ms. `bars`: (lifeline, start, end, sort), `arrows`: (from, time, to, time, sort), `crosses`: (lifeline, time).

    Sorts of bars: "work", "waits" (a worker held by a call that has not ended), "queue", "patience" (users wait). Sorts of
    arrows: "call" and its "answer", "message" and its "reply". A cross marks what was lost, refused or too late;
    `windows`: (lifeline, start, end) of answers being collected. `lifelines`: all names, in order of appearance.
    """

    lifelines: list = field(default_factory=list)
    bars: list = field(default_factory=list)
    arrows: list = field(default_factory=list)
    crosses: list = field(default_factory=list)
    windows: list = field(default_factory=list)

    @property
    def end(self):
        """The last time in it, in ms; 0 if there is none."""
        return max([bar[2] for bar in self.bars] + [arrow[3] for arrow in self.arrows], default=0)


def requests_between(trace, start=0, end=inf):
    """Return the rows of users' requests that started in the window from `start` to `end` (ms)."""
    of_kind("trace", trace, Trace, "a Trace such as world.run(60_000) returns")
    number("start", start)
    number("end", end, at_least=start, finite=False)
    users = {number for number, link in enumerate(trace.links) if link[0] == USERS}
    return [row for row, link in enumerate(trace.link) if link in users and start <= trace.started[row] < end]


def rows_of(trace, requests):
    """Return the rows of these requests (rows of users) and of all that they led to, in order."""
    wanted = set(requests)
    for row in wanted:
        trace.span(row)  # or an IndexError
    first = min(wanted, default=len(trace))
    for row in range(first, len(trace)):
        if trace.parent[row] in wanted:
            wanted.add(row)
    return sorted(wanted)


def elements(trace, requests, now=None):
    """Return the `Elements` of these requests; what has not ended goes on to `now` (ms; None: the last time known)."""
    rows = rows_of(trace, requests)
    spans = {row: trace.span(row) for row in rows}
    if now is None:
        now = max((time for span in spans.values() for time in span[2:5] + span[8:10] if isinstance(time, float) and not isnan(time)), default=0)
    sorts = {row: getattr(trace.links[trace.link[row]], "kind", CALL) for row in rows}
    found = Elements()
    for row, span in spans.items():
        somewhere = sorts[row] == CALL or not isnan(span.arrived)  # a message that nobody has yet has come to no service
        for name in (span.caller, span.service) if somewhere else (span.caller,):
            if name not in found.lifelines:
                found.lifelines.append(name)
        _bars(found, row, span, sorts, spans, now)
        _way_there(found, span, sorts[row])
        if sorts[row] == CALL:
            _way_back(found, row, span, sorts, spans)
    return found


def _bars(found, row, span, sorts, spans, now):
    if span.caller == USERS:
        found.bars.append((USERS, span.started, _or(span.ended, now), PATIENCE))
    if sorts[row] == "window":
        found.windows.append((span.service, spans[span.parent].released, span.started))
    if not isnan(span.arrived):
        begun = _or(span.served, _or(span.released, now))
        if begun > span.arrived:
            found.bars.append((span.service, span.arrived, begun, QUEUE))
    if not isnan(span.served):
        end = _or(span.released, now)
        found.bars.append((span.service, span.served, end, WORK))
        for child, asked in spans.items():
            if asked.parent == row and sorts[child] == CALL:
                found.bars.append((span.service, asked.started, min(_or(asked.ended, now), end), WAITS))


def _way_there(found, span, sort):
    if sort == "window":
        return
    shape = {CALL: CALL, "message": MESSAGE, "reply": REPLY}[sort]
    if not isnan(span.arrived):
        found.arrows.append((span.caller, span.started, span.service, span.arrived, shape))
        if sort != CALL and span.outcome not in ("ok", "fallback", "in flight"):
            found.crosses.append((span.service, _or(span.released, span.arrived)))
    elif span.outcome in ("rejected", "open"):
        found.crosses.append((span.caller, span.started))
    else:
        found.arrows.append((span.caller, span.started, span.service, span.started, "lost" if span.outcome != "in flight" else "on its way"))


def _way_back(found, row, span, sorts, spans):
    """The answer of a call: when it left, and whether it was still of use."""
    left = span.released
    for other in spans.values():  # a worker that was freed in between has taken it up again
        if other.service == span.service and other.released <= span.ended and _descends(other, row, spans):
            left = max(left, other.released)
    if span.outcome == "timeout":
        found.crosses.append((span.caller, span.ended))
        if not isnan(left):
            came = max(left + span.arrived - span.started, span.ended)
            found.arrows.append((span.service, left, span.caller, came, ANSWER))
            found.crosses.append((span.caller, came))
    elif not isnan(left) and not isnan(span.ended):
        found.arrows.append((span.service, left, span.caller, max(left, span.ended), ANSWER))
        if span.outcome in ("error", "rejected"):
            found.crosses.append((span.caller, span.ended))


def _descends(span, row, spans):
    while span.parent in spans:
        if span.parent == row:
            return True
        span = spans[span.parent]
    return False


def _or(time, other):
    return other if isnan(time) else time
