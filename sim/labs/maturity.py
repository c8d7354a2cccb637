"""Leonard Richardson's maturity model: how much of the web an API makes use of, from 0 to 3.

0: one address to which everything is sent. 1: an address for each resource. 2: the verbs and status codes of HTTP as they
are meant. 3: answers say by links what can be done next. Fowler, Richardson Maturity Model, 2010.
"""

from typing import NamedTuple

READING = ("get", "list", "find", "search", "show")


class Exchange(NamedTuple):
    """What a client wanted, in words, what it sent, and what came back: "get an order", "GET", "/orders/1", 200, {…}."""

    wanted: str
    method: str
    path: str
    status: int
    body: dict


def level(exchanges):
    """Return the level of an API, 0 to 3, from some exchanges with it: the highest of which all lower ones hold too."""
    if len({each.path for each in exchanges}) == 1:
        return 0
    if not all(_as_meant(each) for each in exchanges):
        return 1
    answers = [each.body for each in exchanges if each.status < 300 and each.body]
    return 3 if answers and all("links" in body for body in answers) else 2


def _as_meant(each):
    """Return whether reading is a GET and nothing else is, and failure no 200."""
    reads = each.wanted.split()[0] in READING
    failed = "error" in each.body
    return reads == (each.method == "GET") and failed == (each.status >= 400)


FOUR = {
    "ship it": [
        Exchange("get an order", "POST", "/orders/1", 200, {"id": 1, "state": "APPROVED"}),
        Exchange("cancel an order", "POST", "/orders/1/cancel", 200, {"ok": True}),
        Exchange("get an order that is not there", "POST", "/orders/9", 200, {"error": "no such order"}),
    ],
    "front door": [
        Exchange("get an order", "POST", "/api", 200, {"order": {"id": 1, "state": "APPROVED"}}),
        Exchange("cancel an order", "POST", "/api", 200, {"ok": True}),
        Exchange("get an order that is not there", "POST", "/api", 200, {"error": "no such order"}),
    ],
    "guided tour": [
        Exchange("get an order", "GET", "/orders/1", 200, {"id": 1, "links": {"cancel": "/orders/1", "lines": "/orders/1/lines"}}),
        Exchange("cancel an order", "DELETE", "/orders/1", 204, {}),
        Exchange("get an order that is not there", "GET", "/orders/9", 404, {"error": "no such order"}),
    ],
    "by the book": [
        Exchange("get an order", "GET", "/orders/1", 200, {"id": 1, "state": "APPROVED"}),
        Exchange("cancel an order", "DELETE", "/orders/1", 204, {}),
        Exchange("get an order that is not there", "GET", "/orders/9", 404, {"error": "no such order"}),
    ],
}
