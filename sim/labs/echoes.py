"""The far ends of the distances: a process of its own that sends back what it gets. Run as a script; imports no `sim`.

It says on its standard output where it listens, and serves until it is ended.
"""

import asyncio
import socket
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


def serve_socket(_):
    """Echo bytes on one plain connection after another."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            connection, _ = server.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection:
                while data := connection.recv(4096):
                    connection.sendall(data)


class _Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # the connection stays open for the next request
    disable_nagle_algorithm = True  # else headers and body wait for each other's acknowledgement, some 40 ms
    wbufsize = -1  # and both go out together

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


def serve_http(_):
    """Echo the bodies of POST requests."""
    with HTTPServer(("127.0.0.1", 0), _Echo) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


def serve_broker(address):
    """Answer requests on the subject `echo` of the NATS server at this address."""
    import nats

    async def answer(message):
        await message.respond(message.data)

    async def serve():
        client = await nats.connect(address, allow_reconnect=False, max_reconnect_attempts=1, reconnect_time_wait=0.1)
        await client.subscribe("echo", cb=answer)
        await client.flush()  # its question may overtake the subscription
        await client.flush()  # but the next one does not
        print("ready", flush=True)
        await asyncio.Event().wait()

    asyncio.run(serve())


if __name__ == "__main__":
    {"socket": serve_socket, "http": serve_http, "broker": serve_broker}[sys.argv[1]](sys.argv[-1])
