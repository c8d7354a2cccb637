"""A real broker's two kinds of channel, and what it keeps: NATS on the loopback, messages counted where they come out.

Plain subscribers of a subject each get every message; of those that name the same queue group one gets each. Whoever
subscribes late has missed what was sent before, unless a stream of JetStream keeps it.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from sim.arguments import whole
from sim.labs.broker import nats_server, settle

BILLING, SUBSCRIBERS = ("billing 1", "billing 2", "billing 3"), ("stock", "mail")
PATIENCE = 5  # s until all messages must be out
HEADERS = {"type": "OrderPlaced", "id": "m-1", "correlation-id": "c-4711"}
BODY = b'{"order": "o-4711", "total": 2350}'
STORED = {
    "billing 1": 36, "billing 2": 37, "billing 3": 47, "stock": 120, "mail": 120, "late": 80, "late, kept": 120,
}  # fmt: skip
WHERE = "a shared two-core virtual machine, Python 3.11, nats-server 2.15"


class Counted(NamedTuple):
    """How many of `sent` messages came to whom, a dict; `late` were sent before the last two subscribed.

    `header` and `body` are those of the first message as it came out. `source` says where it was counted.
    """

    sent: int
    late: int
    came: dict
    header: dict
    body: bytes
    source: str


def count_deliveries(sent=120, late=40):
    """Return the `Counted` of a real broker: three instances in a queue group, two plain subscribers, two that come late.

    "late" subscribes to the subject after `late` of the messages, "late, kept" to a stream that keeps them. Takes about
    half a second. If no broker can be started the counts are those stored for 120 and 40, and `source` says so. Raises ValueError
    unless 1 <= late <= sent.
    """
    whole("sent", sent, at_least=1, at_most=10_000)
    whole("late", late, at_least=1, at_most=sent)
    with ThreadPoolExecutor(max_workers=1) as pool:  # in a notebook the kernel's own event loop runs in this thread
        try:
            came, header, body = pool.submit(_counted, sent, late).result()
        except (TimeoutError, OSError, ImportError) as error:
            return Counted(120, 40, dict(STORED), dict(HEADERS), BODY, f"stored ({error}): counted on {WHERE}")
    return Counted(sent, late, came, header, body, "counted on this machine, just now")


def _counted(sent, late):
    from nats.errors import Error  # here, so that the module is light to import

    with nats_server(jetstream=True) as address:
        try:
            return asyncio.run(_all_out(address, sent, late))
        except Error as error:
            raise OSError(f"the broker must answer, got {error!r}") from error


async def _all_out(address, sent, late):
    import nats

    client = await nats.connect(address, max_reconnect_attempts=1, reconnect_time_wait=0.1)
    came, first = {}, []

    def counter(name):
        came[name] = 0

        async def take(message):
            came[name] += 1
            if not first:
                first.extend((dict(message.headers or {}), message.data))

        return take

    try:
        stream = client.jetstream()
        await stream.add_stream(name="ORDERS", subjects=["orders"])
        for name in BILLING:
            await client.subscribe("orders", queue="billing", cb=counter(name))
        for name in SUBSCRIBERS:
            await client.subscribe("orders", cb=counter(name))
        await settle(client)
        for number in range(sent):
            if number == late:
                await client.subscribe("orders", cb=counter("late"))
                await settle(client)
            headers = HEADERS | {"id": f"m-{number + 1}"}
            await client.publish("orders", BODY, headers=headers)
        if late == sent:
            await client.subscribe("orders", cb=counter("late"))
        await settle(client)
        await stream.subscribe("orders", cb=counter("late, kept"), ordered_consumer=True)  # from the first message on
        wanted = {"stock": sent, "mail": sent, "late": sent - late, "late, kept": sent}
        await asyncio.wait_for(_until(lambda: all(came[name] >= n for name, n in wanted.items())), PATIENCE)
        await settle(client)  # whatever is still to come
    finally:
        await client.close()
    return came, *first


async def _until(true):
    while not true():
        await asyncio.sleep(0.005)
