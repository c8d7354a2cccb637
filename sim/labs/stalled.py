"""A real HTTP server that accepts every request and answers none: the worst kind of partial failure."""

from contextlib import contextmanager
from threading import Event

from sim.labs.loopback import Handler, Server


@contextmanager
def stalled_server():
    """Give the address (host, port) of a server on 127.0.0.1 that stalls; it is gone when the `with` block ends."""
    over = Event()

    class Stall(Handler):
        def do_GET(self):
            over.wait()
            self.close_connection = True

    server = Server(Stall)
    try:
        yield server.address
    finally:
        over.set()
        server.stop()
