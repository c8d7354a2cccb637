"""The real registry on the loopback."""

import socket
import threading

import pytest

from sim.labs.discovery import ask, measured_staleness, registry


def test_registry_lists_who_gave_a_sign_of_life_and_sweeps_the_others():
    with registry(lease=150, sweep=20) as (address, leases):
        assert address[0] == "127.0.0.1"
        assert ask(address, "PUT", "/one") == {"new": True} and ask(address, "PUT", "/one") == {"new": False}
        assert ask(address, "GET", "/") == ["one"]
        gone = threading.Event()
        for _ in range(500):
            if not leases.names or gone.wait(0.01):
                break
        assert ask(address, "GET", "/") == []


def test_killed_instance_is_believed_in_for_at_least_what_is_left_of_its_lease():
    before = set(threading.enumerate())
    age, wrong = measured_staleness(heartbeat=100, lease=300, sweep=50, fetch=50, phase=0.2)
    assert age > 200 and wrong > 0
    assert set(threading.enumerate()) <= before


def test_registry_goes_also_when_the_block_fails():
    before = set(threading.enumerate())
    with pytest.raises(RuntimeError, match="on purpose"), registry(lease=100, sweep=10) as (address, _):
        raise RuntimeError("on purpose")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)
    assert set(threading.enumerate()) <= before


def test_nobody_at_an_address_is_an_oserror():
    with registry(lease=100, sweep=10) as (address, _):
        pass
    with pytest.raises(OSError):
        ask(address, "GET", "/")


@pytest.mark.parametrize("wrong", [{"lease": 50}, {"sweep": 0}, {"fetch": -1}, {"phase": 2}])
def test_times_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        measured_staleness(**wrong)
