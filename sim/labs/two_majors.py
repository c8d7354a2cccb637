"""A real HTTP server on the loopback that serves two majors of an order, named in the URL's path or in the MIME type.

    with two_majors() as address:
        ask(address, "/v1/orders/o-4711")
        ask(address, "/orders/o-4711", accept="application/vnd.bookclub.order.v1+json")

Version 1 says what an order costs as a number of cents, `total`; version 2 as an object, with its currency: a breaking
change.
"""

import re
from contextlib import contextmanager

from sim.labs import loopback
from sim.labs.loopback import Handler, serving
from sim.labs.orders import ORDER, total

MIME = "application/vnd.bookclub.order.v{}+json"
LEAVES = {  # of version 1: deprecated since (RFC 9745), gone after (RFC 8594), and what to read
    "Deprecation": "@1704067200",
    "Sunset": "Sun, 30 Jun 2024 23:59:59 GMT",
    "Link": '</v2/orders/o-4711>; rel="successor-version"',
}
REPRESENT = {
    1: lambda order: {"id": order["id"], "state": order["state"], "total": total(order)},
    2: lambda order: {"id": order["id"], "state": order["state"], "total": {"cents": total(order), "currency": "CHF"}},
}
_NAMED = re.compile(re.escape(MIME).replace(r"\{\}", "([0-9]+)"))


@contextmanager
def two_majors(serves=(1, 2)):
    """Give the address (host, port) of a server of these majors on 127.0.0.1; it is gone when the `with` block ends."""
    handler = type("TwoMajors", (_Orders,), {"serves": tuple(serves)})
    with serving(handler) as address:
        yield address


def ask(address, path, accept="application/json"):
    """Return (status, headers, body) of a GET; the body is what the JSON says, or None."""
    status, headers, body = loopback.ask(address, path, headers={"Accept": accept})
    return status, dict(headers), body


class _Orders(Handler):
    serves = ()

    def do_GET(self):
        """Answer with an order: 404 for a path, 406 for a MIME type that is not served."""
        path = re.fullmatch(r"(?:/v([0-9]+))?/orders/o-4711", self.path)
        if path is None or (path[1] and int(path[1]) not in self.serves):
            return self.answer(status=404)
        named = _NAMED.search(self.headers.get("Accept", ""))
        if not path[1] and named and int(named[1]) not in self.serves:
            return self.answer(status=406)
        number = int(path[1] or (named[1] if named else max(self.serves)))
        mime = "application/json" if path[1] else MIME.format(number)
        headers = {"Content-Type": mime} | ({} if path[1] else {"Vary": "Accept"}) | (LEAVES if number == 1 else {})
        return self.answer(REPRESENT[number](ORDER), headers=headers)
