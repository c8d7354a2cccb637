"""A real order service that answers before or after it has asked."""

import threading
from http.client import HTTPConnection
from time import monotonic, sleep

import pytest

from sim.labs.accepted import Restaurant, look, place, shop


def until(condition, seconds=5):
    """Return whether `condition()` comes true within so many s."""
    end = monotonic() + seconds
    while not condition() and monotonic() < end:
        sleep(0.01)
    return condition()


@pytest.fixture
def running():
    before = set(threading.enumerate())
    with shop() as both:
        yield both
    assert not set(threading.enumerate()) - before  # nothing is left behind
    with pytest.raises(OSError):
        place(both[0], "later")


def test_both_ways_create_an_order_while_the_restaurant_is_there(running):
    address, _ = running
    status, state, path = place(address, "synchronous")
    assert (status, state) == (201, "APPROVED") and look(address, path) == "APPROVED"
    status, state, path = place(address, "later")
    assert (status, state) == (202, "PENDING") and until(lambda: look(address, path) == "APPROVED")


def test_without_the_restaurant_one_way_refuses_and_the_other_keeps_the_order_until_it_is_back(running):
    address, restaurant = running
    restaurant.switch_off()
    assert place(address, "synchronous") == (503, None, None)
    paths = [place(address, "later")[2] for _ in range(3)]
    sleep(0.1)
    assert [look(address, path) for path in paths] == ["PENDING"] * 3
    restaurant.switch_on()
    assert until(lambda: {look(address, path) for path in paths} == {"APPROVED"})


def test_orders_placed_at_once_have_addresses_of_their_own(running):
    address, _ = running
    paths = []
    threads = [threading.Thread(target=lambda: paths.append(place(address, "later")[2])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(paths)) == 8


def test_unknown_order_is_not_found(running):
    connection = HTTPConnection(*running[0], timeout=2)
    connection.request("GET", "/orders/99")
    assert connection.getresponse().status == 404
    connection.close()


def test_everything_stops_while_orders_are_pending_and_when_the_cell_fails():
    before = set(threading.enumerate())
    with pytest.raises(ZeroDivisionError), shop() as (address, restaurant):
        restaurant.switch_off()
        place(address, "later")
        1 / 0  # noqa: B018
    assert not set(threading.enumerate()) - before


def test_restaurant_can_be_switched_off_twice():
    restaurant = Restaurant()
    restaurant.switch_off()
    restaurant.switch_off()
    assert restaurant.address[0] == "127.0.0.1"
