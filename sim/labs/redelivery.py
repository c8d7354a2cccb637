"""A real broker that hands out again: NATS with JetStream, a consumer that never acknowledges, and a sender that repeats itself."""

from time import perf_counter

from sim.arguments import number, whole
from sim.labs.broker import nats_server

STREAM, SUBJECT, GROUP = "ORDERS", "orders", "stock"
MEASURED = {  # what came out once on a shared two-core virtual machine with Python 3.11, for where there is no broker
    "deliveries": [1, 2, 3], "at": [2.0, 203.0, 405.0], "after": 0, "stored": 2, "again": True,
    "defaults": {"ack_wait": 30, "max_deliver": -1, "duplicate_window": 120}, "measured": False,
}  # fmt: skip


async def redelivery(ack_wait=200, max_deliver=3):
    """Return how a broker treats a consumer that acknowledges nothing, and a message that is sent twice; a dict.

    One message is taken again and again, never acknowledged: `deliveries` are its numbers of delivery as the broker counts them,
    `at` the ms since it was sent; `after`, how many come when it has been handed out `max_deliver` times (in twice `ack_wait`
    ms). Then a sender sends a message with an id, and the same again: `stored`, how many the stream holds of all that were sent,
    `again`, whether the broker said of the second that it is a duplicate. `defaults`: what the broker does if it is told nothing, an
    `ack_wait` and a `duplicate_window` in s, and `max_deliver` (-1: no limit). `measured` is False if there is no broker on this
    machine; the numbers are then those of another. Raises ValueError for times or counts that make no sense.
    """
    number("ack_wait", ack_wait, at_least=50)
    whole("max_deliver", max_deliver, at_least=1, at_most=10)
    try:
        with nats_server(jetstream=True) as address:
            return await _watched(address, ack_wait, max_deliver)
    except (ImportError, OSError):  # no client, no server, or it does not come up
        return dict(MEASURED)


async def _watched(address, ack_wait, max_deliver):
    import nats

    client = await nats.connect(address, max_reconnect_attempts=1, reconnect_time_wait=0.1)
    try:
        stream = client.jetstream()
        await stream.add_stream(name=STREAM, subjects=[SUBJECT], storage="memory")
        settings = {"ack_policy": "explicit", "ack_wait": ack_wait / 1_000, "max_deliver": max_deliver}
        await stream.add_consumer(STREAM, durable_name=GROUP, **settings)
        inbox = await stream.pull_subscribe_bind(GROUP, STREAM)
        start = perf_counter()
        await stream.publish(SUBJECT, b"order 1: placed")
        deliveries, at = [], []
        for _ in range(max_deliver):
            (message,) = await inbox.fetch(1, timeout=10)
            deliveries.append(message.metadata.num_delivered)
            at.append(1_000 * (perf_counter() - start))
        after = await _more(inbox, 2 * ack_wait / 1_000)
        header = {"Nats-Msg-Id": "order 2: placed"}
        await stream.publish(SUBJECT, b"order 2: placed", headers=header)
        answer = await stream.publish(SUBJECT, b"order 2: placed", headers=header)
        info = await stream.stream_info(STREAM)
        plain = (await stream.add_consumer(STREAM, durable_name="plain", ack_policy="explicit")).config
        defaults = {"ack_wait": plain.ack_wait, "max_deliver": plain.max_deliver, "duplicate_window": info.config.duplicate_window}
        found = {"deliveries": deliveries, "at": at, "after": after, "stored": info.state.messages, "again": bool(answer.duplicate)}
        return found | {"defaults": defaults, "measured": True}
    finally:
        await client.close()


async def _more(inbox, seconds):
    """Return how many messages come within so many s."""
    try:
        return len(await inbox.fetch(1, timeout=seconds))
    except TimeoutError:
        return 0
