"""A real registry over HTTP on the loopback: heartbeats, leases, a sweep, a client's copy, and an instance that is killed.

The decisions are those of the simulation, `sim.leases`, told real time. Seconds of the chapter are tenths of a second here.
"""

from contextlib import contextmanager
from threading import Event, Lock, Thread
from time import perf_counter

from sim.arguments import number
from sim.labs import loopback
from sim.labs.loopback import Handler, serving
from sim.leases import Copy, Leases


def now():
    """Return the real time in ms, from some moment on."""
    return 1_000 * perf_counter()


def ask(address, method, path):
    """Return the JSON that a server answers. Raises OSError if nobody does."""
    return loopback.ask(address, path, method)[2]


class Every:
    """Does something every `period` ms in a thread of its own, until it is stopped; the first time after `first` ms."""

    def __init__(self, do, period, first):
        self._over = Event()
        self._thread = Thread(target=self._loop, args=(do, period / 1_000, first / 1_000), daemon=True)
        self._thread.start()

    def _loop(self, do, period, wait):
        due = perf_counter() + wait
        while not self._over.wait(max(0.0, due - perf_counter())):
            do()
            due += period

    def stop(self):
        """Stop, and wait for what is being done."""
        self._over.set()
        self._thread.join()


@contextmanager
def registry(lease, sweep):
    """Serve a registry: `PUT /name` is a sign of life, `GET /` the list; gives its address and its `Leases`. Times in ms."""
    leases, lock = Leases(lease), Lock()

    class Registrations(Handler):
        def do_PUT(self):
            with lock:
                new = leases.renew(self.path[1:], now())
            self.answer({"new": new})

        def do_GET(self):
            with lock:
                names = leases.names
            self.answer(names)

    def look():
        with lock:
            leases.sweep(now())

    with serving(Registrations) as address:
        sweeper = Every(look, sweep, sweep)
        try:
            yield address, leases
        finally:
            sweeper.stop()


def measured_staleness(heartbeat=100, lease=300, sweep=100, fetch=100, phase=0.5):
    """Return (ms, wrong answers): how long a client still believed in an instance that was killed, and how many of its calls failed.

    Two real instances, a real registry, a client that fetches the list and calls both every 20 ms. The first instance is killed
    `phase` of a heartbeat after a heartbeat of its. Raises ValueError unless all times are positive and the lease is longer than a heartbeat.
    """
    for name, value in (("heartbeat", heartbeat), ("sweep", sweep), ("fetch", fetch)):
        number(name, value, above=0)
    number("lease", lease, above=heartbeat)
    number("phase", phase, at_least=0, at_most=1)

    class Instance(Handler):
        def do_GET(self):
            self.answer("here")

    with registry(lease, sweep) as (address, _), serving(Instance) as two:
        jobs = [Every(lambda: ask(address, "PUT", "/two"), heartbeat, 0)]
        try:
            with serving(Instance) as one:
                ask(address, "PUT", "/one")
                ask(address, "PUT", "/two")
                jobs.append(Every(lambda: ask(address, "PUT", "/one"), heartbeat, heartbeat))
                believed = Copy(ask(address, "GET", "/"), now())
                jobs.append(Every(lambda: believed.take(ask(address, "GET", "/"), now()), fetch, phase * fetch))
                Event().wait((1 + phase) * heartbeat / 1_000)
                jobs.pop(1).stop()
            return _calls_until_forgotten(believed, {"one": one, "two": two}, lease + heartbeat + sweep + fetch)
        finally:
            for job in jobs:
                job.stop()


def _calls_until_forgotten(believed, addresses, worst):
    killed, wrong = now(), 0
    while "one" in believed.names and now() < killed + 20 * worst:
        for name in believed.names:
            try:
                ask(addresses[name], "GET", "/")
            except OSError:
                wrong += 1
        Event().wait(0.02)
    return now() - killed, wrong
