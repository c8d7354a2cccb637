"""Real pages and real writes over HTTP, from afar and over a line that loses answers."""

import threading

import httpx
import pytest

from sim.labs import rest
from sim.labs.order_service import order_service
from sim.labs.orders import ORDER


@pytest.fixture(scope="module")
def address():
    with order_service() as address:
        yield address


@pytest.mark.parametrize(("page", "requests"), [(rest.chatty_page, 6), (rest.parallel_page, 6), (rest.composed_page, 1)])
def test_every_page_shows_the_same_lines_in_its_number_of_requests(address, page, requests):
    far = rest.Far()
    with httpx.Client(base_url=address, transport=far) as client:
        assert page(client) == ORDER["lines"] and far.sent == requests


def test_distance_adds_to_every_request(address):
    with httpx.Client(base_url=address, transport=rest.Far(round_trip=20)) as client:
        assert rest.took(rest.chatty_page, client) >= 6 * 20
        assert rest.took(rest.composed_page, client) >= 20


def orders(address):
    return set(httpx.get(f"{address}/orders").json())


@pytest.mark.parametrize(("method", "key", "more"), [("POST", False, 4), ("POST", True, 3), ("PUT", False, 3)])
def test_orders_that_are_sent_until_heard_are_made_once_more_only_by_a_bare_post(address, method, key, more):
    before = orders(address)
    with httpx.Client(base_url=address, transport=rest.Lossy(lose_every=3)) as client:
        answers = [rest.until_heard(client, method, n, {"Idempotency-Key": f"{method}{n}"} if key else {}) for n in range(3)]
    assert all(answer.is_success for answer in answers) and len(orders(address) - before) == more


def test_lossy_line_loses_the_second_answer_of_two_and_not_the_first(address):
    with httpx.Client(base_url=address, transport=rest.Lossy(lose_every=2)) as client:
        assert client.get(rest.PATH).json() == ORDER
        with pytest.raises(httpx.ReadTimeout, match="the answer is lost"):
            client.get(rest.PATH)


def test_sender_who_never_hears_gives_up_and_the_order_is_made_all_the_same(address):
    before = orders(address)
    with httpx.Client(base_url=address, transport=rest.Lossy(lose_every=1)) as client, pytest.raises(httpx.ReadTimeout):
        rest.until_heard(client, "POST", 1, {}, tries=2)
    assert len(orders(address) - before) == 2


def test_round_trips_are_measured_here_or_taken_from_the_file_and_say_so(monkeypatch):
    before = set(threading.enumerate())
    samples, where = rest.round_trips(5)
    assert len(samples) == 5 and min(samples) > 0 and "on this machine" in where
    assert set(threading.enumerate()) <= before

    def refused(n):
        raise OSError("no port")

    monkeypatch.setattr(rest, "measured_gets", refused)
    samples, where = rest.round_trips(5)
    assert len(samples) == 100 and min(samples) > 0 and where.startswith("stored: a shared two-core virtual machine")


def test_wrong_settings_are_refused_in_words():
    with pytest.raises(ValueError, match="round_trip must be at least 0, got -1"):
        rest.Far(-1)
    with pytest.raises(ValueError, match="lose_every must be at least 1, got 0"):
        rest.Lossy(0)
    with pytest.raises(ValueError, match="tries must be at least 1, got 0"):
        rest.until_heard(None, "PUT", 1, {}, tries=0)
