"""A real shop over HTTP whose replies get lost on the way: the order is handled, and its sender never hears of it."""

import json
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from sim.arguments import whole

PATIENCE = 5  # s that a client waits for an answer


@contextmanager
def lossy_shop(handle, lose_every=3):
    """Give the address (host, port) of a shop on 127.0.0.1 that calls `handle(order)`, a dict, for every POST.

    What `handle` returns is the reply, as JSON; but every so many-th reply, `lose_every` (0: none), is lost: the
    connection ends without one. An exception in `handle` is an answer of status 500. Raises ValueError or TypeError
    unless `lose_every` is a whole number from 0 on.
    """
    whole("lose_every", lose_every, at_least=0)
    served = 0

    class Shop(BaseHTTPRequestHandler):
        def do_POST(self):
            nonlocal served
            order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served += 1
            lost = lose_every and served % lose_every == 0
            try:
                status, body = 200, json.dumps(handle(order)).encode()
            except Exception as error:
                status, body = 500, json.dumps(repr(error)).encode()
            if not lost:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Shop)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(address, order, tries=1):
    """Send an order (a dict) and return the reply, or None if none of so many `tries` heard one.

    Raises ValueError for an answer other than 200: the shop has answered, and trying again would not help.
    """
    for _ in range(whole("tries", tries, at_least=1)):
        connection = HTTPConnection(*address, timeout=PATIENCE)
        try:
            connection.request("POST", "/orders", json.dumps(order), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            body = json.loads(answer.read())
        except (OSError, HTTPException):
            continue  # did it happen? nobody on this side can say
        finally:
            connection.close()
        if answer.status != 200:
            raise ValueError(f"answer must be 200, got {answer.status}: {body}")
        return body
    return None
