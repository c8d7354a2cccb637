"""Messages through a broker that is killed, or whose consumer is: NATS, in memory or on disk."""

from tempfile import TemporaryDirectory
from time import perf_counter

from sim.labs.durable_broker import drained, durable_broker, new_stream, publish, sender
from sim.labs.taken import DONE, FIRST, LATER, SECONDS, WARM_UP, WORK, Taken

NOBODY = 0.05  # s that a sender waits for an acknowledgement that cannot come


async def broker_times(count, storage, always=False):
    """Return up to `count` times (ms) from a sender to a consumer, one message at a time, each acknowledged by the broker.

    `storage` is "memory" or "file"; `always`: it waits for the disk first.
    """
    with TemporaryDirectory(prefix="taken-") as folder, Taken(folder, "nats") as taken, durable_broker(always) as broker:
        async with sender(broker) as client:
            await new_stream(client, storage)
            with taken.start(broker.address):
                number, late = 0, perf_counter() + SECONDS
                while number < WARM_UP + count and perf_counter() < late:
                    await publish(client, [number])
                    number += 1
                    taken.wait_for(number)
        return taken.times(count)


async def consumer_crashes():
    """Return the `Count`: the consumer is killed after some of the messages, others are sent while it is down, and it returns."""
    with TemporaryDirectory(prefix="taken-") as folder, durable_broker() as broker:
        taken = Taken(folder, "nats")
        async with sender(broker) as client:
            await new_stream(client, "file")
            accepted = await publish(client, range(FIRST))
            with taken.start(broker.address, WORK, dies_after=DONE) as (process, _):
                process.wait()
            accepted += await publish(client, range(FIRST, FIRST + LATER))
            with taken.start(broker.address):
                await drained(client)
        return taken.count(FIRST + LATER, accepted)


async def broker_crashes(storage):
    """Return the `Count`: nobody consumes; the broker is killed, the sender goes on, the broker is started again, then a consumer."""
    with TemporaryDirectory(prefix="taken-") as folder, durable_broker() as broker:
        taken = Taken(folder, "nats")
        async with sender(broker) as client:
            await new_stream(client, storage)
            accepted = await publish(client, range(FIRST))
            broker.kill()
            accepted += await publish(client, range(FIRST, FIRST + 2), timeout=NOBODY)  # nobody is there: refused
            broker.start()
        async with sender(broker) as client:
            if storage == "memory":
                await new_stream(client, storage)  # the stream itself was in memory too
            accepted += await publish(client, range(FIRST + 2, FIRST + LATER))
            with taken.start(broker.address):
                await drained(client)
        return taken.count(FIRST + LATER, accepted)
