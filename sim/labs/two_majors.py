"""A real HTTP server on the loopback that serves two majors of an order, named in the URL's path or in the MIME type.

    with two_majors() as address:
        ask(address, "/v1/orders/o-4711")
        ask(address, "/orders/o-4711", accept="application/vnd.bookclub.order.v1+json")

Version 1 says what an order costs as a number of cents, `total`; version 2 as an object, with its currency: a breaking
change.
"""

import json
import re
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

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
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(address, path, accept="application/json"):
    """Return (status, headers, body) of a GET; the body is what the JSON says, or None."""
    connection = HTTPConnection(*address, timeout=5)
    try:
        connection.request("GET", path, headers={"Accept": accept})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, dict(answer.getheaders()), json.loads(text) if text else None
    finally:
        connection.close()


class _Orders(BaseHTTPRequestHandler):
    serves = ()

    def do_GET(self):  # noqa: N802 - the name that http.server calls
        """Answer with an order: 404 for a path, 406 for a MIME type that is not served."""
        path = re.fullmatch(r"(?:/v([0-9]+))?/orders/o-4711", self.path)
        if path is None or (path[1] and int(path[1]) not in self.serves):
            return self._say(404)
        named = _NAMED.search(self.headers.get("Accept", ""))
        if not path[1] and named and int(named[1]) not in self.serves:
            return self._say(406)
        number = int(path[1] or (named[1] if named else max(self.serves)))
        mime = "application/json" if path[1] else MIME.format(number)
        headers = {"Content-Type": mime} | ({} if path[1] else {"Vary": "Accept"}) | (LEAVES if number == 1 else {})
        return self._say(200, headers, json.dumps(REPRESENT[number](ORDER)).encode())

    def _say(self, status, headers=None, body=b""):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""
