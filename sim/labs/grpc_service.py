"""The order service over gRPC, for real: a server and clients on the loopback, started and stopped by who uses them.

    with grpc_orders() as orders:
        orders.stub.GetOrder(orders.messages.OrderRequest(id="o-4711"), timeout=1)

The Python for messages and stub is made from `PROTO` by protoc, when it is first needed, in a temporary folder.
"""

import importlib
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from math import inf
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from types import SimpleNamespace

import grpc
from google.protobuf import json_format
from grpc_tools import protoc

from sim.labs.orders import ORDER, STATES

PROTO = """\
syntax = "proto3";
package bookclub;

service Orders {
  rpc GetOrder (OrderRequest) returns (Order);            // unary: one question, one answer
  rpc WatchOrder (OrderRequest) returns (stream Status);  // server streaming: one question, many answers
  rpc Prepare (Work) returns (Done);                      // takes its time
  rpc Relay (Chain) returns (TimeLeft);                   // works, then asks the next one
}

message OrderRequest { string id = 1; }
message Status { string state = 1; }

message Order {
  string id = 1;
  string customer = 2;
  string state = 3;
  string created_at = 4;
  repeated Line lines = 5;
  Address delivery_address = 6;
}
message Line { string sku = 1; int32 quantity = 2; int32 price = 3; }
message Address { string street = 1; string city = 2; string postcode = 3; string country = 4; }

message Work { int32 steps = 1; int32 ms_a_step = 2; bool attentive = 3; }
message Done { int32 steps = 1; }
message Chain { repeated int32 work_ms = 1; bool hand_on = 2; }
message TimeLeft { repeated double ms = 1; }
"""
A_YEAR = 365 * 24 * 3_600  # s
THREADS = 40  # of the server: a handler keeps one as long as it works
LOCAL = [("grpc.enable_http_proxy", 0)]  # the loopback is not to be asked for by way of a proxy
OWN_PORT = [("grpc.so_reuseport", 0)]  # a port that another server has is refused, not shared


@cache
def generated():
    """Return the two modules that protoc and its gRPC plug-in make of `PROTO`: messages, and stub and server."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "bookclub_orders.proto").write_text(PROTO, encoding="utf-8")
        options = [f"-I{folder}", f"--python_out={folder}", f"--grpc_python_out={folder}"]
        if protoc.main(["protoc", *options, str(Path(folder) / "bookclub_orders.proto")]):
            raise RuntimeError("protoc has not made the Python of the order service")
        sys.path.insert(0, folder)  # the second module imports the first one by its bare name
        try:
            importlib.invalidate_caches()
            return tuple(importlib.import_module(f"bookclub_orders_{part}") for part in ("pb2", "pb2_grpc"))
        finally:
            sys.path.remove(folder)


@contextmanager
def grpc_orders():
    """Give a running order service: `stub` and `messages` to call it, `address`, `worked` and `peers`.

    `worked` is a queue of (steps done, steps done after the client had left), one entry for each `Prepare` that is over.
    `peers` is the set of connections (address and port of the other end) over which calls have come.
    It listens at a free port of 127.0.0.1 and is gone when the `with` block ends. Raises RuntimeError if no port can be had.
    """
    messages, services = generated()
    pool = ThreadPoolExecutor(max_workers=THREADS)
    server = grpc.server(pool, options=OWN_PORT)
    orders = SimpleNamespace(messages=messages, worked=SimpleQueue(), peers=set())
    services.add_OrdersServicer_to_server(_servicer(orders, services.OrdersServicer), server)
    try:
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        orders.address = f"127.0.0.1:{port}"
        with grpc.insecure_channel(orders.address, options=LOCAL) as channel:
            orders.stub = services.OrdersStub(channel)
            yield orders
    finally:
        server.stop(grace=1).wait()  # calls that are over are not cancelled, which would be logged
        pool.shutdown()


def _servicer(orders, base):
    """Return the handlers of the service."""
    messages = orders.messages

    class Orders(base):
        def GetOrder(self, request, context):  # noqa: N802 - as in the .proto
            if request.id != ORDER["id"]:
                context.abort(grpc.StatusCode.NOT_FOUND, f"there is no order {request.id}")
            return json_format.ParseDict(ORDER, messages.Order())

        def WatchOrder(self, request, context):  # noqa: N802 - as in the .proto
            for state in STATES[:2]:
                yield messages.Status(state=state)
                sleep(0.02)

        def Prepare(self, request, context):  # noqa: N802 - as in the .proto
            orders.peers.add(context.peer())
            done = late = 0
            while done < request.steps:
                if not context.is_active():  # the deadline has passed, or the client has cancelled
                    if request.attentive:
                        break
                    late += 1
                sleep(request.ms_a_step / 1_000)
                done += 1
            orders.worked.put((done, late))
            return messages.Done(steps=done)

        def Relay(self, request, context):  # noqa: N802 - as in the .proto
            left = [_ms(context.time_remaining())]
            sleep(request.work_ms[0] / 1_000)
            if request.work_ms[1:]:
                rest = messages.Chain(work_ms=request.work_ms[1:], hand_on=request.hand_on)
                patience = context.time_remaining() if request.hand_on else None
                left += orders.stub.Relay(rest, timeout=patience).ms
            return messages.TimeLeft(ms=left)

    return Orders()


def _ms(seconds):
    return inf if seconds is None or seconds > A_YEAR else 1_000 * seconds  # without a deadline gRPC tells a huge number


def give_up(deadline, attentive, steps=40, ms_a_step=5):
    """Return how a real call ends whose client has a `deadline` in ms: a dict of what client and server saw.

    The handler works in `steps` of `ms_a_step` ms; an `attentive` one looks before each whether anybody still waits.
    """
    with grpc_orders() as orders:
        begun = perf_counter()
        try:
            orders.stub.Prepare(orders.messages.Work(steps=steps, ms_a_step=ms_a_step, attentive=attentive), timeout=deadline / 1_000)
            code = "OK"
        except grpc.RpcError as error:
            code = error.code().name
        waited = 1_000 * (perf_counter() - begun)
        done, late = orders.worked.get(timeout=30)
    return {"client": code, "waited": round(waited), "steps done": done, "after it had left": late}


def cancel(after, attentive, steps=40, ms_a_step=5):
    """Return (steps done, steps done after it) of a handler whose client cancels the call `after` ms."""
    with grpc_orders() as orders:
        call = orders.stub.Prepare.future(orders.messages.Work(steps=steps, ms_a_step=ms_a_step, attentive=attentive))
        sleep(after / 1_000)
        call.cancel()
        return orders.worked.get(timeout=30)


def time_left_down(deadline, work, hand_on=True):
    """Return the ms that each service of a real chain sees left when it is asked, inf if it was given no deadline.

    The first is given `deadline` ms; each works for its entry of `work` (ms) and asks the next, with what it has left itself
    (`context.time_remaining()`) if `hand_on`. One server plays all of them. The number that gRPC sends is rounded up, and one
    that it has sent before, up to 3 % longer, may be sent again, since that takes fewer bytes (grpc's hpack_encoder.cc).
    Raises grpc.RpcError if the time does not do.
    """
    with grpc_orders() as orders:
        return list(orders.stub.Relay(orders.messages.Chain(work_ms=work, hand_on=hand_on), timeout=deadline / 1_000).ms)
