"""The order service over gRPC, for real."""

import socket
import threading
from math import inf

import grpc
import pytest

from sim.labs.grpc_service import PROTO, cancel, generated, give_up, grpc_orders, time_left_down
from sim.labs.orders import ORDER


def test_unary_call_gives_the_order_and_an_unknown_one_an_error():
    with grpc_orders() as orders:
        order = orders.stub.GetOrder(orders.messages.OrderRequest(id=ORDER["id"]), timeout=10)
        assert [line.sku for line in order.lines] == [line["sku"] for line in ORDER["lines"]]
        assert (order.customer, order.delivery_address.city) == (ORDER["customer"], ORDER["delivery_address"]["city"])
        with pytest.raises(grpc.RpcError) as refused:
            orders.stub.GetOrder(orders.messages.OrderRequest(id="o-1"), timeout=10)
        assert refused.value.code() == grpc.StatusCode.NOT_FOUND


def test_server_streaming_gives_one_answer_after_the_other():
    with grpc_orders() as orders:
        states = [status.state for status in orders.stub.WatchOrder(orders.messages.OrderRequest(id=ORDER["id"]), timeout=10)]
    assert states == ["PENDING", "APPROVED"]


def test_careless_handler_works_on_after_the_deadline_and_an_attentive_one_stops():
    careless, attentive = give_up(60, attentive=False, steps=30), give_up(60, attentive=True, steps=30)
    assert careless["client"] == attentive["client"] == "DEADLINE_EXCEEDED"
    assert careless["steps done"] == 30 and careless["after it had left"] >= 5
    assert attentive["steps done"] < 30 and attentive["after it had left"] == 0


def test_deadline_that_suffices_changes_nothing():
    assert give_up(20_000, attentive=True, steps=3) | {"waited": 0} == {"client": "OK", "waited": 0, "steps done": 3, "after it had left": 0}


def test_cancelled_call_is_seen_by_the_handler_that_looks():
    assert cancel(40, attentive=False, steps=30)[0] == 30
    done, late = cancel(40, attentive=True, steps=400)
    assert done < 400 and late == 0


def test_time_left_is_handed_on_only_by_a_handler_that_does_so():
    left = time_left_down(3_000, [300, 200, 1])
    assert left[0] < 3_100 and left[1] < 2_800 and left[2] < left[1] - 100  # gRPC rounds what it sends
    assert time_left_down(20_000, [1, 1], hand_on=False)[1] == inf


def test_chain_that_needs_more_than_its_deadline_fails_as_a_whole():
    with pytest.raises(grpc.RpcError) as refused:
        time_left_down(100, [80, 80, 80])
    assert refused.value.code() in (grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.UNKNOWN)


def test_generated_code_is_made_once_and_knows_the_service():
    messages, services = generated()
    assert generated() == (messages, services) and hasattr(services, "OrdersStub")
    assert {method for method in ("GetOrder", "WatchOrder") if f"rpc {method}" in PROTO} == {"GetOrder", "WatchOrder"}
    assert "PROTO" in __import__("sim.labs.grpc_service", fromlist=["PROTO"]).__dict__


def test_it_listens_on_the_loopback_and_leaves_nothing_behind_also_when_the_block_fails():
    generated()
    before = set(threading.enumerate())
    with pytest.raises(RuntimeError, match="on purpose"), grpc_orders() as orders:
        host, port = orders.address.split(":")
        assert host == "127.0.0.1"
        orders.stub.GetOrder(orders.messages.OrderRequest(id=ORDER["id"]), timeout=10)
        raise RuntimeError("on purpose")
    for thread in set(threading.enumerate()) - before:
        thread.join(10)  # a channel's own thread ends a moment after it
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)), timeout=1)
