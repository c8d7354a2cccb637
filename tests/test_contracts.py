"""What consumers read, and who breaks when an answer changes."""

import pytest

from sim.contracts import ADDITIVE, BREAKING, CONSUMERS, FIELDS, breaks, broken, paths_of, unknown, unmet, values_at
from sim.labs.changed_orders import CHANGES
from sim.labs.orders import ORDER, an_order


def test_todays_order_breaks_nobody_tolerant_or_strict():
    assert broken(ORDER) == {} and broken(ORDER, strict=True) == {}


def test_fields_are_what_the_order_says_and_two_of_them_nobody_reads():
    assert set(paths_of(ORDER)) == set(FIELDS)
    read = {path for contract in CONSUMERS.values() for path in contract}
    assert read < set(FIELDS)
    assert set(FIELDS) - read == {"delivery_address.city", "delivery_address.country"}


@pytest.mark.parametrize(
    ("change", "whom"),
    [
        ("add a note", set()),
        ("rename price", {"billing", "web shop", "reports"}),
        ("price as text", {"billing", "web shop", "reports"}),
        ("postcode optional", {"courier"}),
        ("one more state", {"web shop", "reports", "support"}),
        ("customer an object", {"billing", "support"}),
        ("drop the country", set()),
    ],
)
def test_change_breaks_exactly_those_who_read_what_it_changes(change, whom):
    assert set(broken(CHANGES[change](an_order()))) == whom


def test_every_change_is_told_and_leaves_the_order_as_it_was():
    assert len(CHANGES) == 7
    for change in CHANGES.values():
        before = an_order()
        assert change(before) != ORDER and before == ORDER


def test_strict_readers_break_already_when_a_field_is_added():
    assert set(broken(CHANGES["add a note"](an_order()), strict=True)) == set(CONSUMERS)
    assert unknown(an_order(note="")) == ["note"]


def test_what_is_missing_or_of_another_kind_is_told_once_and_by_its_path():
    assert unmet(CHANGES["rename price"](an_order()), {"lines[].price": "whole number"}) == ["lines[].price is missing"]
    said = unmet({"id": 4711}, {"id": "text", "state": ("PENDING",)})
    assert said == ["id must be a text, got 4711", "state is missing"]
    assert unmet({"state": "LATE"}, {"state": ("PENDING", "DONE")}) == ["state must be one of PENDING, DONE, got 'LATE'"]


@pytest.mark.parametrize(
    ("value", "kind", "fits"),
    [
        (3, "whole number", True), (3.5, "whole number", False), (True, "whole number", False), (True, "flag", True),
        (3.5, "number", True), (True, "number", False), ("3", "number", False), ([], "list", True), ({}, "object", True),
        (None, "text", False),
    ],
)  # fmt: skip
def test_kinds_are_those_of_json(value, kind, fits):
    assert (unmet({"x": value}, {"x": kind}) == []) is fits


def test_path_goes_into_objects_and_into_every_element_of_a_list():
    order = {"lines": [{"sku": "a"}, {}], "address": {"city": "Riverton"}, "notes": ["x"]}
    assert values_at(order, "lines[].sku") == ["a", ...]
    assert values_at(order, "address.city") == ["Riverton"]
    assert values_at(order, "address[].city") == [...] and values_at(order, "lines.sku") == [...]
    assert values_at({"lines": []}, "lines[].sku") == []  # nothing there, nothing wrong
    assert sorted(paths_of(order)) == ["address.city", "lines[].sku", "notes[]"]


def test_contract_that_asks_for_no_kind_is_refused():
    with pytest.raises(ValueError, match="kind of id must be one of .*, got 'string'"):
        unmet(ORDER, {"id": "string"})
    with pytest.raises(TypeError, match="contract must be a dict"):
        unmet(ORDER, ["id"])


def test_change_of_a_kind_breaks_whom_it_should():
    reads = CONSUMERS["kitchen"]
    assert [breaks(what, "id", reads) for what in ADDITIVE + BREAKING] == [False, False, True, True, True]
    assert not any(breaks(what, "customer", reads) for what in BREAKING)
    assert [breaks(what, "customer", reads, strict=True) for what in ADDITIVE] == [True, False]
    assert all(breaks(what, "customer", reads, strict=True) for what in BREAKING)
    with pytest.raises(ValueError, match="what must be one of .*, got 'explode'"):
        breaks("explode", "id", reads)
