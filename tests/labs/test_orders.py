"""The order that every real part sends about."""

import json
from datetime import UTC, datetime

import pytest

from sim.labs.orders import ORDER, STATES, an_order, total


def test_the_order_is_plain_data_that_json_carries_unchanged():
    assert json.loads(json.dumps(ORDER)) == ORDER


def test_the_order_has_five_lines_with_prices_in_whole_cents():
    assert len(ORDER["lines"]) == 5
    assert all(type(line["price"]) is int and type(line["quantity"]) is int for line in ORDER["lines"])
    assert total(ORDER) == 2 * 1150 + 1390 + 3 * 690 + 3 * 575 + 6 * 250


def test_the_order_has_a_known_state_and_a_time_in_utc():
    assert ORDER["state"] in STATES
    assert datetime.fromisoformat(ORDER["created_at"]).tzinfo == UTC


def test_a_copy_can_be_changed_without_the_original():
    mine = an_order(state="PENDING")
    mine["lines"].pop()
    assert (mine["state"], len(mine["lines"])) == ("PENDING", 4)
    assert (ORDER["state"], len(ORDER["lines"])) == ("APPROVED", 5)
    with pytest.raises(KeyError):
        total({})
