"""The order service, for real."""

import socket
import threading
from urllib.parse import urlsplit

import httpx
import pytest
from openapi_spec_validator import validate

from sim.contracts import broken
from sim.labs.changed_orders import CHANGES
from sim.labs.order_service import measured_gets, order_service
from sim.labs.orders import ORDER

NEW = {name: ORDER[name] for name in ("customer", "lines", "delivery_address")}
PATH = f"/orders/{ORDER['id']}"


@pytest.fixture(scope="module")
def client():
    with order_service() as address, httpx.Client(base_url=address) as client:
        yield client


def test_it_answers_the_order_as_it_is(client):
    answer = client.get(PATH)
    assert answer.status_code == 200 and answer.json() == ORDER


def test_the_order_can_be_fetched_link_by_link(client):
    links = client.get(f"{PATH}/links").json()["lines"]
    assert [client.get(link).json() for link in links] == ORDER["lines"]


def test_what_is_not_there_is_said_to_be_not_there(client):
    assert [client.get(path).status_code for path in ("/orders/none", f"{PATH}/lines/9", "/orders/none/links")] == [404] * 3
    assert client.post("/orders", json={"customer": "c-1"}).status_code == 422


def test_post_creates_once_more_each_time_unless_it_bears_the_same_key(client):
    places = [client.post("/orders", json=NEW).headers["Location"] for _ in range(2)]
    assert len(set(places)) == 2
    assert {place.removeprefix("/orders/") for place in places} < set(client.get("/orders").json())
    keyed = [client.post("/orders", json=NEW, headers={"Idempotency-Key": key}) for key in ("k1", "k1", "k2")]
    assert [answer.status_code for answer in keyed] == [201] * 3
    assert keyed[0].headers["Location"] == keyed[1].headers["Location"] != keyed[2].headers["Location"]


def test_order_made_after_another_is_gone_takes_nobodys_place(client):
    first, second = (client.post("/orders", json=NEW).headers["Location"] for _ in range(2))
    client.delete(first)
    assert client.post("/orders", json=NEW).headers["Location"] not in (first, second)


def test_put_and_delete_done_twice_are_done_once(client):
    puts = [client.put("/orders/o-1", json=NEW).json() for _ in range(2)]
    assert puts[0] == puts[1] == client.get("/orders/o-1").json()
    assert [client.delete("/orders/o-1").status_code for _ in range(2)] == [204, 204]
    assert client.get("/orders/o-1").status_code == 404


def test_its_document_is_valid_and_names_its_operations(client):
    document = client.get("/openapi.json").json()
    validate(document)
    names = {operation["operationId"] for path in document["paths"].values() for operation in path.values()}
    assert names == {"listOrders", "getOrder", "getOrderLinks", "getOrderLine", "createOrder", "putOrder", "deleteOrder"}


def test_changed_provider_answers_otherwise_and_the_check_finds_who_breaks():
    with order_service(change=CHANGES["rename price"]) as address:
        answer = httpx.get(f"{address}{PATH}").json()
    assert set(broken(answer)) == {"billing", "web shop", "reports"}


def test_measured_gets_are_as_many_as_asked_for_and_not_held_up_by_delayed_acknowledgements():
    samples = measured_gets(30, warm_up=2)
    assert len(samples) == 30 and min(samples) > 0
    assert min(samples) < 30  # with Nagle's algorithm on, every one of them takes more than 40 ms
    with pytest.raises(ValueError, match="n must be at least 1"):
        measured_gets(0)


def test_it_listens_on_the_loopback_and_leaves_nothing_behind():
    before = set(threading.enumerate())
    with pytest.raises(RuntimeError, match="on purpose"), order_service() as address:
        place = urlsplit(address)
        assert place.hostname == "127.0.0.1" and httpx.get(address + PATH).status_code == 200
        raise RuntimeError("on purpose")
    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((place.hostname, place.port), timeout=1)
