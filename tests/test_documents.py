"""What a document promises: references followed, connections drawn, payloads found, differences told."""

import pytest

from sim.documents import Edge, differences, edges, payloads, references, resolve

SMALL = {
    "channels": {"a/b": {"messages": {"Hello": {"$ref": "#/components/messages/Hello"}, "Any": {}}}},
    "operations": {
        "says": {"action": "send", "channel": {"$ref": "#/channels/a~1b"}, "tags": [{"name": "one"}, {"name": "two"}]},
        "hears": {"action": "receive", "channel": {"$ref": "#/channels/a~1b"}},
    },
    "components": {
        "messages": {"Hello": {"payload": {"$ref": "#/components/schemas/Hello"}}},
        "schemas": {"Hello": {"type": "object", "properties": {"to": {"$ref": "#/components/schemas/Name"}}}, "Name": {"type": "string"}},
    },
}


def test_every_tag_of_an_operation_is_a_service_and_none_is_a_question_mark():
    assert edges(SMALL) == {Edge("one", "send", "a/b"), Edge("two", "send", "a/b"), Edge("?", "receive", "a/b")}


def test_payloads_have_every_reference_replaced_and_a_message_without_one_may_hold_anything():
    hello = {"type": "object", "properties": {"to": {"type": "string"}}}
    assert payloads(SMALL) == {"a/b": {"Hello": hello, "Any": True}}


def test_document_without_channels_and_operations_promises_nothing():
    assert edges({}) == set() and payloads({}) == {}


def test_references_are_found_in_dicts_and_lists_with_their_place():
    found = dict(references({"a/b": [{"$ref": "#/x"}, {"deep": {"$ref": "#/y"}}], "$ref": {"not": "a reference"}}))
    assert found == {"#/a~1b/0": "#/x", "#/a~1b/1/deep": "#/y"}


def test_reference_is_followed_through_lists_escapes_and_other_references():
    document = {"list": [{"$ref": "#/a~1b/c~0d"}], "a/b": {"c~d": {"x": 1}}}
    assert resolve(document, "#/list/0") == {"x": 1}
    assert resolve(document, "#") == document


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("#/channels/c", "must lead somewhere, got '#/channels/c', where there is no 'c'"),
        ("other.yaml#/channels", "must stay in the document, got 'other.yaml#/channels'"),
        ("#/loop/a", "must not lead in a circle, got #/loop/a to #/loop/b to #/loop/a"),
        ("#/list/7", "where there is no '7'"),
        ("#/list/0/x", "where there is no 'x'"),
    ],
)
def test_reference_that_leads_nowhere_is_refused_in_words(reference, words):
    document = SMALL | {"loop": {"a": {"$ref": "#/loop/b"}, "b": {"$ref": "#/loop/a"}}, "list": ["text"]}
    with pytest.raises(ValueError, match=words):
        resolve(document, reference)


def test_payload_that_refers_to_itself_is_refused():
    tree = {"channels": {"c": {"messages": {"T": {"payload": {"$ref": "#/s"}}}}}, "s": {"properties": {"child": {"$ref": "#/s"}}}}
    with pytest.raises(ValueError, match="circle"):
        payloads(tree)


@pytest.mark.parametrize("broken", [{"action": "publish"}, {"channel": {}}, {"channel": {"$ref": "#/channels/none"}}])
def test_operation_without_action_or_channel_is_refused(broken):
    document = SMALL | {"operations": {"says": SMALL["operations"]["says"] | broken}}
    with pytest.raises(ValueError, match="must have an action|must lead somewhere"):
        edges(document)


def test_differences_come_by_channel_with_senders_first():
    ab, ba, aa = Edge("b", "send", "x"), Edge("a", "receive", "x"), Edge("a", "send", "y")
    assert differences({aa, ba, ab}, {aa: 3}) == ([ab, ba], [])
    assert differences([aa], [aa, ba]) == ([], [ba])


def test_edge_is_written_the_way_messages_go():
    assert str(Edge("shop", "send", "orders")) == "shop → orders"
    assert str(Edge("stock", "receive", "orders")) == "orders → stock"


@pytest.mark.parametrize("part", ["operations", "channels"])
@pytest.mark.parametrize("wrong", [["a list"], {"x": "text"}, None])
def test_document_of_another_shape_is_refused_in_words(part, wrong):
    with pytest.raises(ValueError, match=f"{part} of a document must be a mapping"):
        (edges if part == "operations" else payloads)({part: wrong})
