"""Rules 5 and 6 over random worlds: every request ends once, Little's law, the clock, the workers, and the same bytes."""

import hashlib
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import sim
from sim import RunTooLong, World, exponential
from sim.streams import Streams
from sim.watch import Watch
from tests.laws import check_all, check_conservation, check_nothing_is_lost, check_requests, check_watch, rows
from tests.random_worlds import UNTIL, Plan, plans

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
HERE = settings(derandomize=True, deadline=None, database=None, suppress_health_check=QUIET)
MAX_EVENTS = 12_000  # some worlds multiply their calls without end; what has happened until then must keep the laws too


def run_checked(plan):
    """Hold the plan's world to every law; True if it could be run dry afterwards and nothing was lost."""
    world = plan.build(MAX_EVENTS)
    try:
        check_all(world, UNTIL, half_way=plan.turn)
        if plan.hangs:
            return False
        plan.run_dry(world)
    except RunTooLong:
        check_conservation(world)
        check_requests(world)
        return False
    check_nothing_is_lost(world)
    return True


def trace_of(plan, cuts=()):
    """Return the trace of a run of the plan, cut at these times, or what it had become when it was stopped."""
    world = plan.build(MAX_EVENTS)
    try:
        for cut in (*sorted(cuts), UNTIL):
            world.run(cut)
    except RunTooLong:
        return bytes(world.trace), "too long"
    return bytes(world.trace), "done"


def test_every_law_holds_in_random_worlds():
    dry = []

    @given(plans())
    @settings(HERE, max_examples=300)
    def hold(plan):
        dry.append(run_checked(plan))

    hold()
    assert len(dry) >= 300 and sum(dry) >= 150


@given(plans(), st.lists(st.floats(0, UNTIL) | st.integers(0, UNTIL), max_size=5))
@settings(HERE, max_examples=100)
def test_same_plan_gives_the_same_bytes_at_once_or_cut_at_any_times(plan, cuts):
    assert trace_of(plan) == trace_of(plan) == trace_of(plan, cuts)


def test_same_plans_give_the_same_bytes_in_other_processes_with_other_hash_seeds():
    chosen = []

    @given(plans())
    @settings(HERE, max_examples=25, phases=[Phase.generate])
    def choose(plan):
        chosen.append(plan)

    choose()
    code = "import sys; from tests.test_invariants import fingerprints; print(fingerprints(eval(sys.stdin.read(), PLAN_NAMES)))"
    code = f"from tests.test_invariants import PLAN_NAMES; {code}"
    for hash_seed in ("1", "4711"):
        told = subprocess.run(
            [sys.executable, "-c", code], input=repr(chosen), env=os.environ | {"PYTHONHASHSEED": hash_seed},
            cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert told.stdout.split() == fingerprints(chosen).split() and len(told.stdout.split()) == len(chosen) >= 20


PLAN_NAMES = vars(sim) | {"Plan": Plan, "inf": math.inf}  # what the repr of a plan is made of


def fingerprints(chosen):
    """Return a hash of the trace of each plan."""
    return " ".join(hashlib.sha256(trace_of(plan)[0]).hexdigest() for plan in chosen)


@given(plans())
@settings(HERE, max_examples=40)
def test_no_two_parts_of_a_world_draw_from_one_stream(plan):
    named = []
    with pytest.MonkeyPatch.context() as patch:
        whole = Streams.named
        patch.setattr(Streams, "named", lambda self, name: named.append(name) or whole(self, name))
        plan.build()
    assert len(named) == len(set(named)) > 5


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 4), st.floats(0.3, 1.3))
@settings(HERE, max_examples=40)
def test_more_workers_make_no_start_of_a_fifo_queue_later(seed, workers, more, load):
    # Pathwise (Kiefer and Wolfowitz): with the same arrivals, and the same work for the n-th customer to be served, who
    # is in fifo the n-th to arrive, no customer waits longer with more workers, so neither does the mean of any number.
    # Nothing like it holds for lifo, for bounded queues, or with timeouts and retries.
    waits = [served_waits(seed, count, rate=100 * load * workers) for count in (workers, workers + more)]
    shared = min(map(len, waits))
    assert shared > 50 and all(later <= sooner + 1e-9 for sooner, later in zip(*(wait[:shared] for wait in waits)))


def served_waits(seed, workers, rate):
    world = World(seed=seed)
    service = world.service("stock", workers=workers, work=exponential(10))
    world.users(service, rate=rate)
    trace = world.run(3_000)
    return [served - came for came, served in zip(trace.arrived, trace.served) if served == served]


@given(plans())
@settings(HERE, max_examples=100)
def test_watching_and_the_totals_agree_with_the_trace(plan):
    world = plan.build(MAX_EVENTS)
    watch = Watch(world, 90)
    try:
        watch.run(UNTIL)
    except RunTooLong:
        check_watch(watch)
        return
    check_watch(watch)
    assert (bytes(world.trace), "done") == trace_of(plan)
    for caller, service in {(call.caller, call.service.name) for call in world.links}:
        last = rows(world.trace, service, caller)
        assert watch.started[caller, service][-1] == sum(span.started < watch.times[-1] for span in last)
        for outcome, totals in watch.ended[caller, service].items():
            assert totals == sorted(totals)
            assert totals[-1] == sum(span.outcome == outcome and span.ended < watch.times[-1] for span in last)


@given(plans())
@settings(HERE, max_examples=100)
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
