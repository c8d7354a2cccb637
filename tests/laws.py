"""What holds in every world, whatever happens in it; and small helpers to look at one."""

from math import inf, isnan, nextafter

import pytest

from sim import metrics
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
            if span.caller in world.channels:  # a dead letter, sent on by its channel
                assert parent.ended == span.started
            else:
                assert parent.service == span.caller and parent.served <= span.started


MAY_BE_NAN = {"availability", "percentile", "mean_latency", "attempts", "attempt_rate", "goodput"}  # by their docstrings, of nothing


def check_figures(world):
    """No figure is negative, none is nan but of nothing, none is infinite, and shares are shares."""
    trace, now = world.trace, world.now
    for caller, service in set(trace.links):
        counts = outcomes(trace, service, caller)
        assert min(counts.values()) >= 0
        came_back = counts["ok"] + counts["fallback"]
        ended, begun = sum(counts.values()) - counts["in flight"], sum(counts.values())
        for window in ({}, {"end": now + 1}, {"start": now / 3, "end": now * 2 / 3 + 1}):
            got = {name: getattr(metrics, name)(trace, service, caller=caller, **window) for name in sorted(MAY_BE_NAN - {"percentile"})}
            got |= {q: metrics.percentile(trace, service, q, caller=caller, **window) for q in (0, 50, 99.9, 100)}
            assert all(isnan(value) or 0 <= value < inf for value in got.values()), got
            assert isnan(got["availability"]) or got["availability"] <= 1
            assert isnan(got["attempts"]) or got["attempts"] >= 1 or "start" in window
            times = metrics.latencies(trace, service, caller=caller, **window)
            assert all(0 <= time <= now for time in times)
            if times:
                assert got[0] <= got[50] <= got[99.9] <= got[100] == max(times)
                assert min(times) * (1 - 1e-9) <= got["mean_latency"] <= max(times) * (1 + 1e-9)
        whole = {name: getattr(metrics, name)(trace, service, caller=caller, end=now + 1) for name in MAY_BE_NAN - {"percentile"}}
        assert isnan(whole["availability"]) == (ended == 0) and isnan(whole["mean_latency"]) == (came_back == 0)
        assert isnan(whole["attempts"]) == (begun == 0)
        assert not isnan(whole["attempt_rate"]) and not isnan(whole["goodput"])
    for name in {service for _, service in trace.links}:
        at = [now * part / 10 for part in range(11)]
        assert min(queue_length(trace, name, at)) >= 0
        assert min(busy_workers(trace, name, at)) >= 0 and max(busy_workers(trace, name, at)) <= world.services[name].workers


def check_nothing_is_lost(world):
    """In a world that has run dry every request has ended, and no service keeps anything of one."""
    assert [(service.name, service.busy, len(service.waiting)) for service in world.services.values() if service.busy or service.waiting] == []
    kept = [span for span in world.trace.spans() if span.outcome == "in flight" or (isnan(span.released) and not isnan(span.arrived))]
    assert kept == []
    assert [(call.name, call.outstanding) for call in world.links if call.outstanding] == []


def check_watch(watch):
    """What a watch has seen is never negative, its totals never shrink, and its rates and shares are numbers."""
    for gauges in (watch.busy, watch.workers, watch.waiting):
        assert all(min(values) >= 0 for values in gauges.values())
    assert watch.times == sorted(watch.times)
    for pair, started in watch.started.items():
        for totals in (started, *watch.ended[pair].values(), *watch.answered[pair].values()):
            assert totals == sorted(totals) and totals[0] >= 0
            for over in (None, 200):
                assert all(0 <= rate < inf for rate in watch.rate(totals, over))
                assert all(0 <= share < inf for share in watch.share(totals, started, over))
        assert set(watch.breaker[pair]) <= {None, "closed", "open", "half-open"}


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
    check_figures(world)
