"""Pages and writes against the real order service: clients far away, clients whose answers get lost, measured round trips."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter, sleep

import httpx

from sim.arguments import number, whole
from sim.labs.order_service import measured_gets
from sim.labs.orders import ORDER

STORED = Path(__file__).with_name("rest.json")
PATH = f"/orders/{ORDER['id']}"


def round_trips(n=100):
    """Return (times in ms of `n` GETs of one order, where they come from in words).

    They are measured here and now; if no server can be started, they are the stored ones, as many as there are.
    """
    try:
        return measured_gets(n), "measured on this machine, just now"
    except (OSError, RuntimeError, httpx.HTTPError):
        return stored_round_trips()


def stored_round_trips():
    """Return the same from the file beside this module: times in ms, and where and when they were measured."""
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    return stored["ms"], f"stored: {stored['where']}"


class Far(httpx.BaseTransport):
    """Takes every request `round_trip` ms longer, as over a long line; counts them in `sent`."""

    def __init__(self, round_trip=0):
        self.round_trip = number("round_trip", round_trip, at_least=0)
        self.sent = 0
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request):
        self.sent += 1
        sleep(self.round_trip / 2_000)
        answer = self._inner.handle_request(request)
        sleep(self.round_trip / 2_000)
        return answer

    def close(self):
        self._inner.close()


class Lossy(Far):
    """Loses every so many-th answer (`lose_every`), after the server has done its work: the client sees a timeout."""

    def __init__(self, lose_every=3):
        super().__init__()
        self.lose_every = whole("lose_every", lose_every, at_least=1)

    def handle_request(self, request):
        answer = super().handle_request(request)
        if self.sent % self.lose_every:
            return answer
        answer.close()
        raise httpx.ReadTimeout("the answer is lost", request=request)


def chatty_page(client):
    """Return the order's lines, fetched one after the other: 1 + n round trips."""
    return [client.get(link).json() for link in client.get(f"{PATH}/links").json()["lines"]]


def parallel_page(client, connections=6):
    """Return the order's lines, fetched over so many connections at once, after the links to them."""
    with ThreadPoolExecutor(max_workers=connections) as pool:
        return list(pool.map(lambda link: client.get(link).json(), client.get(f"{PATH}/links").json()["lines"]))


def composed_page(client):
    """Return the order's lines, all in one answer."""
    return client.get(PATH).json()["lines"]


def took(page, client):
    """Return how long a page took, in ms."""
    begun = perf_counter()
    page(client)
    return 1_000 * (perf_counter() - begun)


def until_heard(client, method, number, headers, tries=5):
    """Send order `number` by "POST", or by "PUT" to an address of its own, until an answer comes; return that answer.

    Raises httpx.ReadTimeout if none of so many `tries` was heard.
    """
    new = {name: ORDER[name] for name in ("customer", "lines", "delivery_address")}
    for left in reversed(range(whole("tries", tries, at_least=1))):
        try:
            return client.request(method, "/orders" if method == "POST" else f"/orders/mine-{number}", json=new, headers=headers)
        except httpx.ReadTimeout:
            if not left:
                raise
