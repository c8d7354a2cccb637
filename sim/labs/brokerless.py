"""Messages without a broker: ZeroMQ, a library in the sender's process and in the consumer's, and a plain connection.

The sender has to know where the consumer is. What the consumer is not there for waits in the sender's own memory, at most
so many messages (the high-water mark); what has reached the consumer's process waits in that one's.
"""

from contextlib import contextmanager
from tempfile import TemporaryDirectory
from time import perf_counter

from sim.labs.taken import DONE, FIRST, LATER, SECONDS, WARM_UP, WORK, Taken, message
from sim.labs.takers import STOP

ANYWHERE = "tcp://127.0.0.1:*"


@contextmanager
def pushes(address, buffer=1_000, keeps=True):
    """Give `send(data)`: True if ZeroMQ has taken the message, False if its buffer of `buffer` messages is full.

    At the end what has not left yet is sent first, or (`keeps=False`) is gone, as when the process ends at once.
    """
    import zmq

    with zmq.Context() as context, context.socket(zmq.PUSH) as socket:
        socket.setsockopt(zmq.SNDHWM, buffer)
        socket.setsockopt(zmq.RECONNECT_IVL, 20)  # ms
        socket.setsockopt(zmq.LINGER, 5_000 if keeps else 0)  # ms
        socket.connect(address)

        def send(data):
            try:
                socket.send(data, zmq.NOBLOCK)
            except zmq.Again:
                return False
            return True

        yield send


def free_address():
    """Return an address at which nobody listens. Raises OSError if this machine gives none."""
    import zmq

    with zmq.Context() as context, context.socket(zmq.PULL) as socket:
        try:
            socket.bind(ANYWHERE)
        except zmq.ZMQError as error:
            raise OSError(str(error)) from error
        return socket.last_endpoint.decode()


def direct_times(count):
    """Return up to `count` times (ms) from a sender to a consumer, one message at a time."""
    with TemporaryDirectory(prefix="direct-") as folder, Taken(folder, "zmq") as taken:
        with taken.start(ANYWHERE) as (_, address), pushes(address) as send:
            number, late = 0, perf_counter() + SECONDS
            while number < WARM_UP + count and perf_counter() < late:
                send(message(number))
                number += 1
                taken.wait_for(number)
        return taken.times(count)


def direct_consumer_crashes():
    """Return the `Count`: the consumer is killed after some of the messages, others are sent while it is down, and it returns."""
    with TemporaryDirectory(prefix="direct-") as folder:
        taken = Taken(folder, "zmq")
        with taken.start(ANYWHERE, WORK, dies_after=DONE) as (process, address), pushes(address) as send:
            accepted = [number for number in range(FIRST) if send(message(number))]
            process.wait()
            accepted += [number for number in range(FIRST, FIRST + LATER) if send(message(number))]
            with taken.start(address) as (again, _):
                send(STOP)
                again.wait()
        return taken.count(FIRST + LATER, accepted)


def direct_sender_crashes():
    """Return the `Count`: the consumer is down, the sender sends and ends at once; then both are started."""
    with TemporaryDirectory(prefix="direct-") as folder:
        taken, address = Taken(folder, "zmq"), free_address()
        with pushes(address, keeps=False) as send:
            accepted = [number for number in range(LATER) if send(message(number))]
        with taken.start(address) as (again, _), pushes(address) as send:
            send(STOP)
            again.wait()
        return taken.count(LATER, accepted)
