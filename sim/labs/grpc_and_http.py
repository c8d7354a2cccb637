"""gRPC beside HTTP with JSON: the same order, call after call; and many calls at once over few connections."""

import json
from asyncio import sleep
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import httpx

from sim.arguments import number, whole
from sim.labs.orders import ORDER
from sim.samples import Samples, stored_samples

WAYS = ("gRPC", "HTTP and JSON")


def measured_calls(n=200, warm_up=20):
    """Return `Samples` (ms) of `n` gets of one order, one after the other, over one connection each way of `WAYS`.

    If something cannot start here, the times are stored ones, and `source` says so. Raises ValueError if n < 1.
    """
    whole("n", n, at_least=1)
    try:
        from sim.labs.grpc_service import grpc_orders
        from sim.labs.order_service import measured_gets, timed

        with grpc_orders() as orders:
            request = orders.messages.OrderRequest(id=ORDER["id"])
            over_grpc = timed(lambda: orders.stub.GetOrder(request, timeout=10), n, warm_up)
        times = dict(zip(WAYS, (over_grpc, measured_gets(n, warm_up)), strict=True))
    except (ImportError, OSError, RuntimeError, httpx.HTTPError) as error:
        stored = stored_samples("grpc_calls")
        return Samples(stored.times, f"stored, since nothing could be measured here ({error}): {stored.source}")
    return Samples(times, "measured on this machine, just now")


def sizes():
    """Return the bytes of the order in each of `WAYS`: as a message of protobuf, and as JSON without spaces."""
    from google.protobuf import json_format

    from sim.labs.grpc_service import generated

    message = json_format.ParseDict(ORDER, generated()[0].Order())
    return dict(zip(WAYS, (message.ByteSize(), len(json.dumps(ORDER, separators=(",", ":")))), strict=True))


ROUNDS = 5  # a busy machine only ever adds to a time, so the shortest of some says most about the protocol


def many_over_grpc(calls=20, work=50):
    """Return (ms until the last of `calls` at once is answered, connections used); a handler sleeps `work` ms.

    It is done `ROUNDS` times over the same connection, and the shortest time counts.
    """
    from sim.labs.grpc_service import grpc_orders

    number("work", work, above=0)
    whole("calls", calls, at_least=1)
    with grpc_orders() as orders:
        orders.stub.Prepare(orders.messages.Work(steps=1, ms_a_step=1))  # the connection is made before the clock runs
        asked, times = orders.messages.Work(steps=1, ms_a_step=work), []
        for _ in range(ROUNDS):
            begun = perf_counter()
            for call in [orders.stub.Prepare.future(asked) for _ in range(calls)]:
                call.result(timeout=60)
            times.append(1_000 * (perf_counter() - begun))
        return min(times), len(orders.peers)


def many_over_http(connections, calls=20, work=50):
    """Return ms until the last of `calls` at once is answered over HTTP/1.1 with at most so many `connections`."""
    from sim.labs.order_service import serving

    number("work", work, above=0)
    limits = httpx.Limits(max_connections=whole("connections", connections, at_least=1))
    with serving(_slow_app(work)) as address, httpx.Client(base_url=address, limits=limits, timeout=None) as client:
        client.get("/")
        with ThreadPoolExecutor(max_workers=whole("calls", calls, at_least=1)) as callers:
            begun = perf_counter()
            for answer in [callers.submit(client.get, "/") for _ in range(calls)]:
                answer.result(timeout=60)
        return 1_000 * (perf_counter() - begun)


def _slow_app(work):
    async def app(scope, receive, send):
        await sleep(work / 1_000)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    return app
