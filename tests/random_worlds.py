"""Worlds that nobody thought of: a strategy for graphs of services with policies, faults and load."""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from sim import (
    Breaker,
    Retry,
    World,
    constant,
    decorrelated_jitter,
    empirical,
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

def times(low, high):
    """Times in ms: any float of the range, or a whole number, so that several things fall on one instant."""
    return st.floats(low, high) | st.integers(max(1, int(low)), int(high))


delays = st.one_of(
    st.just(constant(0)),
    st.builds(constant, times(0, 40)),
    st.builds(exponential, times(0.1, 50)),
    st.builds(lambda low, width: uniform(low, low + width), times(0, 30), times(0, 30)),
    st.builds(lognormal, times(0.1, 40), st.floats(0.05, 4)),
    st.builds(empirical, st.lists(times(0, 60), min_size=1, max_size=4)),
)
networks = st.none() | st.builds(constant, times(0, 5)) | st.builds(exponential, st.floats(0.01, 5))
growing = st.sampled_from([exponential_backoff, full_jitter, equal_jitter, decorrelated_jitter])
grown = st.builds(lambda make, base, more: make(base, base + more), growing, times(0.5, 30), times(0, 100))
backoffs = st.just(no_wait()) | st.builds(fixed, times(0, 50)) | grown
retries = st.builds(Retry, attempts=st.integers(1, 4), backoff=backoffs, budget=st.none() | st.floats(0, 1))
rates = st.floats(0.05, 1)
breakers = st.one_of(
    st.builds(Breaker, failures=st.integers(1, 6), open_for=times(1, 300), trials=st.integers(1, 4)),
    st.builds(
        lambda size, minimum, *rest: Breaker.count_window(size, min(size, minimum), *rest),
        st.integers(1, 12), st.integers(1, 12), rates, times(1, 200), st.integers(1, 4), times(1, 60), rates,
    ),
    st.builds(Breaker.time_window, times(10, 400), st.integers(1, 6), rates, times(1, 200), st.integers(1, 3)),
)  # fmt: skip
timeouts = times(1, 150)
shares = st.floats(0, 1) | st.just(1)
factors = st.floats(0.1, 30)
faults = st.one_of(
    st.fixed_dictionaries({"slow": factors}),
    st.fixed_dictionaries({"fail": shares}),
    st.fixed_dictionaries({"hang": shares}),
    st.just({"down": True}),
    st.just({"pause": True}),
    st.fixed_dictionaries({"slow": factors, "fail": shares, "pause": st.booleans()}),
)
queues = st.just(float("inf")) | st.integers(0, 12)
bounds = st.none() | st.integers(1, 6)


@st.composite
def policies(draw):
    """The settings of one call, without a breaker where there is no timeout."""
    chosen = {"network": draw(networks), "fallback": draw(st.booleans()), "at_most": draw(bounds)}
    chosen["retry"] = draw(st.none() | retries)
    if draw(st.booleans()):
        chosen["timeout"] = draw(timeouts)
        chosen["breaker"] = draw(st.none() | breakers)
        chosen["loss"] = draw(st.just(0) | st.floats(0, 0.5))
    return chosen


SERVICE_KNOBS = ("workers", "queue", "work", "order", "slow", "fail", "hang", "down", "pause")
turns = st.one_of(
    st.tuples(st.integers(0, 11), st.just("workers"), st.integers(1, 9)),
    st.tuples(st.integers(0, 11), st.just("queue"), queues),
    st.tuples(st.integers(0, 11), st.just("work"), delays),
    st.tuples(st.integers(0, 11), st.just("order"), st.sampled_from(["fifo", "lifo"])),
    st.tuples(st.integers(0, 11), st.just("slow"), factors),
    st.tuples(st.integers(0, 11), st.sampled_from(["fail", "hang"]), shares),
    st.tuples(st.integers(0, 11), st.sampled_from(["down", "pause", "fallback"]), st.booleans()),
    st.tuples(st.integers(0, 20), st.just("timeout"), st.none() | timeouts),
    st.tuples(st.integers(0, 20), st.just("network"), networks),
    st.tuples(st.integers(0, 20), st.just("retry"), st.none() | retries),
    st.tuples(st.integers(0, 20), st.just("at_most"), bounds),
    st.tuples(st.integers(0, 20), st.just("loss"), st.floats(0, 0.5)),
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
        world.loads = [getattr(world, kind)(parts[0], **settings) for kind, settings in self.loads]
        return world

    @property
    def hangs(self):
        """True if some work may never end, by a fault or by a turn of a knob."""
        return any("hang" in what for *_, what in self.faults) or any(what == "hang" for _, what, _ in self.turns)

    def run_dry(self, world):
        """Run this plan's world on without new requests, every service up again, for as long as there can be something to do."""
        for (kind, _), load in zip(self.loads, world.loads):
            if kind == "users":
                load.rate = 1e-15  # the gap that has begun ends as it would have; the one after it takes millions of years
            else:
                for session in load.users:
                    session._think = lambda: 1e18
        world.run(max(world.now, 1_400))  # all faults are over
        for service in world.services.values():
            service.down = service.pause = False
        world.run(1e9)

    def plain(self):
        """The same without any policy or fault."""
        loads = [(kind, settings | {"timeout": None, "retry": None}) for kind, settings in self.loads]
        return replace(self, propagate=False, steps=[(*step[:3], {}) for step in self.steps], faults=[], loads=loads, turns=[])


@st.composite
def plans(draw, most=12):
    """A plan of at most so many services; calls go from lower numbers to higher ones, so never in a circle."""
    count = draw(st.integers(1, most))
    services = [
        {
            "workers": draw(st.integers(1, 8)),
            "work": draw(delays),
            "queue": draw(queues),
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
    when = times(0, 800)
    troubles = st.tuples(st.integers(0, count - 1), when, times(1, 500), faults)
    patience = {"timeout": st.none() | times(5, 400), "retry": st.none() | retries, "network": networks}
    rate = st.floats(0.5, 60) | st.sampled_from([10, 20, 50])
    thought = st.builds(constant, times(5, 100)) | st.builds(exponential, times(5, 100))
    open_loop = st.fixed_dictionaries({"rate": rate, "arrivals": st.sampled_from(["poisson", "constant"]), **patience})
    closed_loop = st.fixed_dictionaries({"n": st.integers(1, 6), "think": thought, **patience})
    load = st.one_of(st.tuples(st.just("users"), open_loop), st.tuples(st.just("sessions"), closed_loop))
    return Plan(
        seed=draw(st.integers(-(2**63), 2**63)),
        propagate=draw(st.booleans()),
        services=services,
        steps=steps,
        faults=draw(st.lists(troubles, max_size=3)),
        loads=draw(st.lists(load, min_size=1, max_size=2)),
        turns=draw(st.lists(turns, max_size=6)),
    )
