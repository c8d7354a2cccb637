"""A real broker that hands out again: how often, when, and that it knows a message by its id."""

import asyncio
from threading import enumerate as threads_now

import psutil
import pytest

from sim.labs import broker, redelivery
from sim.labs.redelivery import MEASURED


def test_message_that_is_never_acknowledged_comes_as_often_as_allowed_and_no_more_and_nothing_is_left_behind():
    threads, processes = set(threads_now()), set(psutil.Process().children(recursive=True))
    seen = asyncio.run(redelivery.redelivery(ack_wait=60, max_deliver=2))
    assert seen["measured"] and seen["deliveries"] == [1, 2] and seen["after"] == 0
    assert seen["at"][1] - seen["at"][0] > 40
    assert seen["stored"] == 2 and seen["again"] is True and seen["defaults"] == MEASURED["defaults"]
    assert set(threads_now()) <= threads and set(psutil.Process().children(recursive=True)) <= processes


def test_without_a_server_the_numbers_are_those_of_another_machine_and_say_so(monkeypatch):
    def missing():
        raise FileNotFoundError("nats-server must be installed")

    monkeypatch.setattr(broker, "server_path", missing)
    seen = asyncio.run(redelivery.redelivery())
    assert seen == MEASURED and seen is not MEASURED and not seen["measured"]


@pytest.mark.parametrize("wrong", [{"ack_wait": 10}, {"max_deliver": 0}, {"max_deliver": 11}, {"ack_wait": True}])
def test_wrong_times_and_counts_are_refused(wrong):
    with pytest.raises((ValueError, TypeError), match="must"):
        asyncio.run(redelivery.redelivery(**wrong))
