"""The simulated clock: SimPy's order of events, a run that can be stopped, and lanes of timeouts."""

from random import Random

import pytest
import simpy

from sim.clock import LATE, Clock, RunTooLong


class Patient:
    """Something that waits on a lane."""

    def __init__(self, clock, log, name):
        self.clock, self.log, self.name, self.live = clock, log, name, True

    def time_out(self):
        self.live = False
        self.log.append((self.clock.now, self.name))


def test_run_includes_what_happens_before_its_end_and_nothing_at_its_end():
    clock, log = Clock(), []

    def ticks():
        while True:
            yield clock.timeout(10)
            log.append(clock.now)

    clock.process(ticks())
    clock.run(30)
    assert log == [10, 20] and clock.now == 30
    clock.run(30.5)
    assert log == [10, 20, 30] and clock.now == 30.5


def test_run_into_the_past_is_refused():
    clock = Clock()
    clock.run(10)
    with pytest.raises(ValueError, match="until must be at least 10, got 5"):
        clock.run(5)
    clock.run(10)
    assert clock.now == 10


def scramble(env, log, seed):
    """A busy little world of processes, a resource and a store."""
    rng = Random(seed)
    resource, store = simpy.Resource(env, 2), simpy.Store(env)

    def worker(name):
        for _ in range(20):
            yield env.timeout(rng.choice([0, 1, 1, 2, 3]))
            with resource.request() as request:
                result = yield request | env.timeout(2)
                log.append((env.now, name, request in result))
                yield env.timeout(rng.choice([0, 1, 2]))
            yield store.put(name)

    def eater():
        while True:
            log.append((env.now, "ate", (yield store.get())))

    for name in "abcdef":
        env.process(worker(name))
    env.process(eater())


@pytest.mark.parametrize("seed", range(5))
def test_processes_and_resources_of_simpy_run_in_the_order_they_run_in_simpy(seed):
    ours, theirs = [], []
    clock, environment = Clock(), simpy.Environment()
    scramble(clock, ours, seed)
    scramble(environment, theirs, seed)
    for until in range(3, 60, 3):
        clock.run(until)
    environment.run(57)
    assert ours == theirs and len(ours) > 100


def test_exception_in_a_process_comes_out_of_the_run():
    clock = Clock()

    def broken():
        yield clock.timeout(5)
        raise KeyError("oops")

    clock.process(broken())
    with pytest.raises(KeyError, match="oops"):
        clock.run(10)
    assert clock.now == 5


def test_moment_is_exactly_that_time_where_a_difference_would_round():
    rng = Random(1)
    pairs = ((a, round(a + rng.uniform(0, 1e4), 1)) for a in iter(lambda: round(rng.uniform(0, 1e5), 1), None))
    begin, end = next((a, b) for a, b in pairs if a + (b - a) != b)
    clock, log = Clock(), []

    def script():
        yield clock.moment(begin)
        log.append(clock.now)
        yield clock.moment(end)
        log.append(clock.now)

    clock.process(script())
    clock.run(end + 1)
    assert log == [begin, end]


def test_run_of_too_many_events_is_stopped_with_advice():
    clock = Clock(max_events=100)

    def restless():
        while True:
            yield clock.timeout(0)

    clock.process(restless())
    with pytest.raises(RunTooLong, match=r"stopped at 0 ms of 1,000: more than max_events=100 events\. Ask for"):
        clock.run(1_000)
    assert clock.events == 100
    with pytest.raises(RunTooLong):
        clock.run(1_000)


def test_run_of_exactly_as_many_events_as_allowed_is_fine():
    clock = Clock(max_events=10)
    for i in range(10):
        clock.moment(i)
    clock.run(100)
    assert clock.events == 10
    clock.moment(101)
    with pytest.raises(RunTooLong):
        clock.run(200)


def test_run_that_was_stopped_may_go_on_to_where_it_is():
    clock = Clock(max_events=3)
    for i in range(5):
        clock.moment(i)
    with pytest.raises(RunTooLong):
        clock.run(100)
    clock.run(clock.now)
    assert clock.now == 2 and clock.events == 3


def test_step_lets_one_event_happen():
    clock, log = Clock(), []
    clock.at("a", 10, happen=log.append)
    clock.at("b", 5, happen=log.append)
    clock.step()
    assert log == ["b"] and clock.now == 5 and clock.events == 1


def test_events_are_counted_over_several_runs():
    clock = Clock()
    for i in range(6):
        clock.moment(i)
    clock.run(3)
    assert clock.events == 3
    clock.run(10)
    assert clock.events == 6


def test_lane_times_out_each_of_its_own_at_its_own_time():
    clock, log = Clock(), []
    for start, name in ((0, "a"), (0, "b"), (5, "c"), (40, "d")):
        clock.run(start)
        clock.lane(20).add(clock.now, Patient(clock, log, name))
    clock.run(100)
    assert log == [(20, "a"), (20, "b"), (25, "c"), (60, "d")]


def test_who_no_longer_waits_is_not_timed_out():
    clock, log = Clock(), []
    patients = [Patient(clock, log, name) for name in "abcd"]
    for patient in patients:
        clock.lane(20).add(clock.now, patient)
        clock.run(clock.now + 1)
    patients[0].live = patients[2].live = False
    clock.run(100)
    assert log == [(21, "b"), (23, "d")]


def test_lane_that_has_run_dry_works_again():
    clock, log = Clock(), []
    first = Patient(clock, log, "a")
    clock.lane(20).add(0, first)
    first.live = False
    clock.run(50)
    clock.lane(20).add(clock.now, Patient(clock, log, "b"))
    clock.run(100)
    assert log == [(70, "b")]


def test_patient_that_comes_back_from_its_own_timeout_is_timed_out_again():
    clock, log = Clock(), []

    class Stubborn(Patient):
        def time_out(self):
            super().time_out()
            if len(log) < 4:
                self.clock.lane(20).add(self.clock.now, Stubborn(self.clock, self.log, self.name + "'"))

    clock.lane(20).add(0, Stubborn(clock, log, "a"))
    clock.run(200)
    assert log == [(20, "a"), (40, "a'"), (60, "a''"), (80, "a'''")]


def test_lanes_of_one_length_are_one_and_of_other_lengths_are_others():
    clock = Clock()
    assert clock.lane(20) is clock.lane(20.0) and clock.lane(20) is not clock.lane(21)


def test_lane_costs_one_place_in_the_clocks_queue_however_many_wait():
    clock = Clock()
    for _ in range(100):
        clock.lane(20).add(clock.now, Patient(clock, [], "a"))
        clock.run(clock.now + 0.1)
    assert len(clock._queue) == 1


@pytest.mark.parametrize("gap", [1, 5, 20])
def test_timeout_comes_after_everything_else_of_its_instant_also_when_its_lane_was_armed_again(gap):
    clock, log = Clock(), []
    ends = [i * gap + 20 for i in range(5)]

    def reply():
        for end in ends:
            yield clock.moment(end)
            yield clock.timeout(0)
            log.append((clock.now, "reply"))

    for i in range(5):
        clock.run(i * gap)
        clock.lane(20).add(clock.now, Patient(clock, log, i))
        if i == 0:
            clock.process(reply())
    clock.run(500)
    assert [(time, name) for time, name in log if name != "reply"] == [(end, i) for i, end in enumerate(ends)]
    for end in ends:
        assert [name == "reply" for time, name in log if time == end] == [True, False]


def test_late_comes_after_everything_that_is_still_added_to_the_instant():
    clock, log = Clock(), []
    late = clock.event()
    late._ok, late._value = True, None
    late.callbacks.append(lambda event: log.append("late"))
    clock.at(late, 10, LATE)

    def chain():
        yield clock.timeout(10)
        for i in range(3):
            log.append(i)
            yield clock.timeout(0)

    clock.process(chain())
    clock.run(11)
    assert log == [0, 1, 2, "late"]
