"""Rules 5 and 6 over random worlds: every request ends once, Little's law, the clock, the workers, and the same bytes."""

import pytest
from hypothesis import HealthCheck, given, settings

from sim import RunTooLong
from sim.watch import Watch
from tests.laws import check_all, check_conservation, check_requests, rows
from tests.random_worlds import UNTIL, plans

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
HERE = settings(derandomize=True, deadline=None, database=None, suppress_health_check=QUIET)
MAX_EVENTS = 12_000  # some worlds multiply their calls without end; what has happened until then must keep the laws too


def run_checked(plan):
    world = plan.build(MAX_EVENTS)
    try:
        check_all(world, UNTIL, half_way=plan.turn)
    except RunTooLong:
        check_conservation(world)
        check_requests(world)


def trace_of(plan, slices=1):
    """Return the trace of a run of the plan in so many slices, or what it had become when it was stopped."""
    world = plan.build(MAX_EVENTS)
    try:
        for i in range(1, slices + 1):
            world.run(UNTIL * i / slices)
    except RunTooLong:
        return world.trace, "too long"
    return world.trace, "done"


@given(plans())
@settings(HERE, max_examples=1_000)
def test_every_law_holds_in_random_worlds(plan):
    run_checked(plan)


@given(plans())
@settings(HERE, max_examples=200)
def test_same_plan_gives_the_same_bytes_at_once_or_in_slices(plan):
    assert trace_of(plan) == trace_of(plan) == trace_of(plan, slices=7)


@given(plans())
@settings(HERE, max_examples=150)
def test_watching_and_the_totals_agree_with_the_trace(plan):
    world = plan.build(MAX_EVENTS)
    watch = Watch(world, 90)
    try:
        watch.run(UNTIL)
    except RunTooLong:
        return
    assert (world.trace, "done") == trace_of(plan)
    for caller, service in {(call.caller, call.service.name) for call in world.links}:
        last = rows(world.trace, service, caller)
        assert watch.started[caller, service][-1] == sum(span.started < watch.times[-1] for span in last)
        for outcome, totals in watch.ended[caller, service].items():
            assert totals == sorted(totals)
            assert totals[-1] == sum(span.outcome == outcome and span.ended < watch.times[-1] for span in last)


@given(plans())
@settings(HERE, max_examples=200)
def test_no_policy_and_no_fault_moves_an_arrival_of_an_open_loop(plan):
    plan.loads = [load for load in plan.loads if load[0] == "users"] or [("users", {"rate": 20})]
    with_all, plain = plan.build(MAX_EVENTS), plan.plain().build(MAX_EVENTS)
    reached = UNTIL
    for world in (with_all, plain):
        try:
            world.run(UNTIL)
        except RunTooLong:
            reached = min(reached, world.now)
    arrivals = [
        [span.started for span in world.trace.spans() if span.caller == "users" and span.attempt == 1 and span.started < reached]
        for world in (with_all, plain)
    ]
    assert arrivals[0] == arrivals[1]


@pytest.mark.soak
@given(plans(most=12))
@settings(HERE, derandomize=False, max_examples=10_000)
def test_every_law_holds_in_ten_thousand_random_worlds(plan):
    run_checked(plan)
