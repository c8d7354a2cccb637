"""Connections and buffers: the closed forms by hand and against chance itself."""

from math import exp, factorial, sqrt
from random import Random

import pytest

from sim import theory


@pytest.mark.parametrize(("senders", "consumers", "direct", "through"), [(1, 1, 1, 2), (2, 2, 4, 4), (3, 2, 6, 5), (10, 10, 100, 20)])
def test_every_pair_directly_or_everybody_to_the_broker(senders, consumers, direct, through):
    assert theory.connections(senders, consumers) == direct
    assert theory.connections(senders, consumers, broker=True) == through


@pytest.mark.parametrize(("rate", "outage", "risk"), [(1, 3_000, 0.05), (40, 200, 0.01), (2, 10_000, 0.001)])
def test_room_is_enough_but_for_the_risk_and_one_less_is_not(rate, outage, risk):
    mean, room = rate * outage / 1_000, theory.buffer_for(rate, outage, risk)
    within = [sum(exp(-mean) * mean**n / factorial(n) for n in range(up_to + 1)) for up_to in (room - 1, room)]
    assert within[0] < 1 - risk <= within[1]


def test_room_holds_for_messages_that_come_at_random():
    random, room, full, runs = Random(7), theory.buffer_for(20, 6_000, 0.05), 0, 4_000
    for _ in range(runs):
        time, count = random.expovariate(20), 0
        while time < 6:
            time, count = time + random.expovariate(20), count + 1
        full += count > room
    assert full / runs < 0.05 + 4 * sqrt(0.05 * 0.95 / runs)
    assert full / runs > 0.02  # and there is little to spare


def test_nothing_comes_and_nothing_waits():
    assert theory.buffer_for(0, 1_000) == theory.buffer_for(10, 0) == 0
    assert theory.buffer_for(20, 6_000) > 120 and theory.buffer_for(20, 6_000, risk=1) == 0


@pytest.mark.parametrize("wrong", [{"risk": 0}, {"risk": 1.5}, {"rate": -1}, {"outage": -1}])
def test_wrong_arguments_are_refused(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
        theory.buffer_for(**{"rate": 10, "outage": 1_000} | wrong)


def test_wrong_counts_are_refused():
    with pytest.raises(ValueError, match="senders must be"):
        theory.connections(-1, 2)


def test_without_a_buffer_both_must_be_up_and_room_for_all_makes_the_receiver_matter_no_more():
    assert theory.handed_over(0.9, 10, 500, 0) == pytest.approx(0.9)
    assert theory.handed_over(0.9, 10, 500, 1_000) == pytest.approx(1)
    assert theory.handed_over(0.9, 2, 500, 1) == pytest.approx(0.95)  # half of the outages bring more than one


@pytest.mark.parametrize("buffer", [1, 3, 10])
def test_share_handed_over_is_that_of_outages_that_come_at_random(buffer):
    random, taken, come = Random(3), 0, 0
    for _ in range(20_000):  # outages of 500 ms on average, 10 messages a second
        count, time, end = 0, random.expovariate(10), random.expovariate(2)
        while time < end:
            count, time = count + 1, time + random.expovariate(10)
        taken, come = taken + min(count, buffer), come + count
    in_theory = 1 - (1 - theory.handed_over(0.9, 10, 500, buffer)) / 0.1
    assert taken / come == pytest.approx(in_theory, abs=0.015)
