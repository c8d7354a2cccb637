"""A real HTTP server that accepts every request and answers none: the worst kind of partial failure."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@contextmanager
def stalled_server():
    """Give the address (host, port) of a server on 127.0.0.1 that stalls; it is gone when the `with` block ends."""
    over = Event()

    class Stall(BaseHTTPRequestHandler):
        timeout = 2  # s: who connects and asks nothing does not keep the server from ending

        def do_GET(self):
            over.wait()
            self.close_connection = True

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Stall)
    server.daemon_threads = False  # or closing it would not wait for them
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address
    finally:
        over.set()
        server.shutdown()
        server.server_close()  # waits for the threads of its requests too
        thread.join()
