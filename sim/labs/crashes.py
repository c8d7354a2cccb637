"""A database write and a message, for real: SQLite and a broker, and processes that are killed at random moments.

The shop takes orders in one of three ways: `commit first` and `publish first` are dual writes; with an `outbox`, order and
message are one transaction, and a relay publishes what the outbox holds. All are ended by SIGKILL, which no program can
catch, and started again. Afterwards the kitchen's consumer takes every message, and the books are compared.
"""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from sim.arguments import flag, one_of, whole
from sim.labs.broker import nats_server
from sim.labs.children import child, first_line
from sim.labs.outbox_processes import BATCH, CONNECTION, PLACES, STREAM, SUBJECT
from sim.labs.outbox_store import KITCHEN, SHOP, cook, database, ids, unpublished

WAYS = ("commit first", "publish first", "outbox")
__all__ = ["BATCH", "PLACES", "WAYS", "Books", "crash", "published_twice", "soaked"]
LIFE = 0.03  # s that a life is left alone at most, once it is there
PATIENCE = 60  # s that the relay gets in the end for what is left in the outbox


@dataclass
class Books:
    """What stands in the books after the crashes. `lost`: orders without a ticket; `phantom`: tickets without an order.

    `killed[place]`: how often a process was killed there; `ended[place]`: how many programs were there when they were stopped
    for good, which is as sudden and no kill of the count. `owed`: how many messages had been published and not marked when
    the relay was killed; `messages` is how many the broker has, `duplicates` how many of these came again, `tickets` what
    the kitchen made of them with its table of seen ids.
    """

    way: str
    orders: int
    messages: int
    duplicates: int
    tickets: int
    lost: int
    phantom: int
    owed: int = 0
    killed: dict = field(default_factory=dict)
    ended: dict = field(default_factory=dict)
    source: str = "counted on this machine, just now"

    @property
    def kills(self):
        """How many processes were killed."""
        return sum(self.killed.values())

    def __repr__(self):
        return (
            f"{self.way}: {self.kills} kills, {self.orders:,} orders, {self.messages:,} messages; lost {self.lost}, phantom {self.phantom}, "
            f"duplicates {self.duplicates} before the table, {self.tickets - (self.orders - self.lost + self.phantom)} after it"
        )


def crash(way, kills=20, seed=1, progress=True):
    """Take orders in one of `WAYS`, kill its processes `kills` times in all, and return the `Books`.

    With an outbox, shop and relay are killed in turn. `seed` decides the moments, as far as a real machine lets it.
    Where it cannot run (no binary, no SIGKILL) the books are stored ones, and `source` says so. Raises ValueError unless
    `way` is one of `WAYS` and `kills` a whole number from 1 on.
    """
    one_of("way", way, WAYS)
    whole("kills", kills, at_least=1)
    whole("seed", seed)
    from tqdm.auto import tqdm  # here, so that the module is light to import

    with tqdm(total=kills, desc=way, unit="kill", disable=not flag("progress", progress), leave=False) as bar:
        try:
            if not hasattr(os, "fork"):
                raise OSError("this system has no fork")
            return _crash(way, kills, Random(seed), bar)
        except (OSError, ImportError) as error:
            return _stored("books", way, f"not run here ({error}), but stored: ")


def soaked(way):
    """Return the stored `Books` of one long run of `make soak`, with thousands of kills, in one of `WAYS`."""
    return _stored("soak", one_of("way", way, WAYS), "")


def _stored(what, way, why):
    stored = json.loads((files("sim") / "labs" / "crashes.json").read_text(encoding="utf-8"))
    return Books(way, **stored[what][way], source=why + stored["source"])


def _crash(way, kills, rng, bar):
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(max_workers=1))  # in a notebook the kernel's event loop runs in this thread
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="outbox-", ignore_cleanup_errors=True)))
        address = stack.enter_context(nats_server(jetstream=True))
        _wait_for(pool, _add_stream(address))
        shop = stack.enter_context(database(folder / "shop.db", SHOP))
        programs = [_Program(stack, name, folder, address, rng) for name in ([way, "relay"] if way == "outbox" else [way])]
        for at in range(kills):
            programs[at % len(programs)].kill()
            bar.update()
        shops = programs.pop(0)
        shops.end()
        if programs:
            late = monotonic() + PATIENCE
            while unpublished(shop, 1) and monotonic() < late:
                sleep(0.01)
        for program in programs:
            program.end()
        kitchen = stack.enter_context(database(folder / "kitchen.db", KITCHEN))
        messages = _wait_for(pool, _consume(address, folder / "kitchen.db"))
        return _books(way, ids(shop, "orders"), messages, ids(kitchen, "tickets"), [shops, *programs])


def _books(way, orders, messages, tickets, programs):
    ordered, ticketed = set(orders), set(tickets)
    killed = sum((program.killed for program in programs), Counter())
    return Books(
        way, len(orders), len(messages), len(messages) - len(set(messages)), len(tickets), lost=len(ordered - ticketed),
        phantom=len(ticketed - ordered), owed=sum(program.owed for program in programs), killed=dict(killed),
        ended=dict(Counter(program.ended for program in programs)),
    )  # fmt: skip


def _wait_for(pool, coroutine):
    """Return what a coroutine returns that runs in a thread of this pool."""
    import nats

    try:
        return pool.submit(asyncio.run, coroutine).result()
    except nats.errors.Error as error:
        raise ConnectionError(str(error)) from error


class _Program:
    """One program that is started again after each kill."""

    def __init__(self, stack, name, folder, address, rng):
        self._rng = rng
        self._where = folder / f"{name}.where"
        self._where.write_bytes(bytes(4))
        self.killed, self.owed, self.ended, self._lives = Counter(), 0, None, 1
        self._stack = stack.enter_context(ExitStack())
        script = Path(__file__).with_name("outbox_processes.py")
        command = (sys.executable, "-P", script, name, folder / "shop.db", address, self._where, rng.random())
        self._supervisor = self._stack.enter_context(child(*command))
        self._life = int(first_line(self._supervisor))

    def kill(self):
        """Leave the program alone for a random moment, kill it, write down where it was, and wait for its next life."""
        sleep(self._rng.random() * LIFE)
        os.kill(self._life, signal.SIGKILL)
        self._life = int(first_line(self._supervisor))
        place, published = self._last_seen()
        self.killed[place] += 1
        self.owed += published
        self._lives += 1

    def end(self):
        """Stop the program for good, and write down where it was."""
        self._stack.close()
        self.ended, _ = self._last_seen()

    def _last_seen(self):
        """Return where the life of this number was, and how many messages it had published that were not marked."""
        slot = self._lives % 2 * 2
        place, published = self._where.read_bytes()[slot : slot + 2]
        return PLACES[place], published


def published_twice():
    """Publish one order twice under one message id; return (how many the broker keeps, s for which it remembers the id).

    The id travels in JetStream's header `Nats-Msg-Id`. Raises OSError if there is no broker here.
    """

    async def publish(address):
        import nats

        client = await nats.connect(address, **CONNECTION)
        stream = client.jetstream()
        await stream.add_stream(name=STREAM, subjects=[SUBJECT])
        for _ in range(2):
            await stream.publish(SUBJECT, b"order 1", headers={"Nats-Msg-Id": "order 1"})
        found = await stream.stream_info(STREAM)
        await client.close()
        return found.state.messages, found.config.duplicate_window

    with ThreadPoolExecutor(max_workers=1) as pool, nats_server(jetstream=True) as address:
        return _wait_for(pool, publish(address))


async def _add_stream(address):
    import nats

    client = await nats.connect(address, **CONNECTION)
    await client.jetstream().add_stream(name=STREAM, subjects=[SUBJECT])
    await client.close()


async def _consume(address, path):
    """Take every message of the stream, let the kitchen cook it, and return their ids."""
    import nats

    client = await nats.connect(address, **CONNECTION)
    stream = client.jetstream()
    taken = []
    with database(path, KITCHEN) as kitchen:
        count = (await stream.stream_info(STREAM)).state.messages
        waiting = await stream.pull_subscribe(SUBJECT, durable="kitchen")
        while len(taken) < count:
            for message in await waiting.fetch(min(100, count - len(taken)), timeout=10):
                cook(kitchen, message.data.decode())
                await message.ack()  # only now: what is taken out before it is cooked may be lost
                taken.append(message.data.decode())
    await client.close()
    return taken
