"""A real broker that keeps its messages, can be killed and started again: NATS with JetStream, on the loopback."""

import asyncio
import os
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from sim.arguments import flag
from sim.labs.broker import listening_at, server_path
from sim.labs.children import child
from sim.labs.taken import PATIENCE, message
from sim.labs.takers import GROUP, KILL, STREAM, SUBJECT

AT_ONCE = 10  # messages that a consumer may have in its hands
TRIES = 100  # of a client to find the broker again, 20 ms apart
RETURNS = 0.5  # s after which what was not acknowledged is delivered again


class DurableBroker:
    """A NATS server with a store in `folder`; `address` is where it listens, the same after every start.

    `always`: it waits for the disk (fsync) before it acknowledges; else the operating system writes when it likes to.
    """

    def __init__(self, folder, always=False):
        self.folder = Path(folder)
        self.address = self.pid = self._guard = None
        self._stack = ExitStack()
        self._settings = self.folder / "nats.conf"
        store = (self.folder / "store").as_posix()
        sync = "sync_interval: always" if flag("always", always) else ""
        self._settings.write_text(f'jetstream {{\n store_dir: "{store}"\n {sync}\n}}\n', encoding="utf-8")

    def start(self):
        """Start it, with what its store holds. Raises FileNotFoundError without a binary, TimeoutError if it does not come up."""
        for old in self.folder.glob("*.ports"):
            old.unlink()  # that of a server that was killed
        port = self.address.rpartition(":")[2] if self.address else -1
        where = ("--addr", "127.0.0.1", "--port", port, "--ports_file_dir", self.folder, "--pid", self.folder / "pid")
        self._guard = self._stack.enter_context(child(server_path(), "-c", self._settings, *where))
        self.address = listening_at(self.folder, self._guard)
        self.pid = int((self.folder / "pid").read_text(encoding="utf-8"))

    def kill(self):
        """End it at once (SIGKILL), as a crash of its process would: it cannot put anything away."""
        os.kill(self.pid, KILL)
        self._guard.wait()
        self.stop()

    def stop(self):
        """End it in order, if it runs."""
        self.pid = None
        self._stack.close()


@contextmanager
def durable_broker(always=False):
    """Give a running `DurableBroker`; it and its store are gone when the `with` block ends."""
    with TemporaryDirectory(prefix="nats-", ignore_cleanup_errors=True) as folder:
        broker = DurableBroker(folder, always)
        try:
            broker.start()
            yield broker
        finally:
            broker.stop()


@asynccontextmanager
async def sender(broker):
    """Give a nats-py client of the broker that finds it again after a crash.

    Raises ConnectionError if nobody is there, or for an error of the broker's that nobody has handled.
    """
    import nats

    async def quiet(error):
        """Say nothing of a connection that is gone: the sender is told by each message that is not acknowledged."""

    try:
        client = await nats.connect(broker.address, error_cb=quiet, reconnect_time_wait=0.02, max_reconnect_attempts=TRIES)
    except (nats.errors.Error, OSError) as error:
        raise ConnectionError(str(error)) from error
    try:
        yield client
    except nats.errors.Error as error:
        raise ConnectionError(str(error)) from error
    finally:
        with suppress(OSError):  # the connection was gone already
            await client.close()


async def new_stream(client, storage):
    """Make the stream of orders, "file" or "memory", and the group that takes from it."""
    stream = client.jetstream()
    await stream.add_stream(name=STREAM, subjects=[SUBJECT], storage=storage)
    await stream.add_consumer(
        STREAM, durable_name=GROUP, deliver_subject=f"to.{GROUP}", ack_policy="explicit", ack_wait=RETURNS, max_ack_pending=AT_ONCE
    )


async def publish(client, numbers, timeout=PATIENCE):
    """Send messages with these numbers, one after the other, and return those that the broker has acknowledged."""
    import nats

    accepted, stream = [], client.jetstream()
    for number in numbers:
        try:
            await stream.publish(SUBJECT, message(number), timeout=timeout)
            accepted.append(number)
        except (nats.errors.Error, TimeoutError):
            pass
    return accepted


async def drained(client):
    """Return when the group has acknowledged all that the stream holds. Raises TimeoutError after 20 s."""
    late = monotonic() + PATIENCE
    while monotonic() < late:
        info = await client.jetstream().consumer_info(STREAM, GROUP)
        if not info.num_pending and not info.num_ack_pending:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError(f"the consumer must be done within {PATIENCE} s, got {info.num_pending} messages that wait")
