"""The shop whose replies get lost, for real."""

import socket
import threading

import pytest

from sim.labs.lossy import lossy_shop, send
from sim.labs.orders import an_order


def shop(book):
    def handle(order):
        book.append(order["id"])
        return {"confirmed": order["id"]}

    return handle


def test_every_third_reply_is_lost_after_the_order_was_handled():
    book = []
    with lossy_shop(shop(book), lose_every=3) as address:
        heard = [send(address, an_order(id=f"o-{n}")) for n in range(6)]
    assert book == [f"o-{n}" for n in range(6)]
    assert heard == [{"confirmed": "o-0"}, {"confirmed": "o-1"}, None, {"confirmed": "o-3"}, {"confirmed": "o-4"}, None]


def test_second_try_is_heard_and_the_order_comes_twice():
    book = []
    with lossy_shop(shop(book), lose_every=2) as address:
        assert [send(address, an_order(id=name), tries=2)["confirmed"] for name in "abc"] == ["a", "b", "c"]
    assert book == ["a", "b", "b", "c", "c"]


def test_without_losses_everything_is_heard_once():
    book = []
    with lossy_shop(shop(book), lose_every=0) as address:
        assert all(send(address, an_order(id=f"o-{n}"), tries=3) for n in range(5))
    assert len(book) == 5


def test_error_of_the_shop_is_an_answer_and_not_tried_again():
    asked = []

    def broken(order):
        asked.append(order["id"])
        raise KeyError("no such dish")

    with lossy_shop(broken, lose_every=0) as address, pytest.raises(ValueError, match="answer must be 200, got 500: KeyError"):
        send(address, an_order(), tries=3)
    assert len(asked) == 1


def test_it_listens_on_the_loopback_and_leaves_nothing_behind():
    before = set(threading.enumerate())
    with pytest.raises(RuntimeError, match="on purpose"), lossy_shop(shop([])) as address:
        assert address[0] == "127.0.0.1"
        raise RuntimeError("on purpose")
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)
    assert send(address, an_order(), tries=2) is None


@pytest.mark.parametrize("wrong", [-1, 2.5, True, "3"])
def test_wrong_number_is_refused(wrong):
    with pytest.raises((ValueError, TypeError), match="lose_every must be"), lossy_shop(shop([]), lose_every=wrong):
        pass
