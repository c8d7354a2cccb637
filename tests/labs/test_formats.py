"""The same order in five formats: what is written is read, descriptions agree with the compiler, strangers' XML is refused."""

import pytest

from sim.labs.formats import FORMATS, decoded, encoded, parse_xml
from sim.labs.orders import ORDER
from sim.labs.protos import compile_proto
from sim.labs.schemas import LINE, ORDER_SCHEMA, Field, Schema, avro_of, message_class, proto_of


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_is_read(name):
    assert decoded(name, encoded(name, ORDER, ORDER_SCHEMA), ORDER_SCHEMA, ORDER_SCHEMA) == ORDER


def test_sizes_are_those_that_the_notebook_tells():
    names = ["JSON", "XML", "MessagePack", "Protocol Buffers", "Avro"]
    assert [len(encoded(name, ORDER, ORDER_SCHEMA)) for name in names] == [435, 647, 339, 178, 145]


def test_class_built_here_writes_the_bytes_of_the_compiled_proto():
    compiled = compile_proto(proto_of(ORDER_SCHEMA))["Order"]
    assert compiled(**ORDER).SerializeToString() == message_class(ORDER_SCHEMA)(**ORDER).SerializeToString()


def test_drawing_of_the_bytes_tells_the_truth():
    schema, record = Schema("Line", (LINE.fields[0], LINE.fields[2])), {"sku": "lasagne", "price": 1390}
    assert encoded("JSON", record, schema) == b'{"sku":"lasagne","price":1390}'
    assert encoded("Protocol Buffers", record, schema) == b"\x0a\x07lasagne\x18\xee\x0a"
    assert encoded("Avro", record, schema) == b"\x0elasagne\xdc\x15"


def test_avro_schema_tells_defaults_and_former_names():
    schema = Schema("Line", (Field("unit_price", "int", 1, default=0, was=("price",)),))
    assert avro_of(schema)["fields"] == [{"name": "unit_price", "type": "int", "default": 0, "aliases": ["price"]}]
    old = Schema("Line", (Field("price", "int", 1),))
    assert decoded("Avro", encoded("Avro", {"price": 5}, old), schema, old) == {"unit_price": 5}


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE o [<!ENTITY a "ha">]><order>&a;</order>',
        b'<?xml version="1.0"?><!DOCTYPE o SYSTEM "file:///etc/hostname"><order/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE o [<!ENTITY a "ha">]><order>&a;</order>'.encode("utf-16"),
        '<!DOCTYPE o [<!ENTITY a "ha">]><order>&a;</order>'.encode("utf-16-le"),
        b'<?xml version="1.0" encoding="cp037"?>' + '<!DOCTYPE o [<!ENTITY a "ha">]><order>&a;</order>'.encode("cp037"),
    ],
    ids=["entity", "file", "utf-16", "utf-16 without a mark", "ebcdic"],
)
def test_document_type_is_refused_whatever_its_encoding(document):
    with pytest.raises((ValueError, SyntaxError)):  # a SyntaxError is what ElementTree calls malformed XML
        parse_xml(document)


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: Field("a b", "int", 1), "name must be letters"), (lambda: Field("a", "float", 1), "kind must be one of"),
        (lambda: Field("a", "int", 0), "tag must be at least 1"), (lambda: Field("a", "enum", 1), "symbols must be the values of an enum"),
        (lambda: Field("a", "record", 1), "of must be the Schema of a record"),
        (lambda: Field("a", "int", 1, default="0"), "default must be a value"),
        (lambda: Field("a", "int", 1, default=2**31), "default must be a value"), (lambda: Field("a", "int", 1, default=True), "default must be"),
        (lambda: Schema("L", [Field("a", "int", 1)]), "fields must be a tuple of Field"),
        (lambda: Schema("L", (1,)), "fields must be a tuple of Field"),
        (lambda: Schema("L", (Field("a", "int", 1), Field("b", "int", 1))), r"fields must each have a tag of their own, got \[1, 1\]"),
        (lambda: Schema("L", (Field("a", "int", 1), Field("a", "int", 2))), "fields must each have a name of their own"),
        (lambda: encoded("YAML", {}, LINE), "name must be one of"), (lambda: decoded("JSON", b"{}", None, LINE), "reader must be a Schema"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_words(build, said):
    with pytest.raises((ValueError, TypeError), match=said):
        build()
