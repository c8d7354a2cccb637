"""One call at five distances, measured: a function, a thread, a process, a process over HTTP, a process behind a broker.

Each call carries the same few bytes there and back, and the other side does nothing but send them back.
"""

import asyncio
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import perf_counter

from sim.arguments import flag, whole
from sim.labs.broker import nats_server
from sim.labs.children import child, first_line
from sim.samples import Samples, stored_samples

DISTANCES = ("function", "queue", "socket", "http", "broker")
ORDER = b'{"order": 4711, "dish": "lasagne"}'
WARM_UP = 50  # calls that do not count: connections, caches, the interpreter's own warming up
BATCH = 1_000  # function calls timed together, since looking at the clock takes longer than one
SECONDS = 0.7  # the most that one distance may take


def measure(count=1_000, progress=True):
    """Return `Samples` with up to `count` round trips (ms) for each of `DISTANCES`; takes about three seconds.

    `progress` shows a bar. A distance that cannot be measured here (no binary, a refused port) has stored samples, and
    `source` says so. A sample of "function" is the mean of 1,000 calls. Raises ValueError unless count is at least 10.
    """
    whole("count", count, at_least=10)
    from tqdm.auto import tqdm  # here, so that the module is light to import

    times, missing = {}, {}
    bar = tqdm(DISTANCES, desc="measuring", unit="distance", disable=not flag("progress", progress), leave=False)
    with ThreadPoolExecutor(max_workers=1) as pool:  # in a notebook the kernel's own event loop runs in this thread
        for name in bar:
            try:
                times[name] = pool.submit(_measured, name, count).result()
            except (TimeoutError, OSError, HTTPException, ImportError) as error:
                missing[name] = error
    return _with_stored(times, missing)


def _with_stored(times, missing):
    stored = stored_samples("distances")
    source = "measured on this machine, just now"
    if missing:
        reasons = "; ".join(f"{name}: {error}" for name, error in missing.items())
        source += f", but for {', '.join(missing)} ({reasons}), which is stored: {stored.source}"
    return Samples({name: times.get(name) or stored.times[name] for name in DISTANCES}, source)


def _measured(name, count):
    with ExitStack() as stack:
        call, many = {"function": _function, "queue": _queue, "socket": _socket, "http": _http, "broker": _broker}[name](stack)
        for _ in range(WARM_UP):
            call()
        taken, late = [], perf_counter() + SECONDS
        while len(taken) < count and perf_counter() < late:
            begun = perf_counter()
            call()
            taken.append((perf_counter() - begun) * 1_000 / many)
        return taken


def _function(_):
    def echo(data):
        return data

    def thousand():
        for _ in range(BATCH):
            echo(ORDER)

    return thousand, BATCH


def _queue(stack):
    asked, answered = SimpleQueue(), SimpleQueue()

    def work():
        while (data := asked.get()) is not None:
            answered.put(data)

    thread = Thread(target=work, daemon=True)
    thread.start()
    stack.callback(thread.join)
    stack.callback(asked.put, None)

    def call():
        asked.put(ORDER)
        answered.get()

    return call, 1


def _socket(stack):
    port = int(_other_end(stack, "socket"))
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def call():
        connection.sendall(ORDER)
        left = len(ORDER)
        while left:
            left -= len(connection.recv(left)) or _gone()

    return call, 1


def _http(stack):
    connection = HTTPConnection("127.0.0.1", int(_other_end(stack, "http")), timeout=5)
    stack.callback(connection.close)

    def call():
        connection.request("POST", "/", ORDER)
        connection.getresponse().read()

    return call, 1


def _broker(stack):
    import nats

    address = stack.enter_context(nats_server())
    _other_end(stack, "broker", address)
    loop = asyncio.new_event_loop()
    stack.callback(loop.close)

    def run(coroutine):
        try:
            return loop.run_until_complete(coroutine)
        except nats.errors.Error as error:
            raise ConnectionError(str(error)) from error

    client = run(nats.connect(address, allow_reconnect=False, max_reconnect_attempts=1, reconnect_time_wait=0.1))
    stack.callback(lambda: run(client.close()))
    return (lambda: run(client.request("echo", ORDER, timeout=5))), 1


def _other_end(stack, *what):
    """Start the echo of this kind in a process of its own and return what it says when it is ready."""
    script = Path(__file__).with_name("echoes.py")
    return first_line(stack.enter_context(child(sys.executable, "-P", script, *what)))


def _gone():
    raise ConnectionError("the other end must stay until it is asked no more, got an end of the connection")
