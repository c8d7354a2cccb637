"""The server of two majors, for real."""

import socket
import threading

import pytest

from sim.labs.orders import ORDER, total
from sim.labs.two_majors import MIME, ask, two_majors


@pytest.fixture(scope="module")
def both():
    with two_majors() as address:
        yield address


def test_major_in_the_path_and_major_in_the_mime_type_give_the_same(both):
    for number in (1, 2):
        by_path, by_mime = ask(both, f"/v{number}/orders/o-4711"), ask(both, "/orders/o-4711", MIME.format(number))
        assert by_path[0] == by_mime[0] == 200 and by_path[2] == by_mime[2]
        assert by_mime[1]["Content-Type"] == MIME.format(number) and by_mime[1]["Vary"] == "Accept"


def test_the_two_majors_do_not_fit_each_other(both):
    old, new = (ask(both, f"/v{number}/orders/o-4711")[2]["total"] for number in (1, 2))
    assert old == total(ORDER) and new == {"cents": total(ORDER), "currency": "CHF"}


def test_who_names_no_version_gets_the_newest(both):
    assert ask(both, "/orders/o-4711")[1]["Content-Type"] == MIME.format(2)
    assert ask(both, "/orders/o-4711", "*/*")[2] == ask(both, "/v2/orders/o-4711")[2]


def test_old_major_says_when_it_will_go_and_the_new_one_does_not(both):
    old, new = (ask(both, f"/v{number}/orders/o-4711")[1] for number in (1, 2))
    assert old["Deprecation"].startswith("@") and old["Sunset"].endswith("GMT") and "successor-version" in old["Link"]
    assert "Sunset" not in new


def test_major_that_is_not_served_is_404_by_path_and_406_by_mime_type(both):
    assert ask(both, "/v3/orders/o-4711")[0] == ask(both, "/v1/orders/o-1")[0] == ask(both, "/")[0] == 404
    assert ask(both, "/orders/o-4711", MIME.format(3))[0] == 406


def test_contracted_server_has_no_old_major():
    with two_majors(serves=[2]) as address:
        assert ask(address, "/v1/orders/o-4711")[0] == 404 and ask(address, "/orders/o-4711", MIME.format(1))[0] == 406
        assert ask(address, "/v2/orders/o-4711")[0] == 200


def test_it_listens_on_the_loopback_and_leaves_nothing_behind_also_when_the_block_fails():
    before = set(threading.enumerate())
    with pytest.raises(RuntimeError, match="on purpose"), two_majors() as address:
        assert address[0] == "127.0.0.1" and ask(address, "/v2/orders/o-4711")[0] == 200
        raise RuntimeError("on purpose")
    assert {thread for thread in set(threading.enumerate()) - before if "serve_forever" in str(thread)} == set()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)
