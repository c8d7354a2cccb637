"""A real order service over HTTP that creates an order in two ways, and a restaurant service that can be switched off.

POST /synchronous asks the restaurant before it answers: 201 Created, or 503 when the restaurant cannot be reached. POST
/later answers 202 Accepted at once, with the order's address in `Location`, and asks afterwards, until it has an answer; GET
that address tells the order's state.
"""

import json
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from queue import SimpleQueue
from threading import Event, Thread

from sim.pending import APPROVED, PENDING

PATIENCE, PAUSE = 2, 0.02  # s that a client waits for an answer; s between two looks


class Restaurant:
    """A restaurant service on 127.0.0.1 that says yes to every order while it is switched on."""

    def __init__(self):
        self._running, self.address = None, None
        self.switch_on()

    def switch_on(self):
        """Listen, at a free port."""
        self._running = _serve(_Yes)
        self.address = self._running[0].server_address

    def switch_off(self):
        """Stop: from now on connections are refused."""
        if self._running:
            _stop(self._running)
        self._running = None


class _Yes(BaseHTTPRequestHandler):
    def do_GET(self):
        _answer(self, 200, {"valid": True})

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def shop():
    """Give an order service's address (host, port) and its `Restaurant`; both are gone when the `with` block ends."""
    restaurant, states, waiting, over = Restaurant(), {}, SimpleQueue(), Event()
    numbers = count(1)

    class Orders(BaseHTTPRequestHandler):
        def do_POST(self):
            path = f"/orders/{next(numbers)}"
            if self.path == "/later":
                states[path] = PENDING
                waiting.put(path)
                _answer(self, 202, {"state": PENDING}, {"Location": path})
            elif _says_yes(restaurant):
                states[path] = APPROVED
                _answer(self, 201, {"state": APPROVED}, {"Location": path})
            else:
                _answer(self, 503, {"error": "the restaurant service cannot be reached"})

        def do_GET(self):
            state = states.get(self.path)
            _answer(self, 200 if state else 404, {"state": state})

        def log_message(self, *args):
            """Say nothing."""

    def finish():
        while (path := waiting.get()) is not None:
            while not over.is_set():
                if _says_yes(restaurant):
                    states[path] = APPROVED
                    break
                over.wait(PAUSE)

    running = _serve(Orders)
    worker = Thread(target=finish, daemon=True)
    worker.start()
    try:
        yield running[0].server_address, restaurant
    finally:
        _stop(running)
        over.set()
        waiting.put(None)
        worker.join()
        restaurant.switch_off()


def place(address, way):
    """Place an order in one of the ways, "synchronous" or "later"; return (status, state or None, the order's path or None)."""
    status, body, headers = _ask(address, "POST", f"/{way}")
    return status, body.get("state"), headers.get("Location")


def look(address, path):
    """Return the state of an order, as a client sees it that looks again."""
    return _ask(address, "GET", path)[1]["state"]


def _says_yes(restaurant):
    try:
        return _ask(restaurant.address, "GET", "/")[1]["valid"]
    except (OSError, HTTPException):
        return False


def _ask(address, verb, path):
    connection = HTTPConnection(*address, timeout=PATIENCE)
    try:
        connection.request(verb, path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()), answer.headers
    finally:
        connection.close()


def _answer(handler, status, body, headers=()):
    text = json.dumps(body).encode()
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(text)), **dict(headers)}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(text)


def _serve(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = False  # closing it waits for the requests that it is working on
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": PAUSE}, daemon=True)
    thread.start()
    return server, thread


def _stop(running):
    server, thread = running
    server.shutdown()
    server.server_close()
    thread.join()
