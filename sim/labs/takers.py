"""Consumers for brokers and for none: a process of its own that works on what comes. Run as a script; imports no `sim`.

    python takers.py zmq|nats ADDRESS FILE WORK DIES_AFTER

It says on its standard output where it listens (zmq) or that it is ready, and serves until it is ended or told to stop.
For each message that it has worked on (WORK ms) it writes a line "number ms-on-the-way" into FILE, which stays when the
process is killed. After so many messages (DIES_AFTER; 0: never) it kills itself: the work is done, the broker not told.
"""

import asyncio
import os
import signal
import sys
from time import perf_counter_ns, sleep

STOP = b"stop"
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows has no other
GROUP, SUBJECT, STREAM = "stock", "orders", "ORDERS"


class Book:
    """Writes down what has been done, so that it outlives the process."""

    def __init__(self, path, work, dies_after):
        self.file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        self.work, self.dies_after, self.done = float(work) / 1_000, int(dies_after), 0

    def take(self, data):
        """Work on a message, which begins with its number and when it was sent (ns)."""
        arrived = perf_counter_ns()  # one clock for all processes of a machine
        number, sent, *_ = data.split()
        if self.work:
            sleep(self.work)
        os.write(self.file, b"%d %.4f\n" % (int(number), (arrived - int(sent)) / 1e6))
        self.done += 1
        if self.done == self.dies_after:
            os.kill(os.getpid(), KILL)


def from_zmq(address, book):
    """Take what senders push to this address; with port * a free one."""
    import zmq

    with zmq.Context() as context, context.socket(zmq.PULL) as socket:
        socket.bind(address)
        print(socket.last_endpoint.decode(), flush=True)
        while (data := socket.recv()) != STOP:
            book.take(data)


async def from_nats(address, book):
    """Take what a NATS server brings out of its stream, and acknowledge each message after the work."""
    import nats

    client = await nats.connect(address, allow_reconnect=False, max_reconnect_attempts=1, reconnect_time_wait=0.1)

    async def take(message):
        book.take(message.data)
        await message.ack()  # into the client's buffer: it leaves when the work lets it

    await client.jetstream().subscribe(SUBJECT, stream=STREAM, durable=GROUP, cb=take, manual_ack=True)
    for _ in range(2):  # the first question may overtake the subscription
        await client.flush()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    kind, address, path, work, dies_after = sys.argv[1:]
    book = Book(path, work, dies_after)
    if kind == "zmq":
        from_zmq(address, book)
    else:
        asyncio.run(from_nats(address, book))
