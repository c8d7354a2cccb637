"""Richardson's maturity model, on four APIs."""

from sim.labs.maturity import FOUR, Exchange, level

GOOD = Exchange("get an order", "GET", "/orders/1", 200, {"id": 1, "links": {}})
GONE = Exchange("delete an order", "DELETE", "/orders/2", 204, {})
NONE = Exchange("get an order", "GET", "/orders/9", 404, {"error": "no such order"})


def test_four_apis_stand_on_four_levels():
    assert {name: level(exchanges) for name, exchanges in FOUR.items()} == {
        "front door": 0, "ship it": 1, "by the book": 2, "guided tour": 3,
    }  # fmt: skip


def test_every_level_needs_all_below_it():
    assert level([GOOD, GONE, NONE]) == 3
    assert level([GOOD, GONE, NONE._replace(status=200)]) == 1  # an error that calls itself fine
    assert level([GOOD, GONE._replace(method="GET"), NONE]) == 1  # a GET that deletes
    assert level([GOOD._replace(method="POST"), GONE, NONE]) == 1  # a POST that reads
    assert level([GOOD._replace(body={"id": 1}), GONE, NONE]) == 2
    assert level([GOOD, GOOD]) == 0  # one address: nothing else was seen
    assert level([GONE, NONE]) == 2  # no answer that could have linked
