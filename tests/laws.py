"""What holds in every world, whatever happens in it; and small helpers to look at one."""

from math import inf, isnan, nextafter

import pytest

from sim.metrics import busy_workers, outcomes, queue_length
from sim.trace import IN_FLIGHT, OUTCOMES


def rows(trace, service, caller=None):
    """Return the spans of calls to `service`, in the order in which they started."""
    return [span for span in trace.spans() if span.service == service and caller in (None, span.caller)]


def watch_every_instant(world, until):
    """Run to `until`, stopping after every instant at which something happens.

    Checks on the way that the clock never goes back, no service uses more workers than it has, and no queue is longer
    than it may be. Returns two dicts by service: the integrals over time of the queue's length and of the workers in use.
    """
    waiting = dict.fromkeys(world.services, 0.0)
    busy = dict.fromkeys(world.services, 0.0)
    before = world.now
    while True:
        instant = min(world.clock.peek(), until)
        assert instant >= before
        for name, service in world.services.items():
            assert 0 <= service.busy <= service.workers
            assert len(service.waiting) <= service.queue + service.workers - service.busy
            waiting[name] += (instant - before) * len(service.waiting)
            busy[name] += (instant - before) * service.busy
        if instant >= until:
            break
        world.run(min(until, nextafter(instant, inf)))
        before = instant
    world.run(until)
    return waiting, busy


def check_little(world, waiting, busy):
    """The integral of a queue's length is the sum of the waits in it, and likewise for workers (Little's law)."""
    now = world.now
    for name in world.services:
        in_queue = at_work = 0.0
        for span in rows(world.trace, name):
            if isnan(span.arrived):
                continue
            left = first_of(span.served, span.released, now)
            in_queue += left - span.arrived
            if not isnan(span.served):
                at_work += first_of(span.released, now) - span.served
        assert in_queue == pytest.approx(waiting[name], rel=1e-9, abs=1e-6)
        assert at_work == pytest.approx(busy[name], rel=1e-9, abs=1e-6)


def first_of(*times):
    """Return the first of these that is not nan."""
    return next(time for time in times if not isnan(time))


def check_gauges(world):
    """What the trace says of this moment is what the services say."""
    for name, service in world.services.items():
        if any(link[1] == name for link in world.trace.links):
            assert queue_length(world.trace, name, [world.now]) == [len(service.waiting)]
            assert busy_workers(world.trace, name, [world.now]) == [service.busy]


def check_conservation(world):
    """Every request ends once: those made are those that ended in one of the ways, and those in flight.

    Counted here by following each request from its first try to its last, not by subtraction.
    """
    trace = world.trace
    last = {}
    for span in trace.spans():
        last[span.first] = span
    for service in {link[1] for link in trace.links}:
        counts = {}
        for span in last.values():
            if span.service == service:
                outcome = span.outcome if span.final else "in flight"  # if not, another try is still to come
                for caller in (span.caller, None):
                    told = counts.setdefault(caller, dict.fromkeys(OUTCOMES, 0))
                    told[outcome] += 1
        for caller, expected in counts.items():
            assert outcomes(trace, service, caller) == expected
    for call in world.links:
        codes = [code for number, code in zip(trace.link, trace.code) if number == call.link]
        assert call.begun == len(codes)
        assert call.begun - sum(call.counts) == codes.count(IN_FLIGHT)


def check_requests(world):
    """The tries of a request follow each other; only its last one can be its end."""
    requests = {}
    for row, span in enumerate(world.trace.spans()):
        assert (span.attempt == 1) == (span.first == row)
        requests.setdefault(span.first, []).append(span)
    for tries in requests.values():
        assert [span.attempt for span in tries] == list(range(1, len(tries) + 1))
        assert all(not span.final and span.outcome in ("error", "timeout", "rejected") for span in tries[:-1])
        for one, next_one in zip(tries, tries[1:]):
            assert one.ended <= next_one.started
            assert (one.service, one.caller, one.parent) == (next_one.service, next_one.caller, next_one.parent)


def check_times(world):
    """Nothing happens before what led to it, and nothing has happened that is still to come."""
    before = 0.0
    for span in world.trace.spans():
        assert before <= span.started < world.now or span.started == world.now == 0
        before = span.started
        times = [time for time in (span.started, span.arrived, span.served, span.released) if not isnan(time)]
        assert times == sorted(times)
        assert isnan(span.ended) == (span.outcome == "in flight")
        assert isnan(span.ended) or span.started <= span.ended <= world.now
        if span.outcome in ("ok", "fallback"):
            assert span.released <= span.ended
        if span.outcome == "open":
            assert isnan(span.arrived) and span.ended == span.started
        if span.parent >= 0:
            parent = world.trace.span(span.parent)
            assert parent.service == span.caller and parent.served <= span.started


def check_all(world, until, half_way=None):
    """Run the world to `until` and hold it to every law; `half_way(world)` is called at half time."""
    waiting, busy = watch_every_instant(world, until / 2)
    if half_way:
        half_way(world)
    later = watch_every_instant(world, until)
    for name in world.services:
        waiting[name] += later[0][name]
        busy[name] += later[1][name]
    check_little(world, waiting, busy)
    check_gauges(world)
    check_conservation(world)
    check_requests(world)
    check_times(world)
