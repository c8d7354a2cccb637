"""The server that stalls, for real."""

import socket
import threading
from http.client import HTTPConnection

import pytest

from sim.labs.stalled import stalled_server


def ask(address, timeout):
    connection = HTTPConnection(*address, timeout=timeout)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_accepts_and_answers_nobody():
    with stalled_server() as address, pytest.raises(TimeoutError):
        ask(address, timeout=0.1)


def test_it_listens_on_the_loopback_and_leaves_nothing_behind():
    before = set(threading.enumerate())
    with stalled_server() as address:
        assert address[0] == "127.0.0.1"
        with pytest.raises(TimeoutError):
            ask(address, timeout=0.05)
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)


def test_it_goes_also_when_the_block_fails():
    with pytest.raises(RuntimeError, match="on purpose"), stalled_server() as address:
        raise RuntimeError("on purpose")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)
