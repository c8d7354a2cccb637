"""A shop and a relay, each a process of its own that is killed at any moment and started again. Run as a script.

A supervisor starts one life of the program after the other, each as soon as the one before has been killed. A life says its
process id on standard output when it has connected. Where it is stands in a small file that both sides have mapped into memory,
so that it can still be read after a kill, which a program cannot foresee.
"""

import asyncio
import mmap
import os
import signal
import sys
from itertools import count
from random import Random
from time import sleep

from sim.labs.outbox_store import SHOP, database, mark_published, transaction, unpublished, write_message, write_order

PLACES = (
    "starting", "at rest", "before publishing", "publishing", "between publishing and marking", "between marking and commit",
    "committing", "between commit and publish", "between publish and commit", "between the two inserts", "between inserts and commit",
)  # fmt: skip
SUBJECT, STREAM = "orders", "ORDERS"
BATCH = 3
MOMENT = 0.006  # s at most that a life stays at each place, so that a kill finds it at every one of them
CONNECTION = {"allow_reconnect": False, "max_reconnect_attempts": 1, "reconnect_time_wait": 0.1}


class Where:
    """Where a life is: `at(place)` writes it down for whoever kills it, then waits for a random moment.

    Lives take turns with two slots of the file, so that the next one leaves alone what the last one wrote.
    """

    def __init__(self, path, life, seed):
        with open(path, "r+b") as file:
            self._memory = mmap.mmap(file.fileno(), 4)
        self._slot = life % 2 * 2
        self._memory[self._slot], self._memory[self._slot + 1] = 0, 0
        self._draw = Random(f"{seed}/{life}").random
        self._parent = os.getppid()

    def at(self, place, published=0, moment=MOMENT):
        """Be at a place, with so many messages published that are not marked for good."""
        self._memory[self._slot], self._memory[self._slot + 1] = PLACES.index(place), published
        if os.getppid() != self._parent:
            os._exit(0)  # the supervisor is gone
        sleep(self._draw() * moment)


async def relay(db, publish, at):
    """Publish what is in the outbox, and mark it as published."""
    while True:
        at("at rest", moment=MOMENT / 3)
        rows = unpublished(db, BATCH)
        if rows:
            at("before publishing")
            for done, (_, order) in enumerate(rows, start=1):
                at("publishing", done - 1, moment=0)
                await publish(order)
                at("between publishing and marking", done)
            with transaction(db):
                mark_published(db, [number for number, _ in rows])
                at("between marking and commit", len(rows))
                at("committing", len(rows), moment=0)


async def commit_first(db, publish, at, orders):
    """The dual write: the order, then the message."""
    for order in orders:
        at("at rest")
        at("committing", moment=0)
        with transaction(db):
            write_order(db, order)
        at("between commit and publish")
        at("publishing", moment=0)
        await publish(order)


async def publish_first(db, publish, at, orders):
    """The dual write the other way round: the message, then the order."""
    for order in orders:
        at("at rest")
        at("publishing", moment=0)
        await publish(order)
        at("between publish and commit")
        at("committing", moment=0)
        with transaction(db):
            write_order(db, order)


async def outbox(db, publish, at, orders):
    """The order and its message in one transaction; publishing is the relay's work."""
    for order in orders:
        at("at rest")
        with transaction(db):
            write_order(db, order)
            at("between the two inserts")
            write_message(db, order)
            at("between inserts and commit")
            at("committing", moment=0)


async def live(program, life, path, address, where, seed):
    """One life of a program."""
    import nats

    place = Where(where, life, seed)
    client = await nats.connect(address, **CONNECTION)
    stream = client.jetstream()

    async def publish(order):
        await stream.publish(SUBJECT, order.encode())  # returns when the broker has acknowledged it

    with database(path, SHOP) as db:
        print(os.getpid(), flush=True)
        if program == "relay":
            await relay(db, publish, place.at)
        else:
            orders = (f"order {life}-{number}" for number in count(1))
            await {"commit first": commit_first, "publish first": publish_first, "outbox": outbox}[program](db, publish, place.at, orders)


def supervise(program, path, address, where, seed):
    """Start one life after the other, each when the one before was killed; end when a life ends otherwise."""
    import nats  # noqa: F401  once, for all lives

    running = []

    def stop(*_):
        for process in running:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    for life in count(1):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})  # whoever stops us must find the life that has begun
        process = os.fork()
        if not process:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            asyncio.run(live(program, life, path, address, where, seed))
            os._exit(0)
        running[:] = [process]
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        _, status = os.waitpid(process, 0)
        running.clear()
        if not os.WIFSIGNALED(status):
            sys.exit(f"{program} must live until it is killed, got an end of its own")


if __name__ == "__main__":
    supervise(*sys.argv[1:])
