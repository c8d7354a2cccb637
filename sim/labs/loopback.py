"""A small HTTP server on the loopback, and a client that asks once: what several real parts share."""

import json
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PATIENCE = 2  # s that a client waits for an answer, and a server for a question


class Handler(BaseHTTPRequestHandler):
    """Answers in JSON and writes no log."""

    timeout = PATIENCE  # who connects and asks nothing does not keep the server from ending

    def answer(self, value=None, status=200, headers=None):
        """Send `value` as JSON, nothing if it is None, with a status and a dict of headers."""
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        for name, text in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


class Server:
    """Serves by a subclass of `Handler`, from now until `stop`, on 127.0.0.1 at a free port; `address` is (host, port)."""

    def __init__(self, handler):
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = False  # or closing it would not wait for the requests that it is working on
        self.address = self._server.server_address
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def stop(self):
        """Finish what was asked, and listen no more: from now on connections are refused."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serving(handler):
    """Give the address (host, port) of a server that is gone when the `with` block ends."""
    server = Server(handler)
    try:
        yield server.address
    finally:
        server.stop()


def ask(address, path, method="GET", headers=None):
    """Return (status, headers, body) of an answer; the body is what its JSON says, or None. Raises OSError if nobody is there."""
    connection = HTTPConnection(*address, timeout=PATIENCE)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, answer.headers, json.loads(text) if text else None
    finally:
        connection.close()
