"""Messages from the text of a .proto, and who can still read whom."""

import pytest

from sim.labs.protos import compile_proto, filled, misread, reserves

HEAD = 'syntax = "proto3";\n'
OLD = "string id = 1; string customer = 2; int32 total = 3; string note = 4;"


def order(fields):
    return compile_proto(f"{HEAD}message Order {{ {fields} }}")["Order"]


@pytest.mark.parametrize(
    "fields",
    [OLD, OLD + " string coupon = 5;", "string id = 1; string customer = 2; int32 total = 3; reserved 4;", "string note = 4; int32 total = 3;"],
)
def test_added_removed_and_moved_fields_are_understood_both_ways(fields):
    old, new = order(OLD), order(fields)
    assert misread(old, new) == misread(new, old) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("string id = 1; string customer = 2; int32 total = 3; string coupon = 4;", "nobody wrote note, and it was read as 'the coupon'"),
        ("string id = 1; string customer = 2; string total = 3;", "total was written as 'the total' and read as 0"),
        ("string id = 1; string customer = 2; int64 total = 3;", "total was written as 9223372036854775804 and read as -4"),
        ("string id = 1; string customer = 2; sint32 total = 3;", "total was written as 2147483644 and read as -8"),
        ("string customer = 1; string id = 2; int32 total = 3;", "id was written as 'the id' and read as 'the customer'"),
    ],
)
def test_reused_numbers_and_changed_types_are_found_by_what_an_old_reader_makes_of_it(fields, said):
    assert said in misread(order(fields), order(OLD))


def test_bytes_that_cannot_be_read_at_all_are_said_to_be():
    inner = compile_proto(f"{HEAD}message Order {{ Line id = 1; }} message Line {{ string a = 1; }}")["Order"]
    assert misread(order("bytes id = 1;"), inner) == ["the bytes cannot be read at all"]


def test_every_plain_kind_of_field_is_filled_with_something_to_tell():
    kinds = ("string", "bytes", "bool", "int32", "int64", "uint32", "uint64", "double", "float", "fixed32", "sfixed64", "Kind")
    fields = " ".join(f"{kind} f{place} = {place}; repeated {kind} r{place} = {place + 20};" for place, kind in enumerate(kinds, 1))
    message = compile_proto(f"{HEAD}enum Kind {{ NONE = 0; ONE = 1; }} message Order {{ {fields} Other o = 90; }} message Other {{ }}")["Order"]
    made = filled(message)
    assert all(getattr(made, f"f{place}") for place in range(1, 13)) and all(len(getattr(made, f"r{place}")) == 2 for place in range(1, 13))
    assert misread(message, message) == []


def test_two_versions_of_a_message_live_side_by_side():
    old, new = order("string id = 1;"), order("string id = 1; string more = 2;")
    assert new.FromString(old(id="x").SerializeToString()).id == "x" and not hasattr(old(), "more")


def test_reserved_numbers_are_known():
    source = HEAD + 'message Order { reserved 4, 7 to 9; reserved "note"; }'
    assert [number for number in range(12) if reserves(source, "Order", number)] == [4, 7, 8, 9]


def test_what_protoc_does_not_take_is_refused_with_its_words():
    with pytest.raises(ValueError, match="Field number 1 has already been used"):
        order("string id = 1; string more = 1;")
    with pytest.raises(ValueError, match="must be a .proto that protoc accepts"):
        compile_proto("nonsense")
    with pytest.raises(TypeError, match="source must be a string"):
        compile_proto(None)
