"""The official schema, references, and slips of the pen: what each check says, and what it cannot see."""

import hashlib
import json

import pytest

from sim.documents import resolve
from sim.labs import asyncapi
from sim.labs.asyncapi import (
    FOLDER,
    SCHEMA,
    SHOP,
    SLIPS,
    against_schema,
    dangling,
    foreign_messages,
    official_schema,
    problems,
    read,
    slipped,
)


def shop():
    return read(SHOP.read_text(encoding="utf-8"))


def test_official_schema_is_whole_and_of_the_version_that_its_notice_names():
    content = json.dumps(official_schema(), sort_keys=True).encode()
    assert hashlib.sha256(content).hexdigest().startswith("9936c1d4c0948a28")
    assert official_schema()["properties"]["asyncapi"]["const"] == "3.0.0"
    notice = (FOLDER / "NOTICE-asyncapi.txt").read_text(encoding="utf-8")
    assert SCHEMA.name in notice and "@asyncapi/specs 6.11.1" in notice and "Apache License 2.0" in notice
    assert "Apache License" in (FOLDER / "LICENSE-asyncapi.txt").read_text(encoding="utf-8")


def test_shops_document_has_nothing_wrong_and_its_references_lead_somewhere():
    assert problems(shop()) == [] and shop()["asyncapi"] == "3.0.0"


def test_schema_notices_three_slips_of_six_and_references_one_more():
    by_schema = [slip for slip in SLIPS if against_schema(slipped(slip))]
    assert by_schema == ["an action is called sends", "the version is missing", "a channel has an adress"]
    assert [slip for slip in SLIPS if dangling(slipped(slip))] == ["a channel's reference leads nowhere"]
    assert [slip for slip in SLIPS if not problems(slipped(slip))] == ["a payload says requierd", "billing sends what it receives"]


def test_what_is_said_names_the_place_and_the_thing():
    assert against_schema(slipped("an action is called sends")) == ["operations/shopSendsOrders/action: 'sends' is not one of ['send', 'receive']"]
    assert against_schema(slipped("a channel has an adress")) == ["channels/orders: 'adress' is not allowed here"]
    assert dangling(slipped("a channel's reference leads nowhere")) == ["operations/mailReceivesParcels/channel: #/channels/parcel leads nowhere"]


def test_slip_leaves_the_shops_document_as_it_is():
    for slip in SLIPS:
        slipped(slip)
    assert problems(asyncapi._shop()) == []


def test_wrong_type_within_a_payload_is_said_once():
    document = shop()
    document["components"]["schemas"]["OrderPlaced"]["properties"]["order"]["type"] = "strng"
    said = against_schema(document)
    assert len(said) == 1 and "'strng'" in said[0]


def test_smallest_document_is_a_good_one():
    assert problems({"asyncapi": "3.0.0", "info": {"title": "x", "version": "1"}}) == []
    assert len(against_schema({})) == 2  # both are asked for


@pytest.mark.parametrize("target", ["#/channels/none", "#/channels/orders/address/more", "#nonsense", "other.yaml#/x"])
def test_dangling_reference_is_found_by_the_library_and_by_our_own_reading(target):
    document = shop()
    document["operations"]["shopSendsOrders"]["channel"]["$ref"] = target
    assert len(dangling(document)) == 1
    with pytest.raises(ValueError, match="a reference must"):
        resolve(document, target)


def test_message_of_another_channel_is_found_and_one_of_its_own_is_not():
    document = shop()
    operation = document["operations"]["mailReceivesParcels"]
    operation["messages"] = [{"$ref": "#/channels/parcels/messages/ParcelSent"}]
    assert foreign_messages(document) == [] == problems(document)
    operation["messages"] = [{"$ref": "#/channels/orders/messages/OrderPlaced"}]
    assert against_schema(document) == [] and len(problems(document)) == 1


@pytest.mark.parametrize(("text", "words"), [("a: [", "must be YAML"), ("- a", "must hold an AsyncAPI document"), ("", "must not be empty")])
def test_text_that_is_no_document_is_refused(text, words):
    with pytest.raises(ValueError, match=words):
        read(text)
