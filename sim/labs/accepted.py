"""A real order service over HTTP that creates an order in two ways, and a restaurant service that can be switched off.

POST /synchronous asks the restaurant before it answers: 201 Created, or 503 when the restaurant cannot be reached. POST
/later answers 202 Accepted at once, with the order's address in `Location`, and asks afterwards, until it has an answer; GET
that address tells the order's state.
"""

from contextlib import contextmanager
from http.client import HTTPException
from itertools import count
from queue import SimpleQueue
from threading import Event, Thread

from sim.labs.loopback import Handler, Server, ask
from sim.pending import APPROVED, PENDING

PAUSE = 0.02  # s between two looks


class Restaurant:
    """A restaurant service on 127.0.0.1 that says yes to every order while it is switched on."""

    def __init__(self):
        self._server = self.address = None
        self.switch_on()

    def switch_on(self):
        """Listen, at a free port."""
        self._server = Server(_Yes)
        self.address = self._server.address

    def switch_off(self):
        """Stop: from now on connections are refused."""
        if self._server:
            self._server.stop()
        self._server = None


class _Yes(Handler):
    def do_GET(self):
        self.answer({"valid": True})


@contextmanager
def shop():
    """Give an order service's address (host, port) and its `Restaurant`; both are gone when the `with` block ends."""
    restaurant, states, waiting, over = Restaurant(), {}, SimpleQueue(), Event()
    numbers = count(1)

    class Orders(Handler):
        def do_POST(self):
            path = f"/orders/{next(numbers)}"
            if self.path == "/later":
                states[path] = PENDING
                waiting.put(path)
                self.answer({"state": PENDING}, 202, {"Location": path})
            elif _says_yes(restaurant):
                states[path] = APPROVED
                self.answer({"state": APPROVED}, 201, {"Location": path})
            else:
                self.answer({"error": "the restaurant service cannot be reached"}, 503)

        def do_GET(self):
            state = states.get(self.path)
            self.answer({"state": state}, 200 if state else 404)

    def finish():
        while (path := waiting.get()) is not None:
            while not over.is_set():
                if _says_yes(restaurant):
                    states[path] = APPROVED
                    break
                over.wait(PAUSE)

    server = Server(Orders)
    worker = Thread(target=finish, daemon=True)
    worker.start()
    try:
        yield server.address, restaurant
    finally:
        server.stop()
        over.set()
        waiting.put(None)
        worker.join()
        restaurant.switch_off()


def place(address, way):
    """Place an order in one of the ways, "synchronous" or "later"; return (status, state or None, the order's path or None)."""
    status, headers, body = ask(address, f"/{way}", "POST")
    return status, body.get("state"), headers.get("Location")


def look(address, path):
    """Return the state of an order, as a client sees it that looks again."""
    return ask(address, path)[2]["state"]


def _says_yes(restaurant):
    try:
        return ask(restaurant.address, "/")[2]["valid"]
    except (OSError, HTTPException):
        return False
