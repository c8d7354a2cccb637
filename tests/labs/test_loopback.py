"""The small HTTP server of the real parts."""

import socket
import threading
from contextlib import closing

import pytest

from sim.labs.loopback import Handler, Server, ask, serving


class Echo(Handler):
    timeout = 0.1

    def do_GET(self):
        self.answer({"path": self.path, "asked": self.headers["X-Asked"]}, 203, {"X-Said": "so"})

    def do_DELETE(self):  # noqa: N802
        self.answer(status=204)


def test_it_answers_in_json_with_status_and_headers():
    with serving(Echo) as address:
        status, headers, body = ask(address, "/here", headers={"X-Asked": "yes"})
        assert (address[0], status, headers["X-Said"], body) == ("127.0.0.1", 203, "so", {"path": "/here", "asked": "yes"})
        assert ask(address, "/", "DELETE")[::2] == (204, None)


def test_it_is_gone_with_its_threads_when_the_block_ends_or_fails():
    before = set(threading.enumerate())
    with pytest.raises(RuntimeError, match="on purpose"), serving(Echo) as address:
        ask(address, "/")
        raise RuntimeError("on purpose")
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        ask(address, "/")


def test_who_connects_and_asks_nothing_does_not_keep_it_from_ending():
    before = set(threading.enumerate())
    server = Server(Echo)
    with closing(socket.create_connection(server.address)):
        ask(server.address, "/")  # by now it has taken the silent one, too
        server.stop()
        assert set(threading.enumerate()) <= before


def test_it_finishes_what_was_asked_before_it_ends():
    asked, go_on, heard = threading.Event(), threading.Event(), []

    class Slow(Handler):
        def do_GET(self):
            asked.set()
            go_on.wait(10)
            self.answer("done")

    server = Server(Slow)
    client = threading.Thread(target=lambda: heard.append(ask(server.address, "/")[2]))
    client.start()
    asked.wait(10)
    stopping = threading.Thread(target=server.stop)
    stopping.start()
    go_on.set()
    stopping.join(10)
    client.join(10)
    assert heard == ["done"] and not stopping.is_alive()
