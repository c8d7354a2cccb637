"""Worlds that nobody thought of: a strategy for graphs of services with policies, faults and load."""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from sim import (
    Breaker,
    Retry,
    World,
    constant,
    decorrelated_jitter,
    equal_jitter,
    exponential,
    exponential_backoff,
    fixed,
    full_jitter,
    lognormal,
    no_wait,
    uniform,
)

UNTIL = 1_000  # ms

delays = st.sampled_from([constant(0), constant(5), constant(20), exponential(10), exponential(40), uniform(0, 30), lognormal(15, 1.5)])
networks = st.sampled_from([None, constant(0), constant(1), exponential(3)])
backoffs = st.sampled_from([no_wait(), fixed(20), *(make(10, 80) for make in (exponential_backoff, full_jitter, equal_jitter, decorrelated_jitter))])
retries = st.builds(Retry, attempts=st.integers(1, 3), backoff=backoffs, budget=st.sampled_from([None, None, 0, 0.1, 1]))
breakers = st.sampled_from(
    [
        Breaker(failures=1, open_for=50),
        Breaker(failures=3, open_for=100, trials=2),
        Breaker.count_window(size=5, minimum=3, failure_rate=0.5, open_for=80, trials=2, slow_after=30, slow_rate=0.5),
        Breaker.time_window(length=200, minimum=3, failure_rate=0.4, open_for=80, trials=1),
    ]
)
timeouts = st.sampled_from([5, 20, 50, 50, 100])
faults = st.one_of(
    st.fixed_dictionaries({"slow": st.sampled_from([0.5, 3, 20])}),
    st.fixed_dictionaries({"fail": st.sampled_from([0.2, 1])}),
    st.fixed_dictionaries({"hang": st.sampled_from([0.1, 1])}),
    st.just({"down": True}),
    st.just({"pause": True}),
    st.just({"slow": 2, "fail": 0.3, "pause": True}),
)


@st.composite
def policies(draw):
    """The settings of one call, without a breaker where there is no timeout."""
    chosen = {"network": draw(networks), "fallback": draw(st.booleans()), "at_most": draw(st.sampled_from([None, None, 1, 3]))}
    chosen["retry"] = draw(st.none() | retries)
    if draw(st.booleans()):
        chosen["timeout"] = draw(timeouts)
        chosen["breaker"] = draw(st.none() | breakers)
        chosen["loss"] = draw(st.sampled_from([0, 0, 0.2]))
    return chosen


SERVICE_KNOBS = ("workers", "queue", "work", "order", "slow", "fail", "hang", "down", "pause")
turns = st.one_of(
    st.tuples(st.integers(0, 11), st.just("workers"), st.integers(1, 9)),
    st.tuples(st.integers(0, 11), st.just("queue"), st.sampled_from([0, 3, float("inf")])),
    st.tuples(st.integers(0, 11), st.just("work"), delays),
    st.tuples(st.integers(0, 11), st.just("order"), st.sampled_from(["fifo", "lifo"])),
    st.tuples(st.integers(0, 11), st.just("slow"), st.sampled_from([0.5, 5])),
    st.tuples(st.integers(0, 11), st.sampled_from(["fail", "hang"]), st.sampled_from([0, 0.2, 1])),
    st.tuples(st.integers(0, 11), st.sampled_from(["down", "pause", "fallback"]), st.booleans()),
    st.tuples(st.integers(0, 20), st.just("timeout"), st.none() | timeouts),
    st.tuples(st.integers(0, 20), st.just("network"), networks),
    st.tuples(st.integers(0, 20), st.just("retry"), st.none() | retries),
    st.tuples(st.integers(0, 20), st.just("at_most"), st.sampled_from([None, 1, 5])),
    st.tuples(st.integers(0, 20), st.just("loss"), st.sampled_from([0, 0.3])),
    st.tuples(st.integers(0, 20), st.just("breaker"), st.builds(lambda breaker: breaker and breaker.fresh(), st.none() | breakers)),
)


@dataclass
class Plan:
    """What a world is built from; the same plan builds the same world."""

    seed: int
    propagate: bool
    services: list
    steps: list  # (caller, "calls" | "together" | "notifies", [callees], policies)
    faults: list = field(default_factory=list)
    loads: list = field(default_factory=list)
    turns: list = field(default_factory=list)  # (which service, what, value) or (which call, what, value), at half time

    def turn(self, world):
        """Turn the knobs of the running world; what does not fit (a breaker without a timeout) is refused in words."""
        for which, what, value in self.turns:
            parts = list(world.services.values()) if what in SERVICE_KNOBS else world.links
            part = parts[which % len(parts)]
            if what in ("workers", "queue"):
                value = max(value, getattr(part, what))  # more, so that the laws' bounds stay true
            try:
                setattr(part, what, value)
            except ValueError as refusal:
                assert "must be" in str(refusal)

    def build(self, max_events=100_000):
        """Return a new world."""
        world = World(seed=self.seed, propagate_deadlines=self.propagate, max_events=max_events)
        parts = [world.service(f"s{i}", **settings) for i, settings in enumerate(self.services)]
        for caller, how, callees, given in self.steps:
            given = dict(given)
            if given.get("breaker") is not None:
                given["breaker"] = given["breaker"].fresh()
            if how == "together":
                parts[caller].calls_together(*(parts[callee] for callee in callees), **given)
            else:
                getattr(parts[caller], how)(parts[callees[0]], **given)
        for where, start, length, what in self.faults:
            world.fault(parts[where], start=start, end=start + length, **what)
        for kind, settings in self.loads:
            getattr(world, kind)(parts[0], **settings)
        return world

    def plain(self):
        """The same without any policy or fault."""
        loads = [(kind, settings | {"timeout": None, "retry": None}) for kind, settings in self.loads]
        return replace(self, propagate=False, steps=[(*step[:3], {}) for step in self.steps], faults=[], loads=loads, turns=[])


@st.composite
def plans(draw, most=8):
    """A plan of at most so many services; calls go from lower numbers to higher ones, so never in a circle."""
    count = draw(st.integers(1, most))
    services = [
        {
            "workers": draw(st.integers(1, 4)),
            "work": draw(delays),
            "queue": draw(st.sampled_from([float("inf"), 0, 1, 5])),
            "order": draw(st.sampled_from(["fifo", "lifo"])),
        }
        for _ in range(count)
    ]
    steps = []
    for callee in range(1, count):  # everybody is called by somebody
        caller = draw(st.integers(0, callee - 1))
        how = draw(st.sampled_from(["calls", "calls", "together", "notifies"]))
        others = draw(st.lists(st.integers(caller + 1, count - 1), max_size=2)) if how == "together" else []
        steps.append((caller, how, [callee, *others], draw(policies())))
    when = st.integers(0, 800)
    troubles = st.tuples(st.integers(0, count - 1), when, st.integers(1, 500), faults)
    patience = {"timeout": st.none() | st.sampled_from([30, 100, 300]), "retry": st.none() | retries, "network": networks}
    open_loop = st.fixed_dictionaries({"rate": st.sampled_from([5, 20, 50]), "arrivals": st.sampled_from(["poisson", "constant"]), **patience})
    closed_loop = st.fixed_dictionaries({"n": st.integers(1, 6), "think": st.sampled_from([constant(50), exponential(80)]), **patience})
    load = st.one_of(st.tuples(st.just("users"), open_loop), st.tuples(st.just("sessions"), closed_loop))
    return Plan(
        seed=draw(st.integers(0, 10_000)),
        propagate=draw(st.booleans()),
        services=services,
        steps=steps,
        faults=draw(st.lists(troubles, max_size=3)),
        loads=draw(st.lists(load, min_size=1, max_size=2)),
        turns=draw(st.lists(turns, max_size=6)),
    )
