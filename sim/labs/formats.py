"""Five formats, and the readers that people write for them: from a plain record to bytes and back.

A reader knows its own schema. Only Avro's is given the writer's too, since that is how it finds the fields; "Avro, blind"
takes its own for it. JSON, XML and MessagePack find fields by name, Protocol Buffers by tag.
"""

import json
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

import fastavro
import msgpack

from sim.arguments import kind, one_of
from sim.labs.schemas import NOTHING, Schema, avro_of, message_class


class Format(NamedTuple):
    """`encode(record, schema)` gives bytes; `decode(data, reader, writer)` a record as the reader's schema wants it."""

    name: str
    encode: object
    decode: object


def parse_xml(data):
    """Return the root element of an XML document of UTF-8; another encoding or a document type is refused with a ValueError.

    A document type can declare entities that grow without bound or lead to files (Python's documentation, XML security).
    """
    try:
        text = data.decode()  # in another encoding the search below would be blind
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise ValueError("data must be XML in UTF-8, got another encoding")
    if "<!DOCTYPE" in text:
        raise ValueError("data must be XML without a document type, got one with <!DOCTYPE")
    return ElementTree.fromstring(data, ElementTree.XMLParser(encoding="utf-8"))  # whatever it declares itself


def _write_json(record, schema):
    return json.dumps(record, separators=(",", ":")).encode()


def _picked(document, schema):
    """Return what a reader takes from a document by name: `document.get(name)`, as most readers are written."""
    found = {}
    for field in schema.fields:
        value = document.get(field.name, None if field.default is NOTHING else field.default)
        if field.of and isinstance(value, (list, dict)):
            value = [_picked(one, field.of) for one in value] if field.many else _picked(value, field.of)
        found[field.name] = value
    return found


def _checked(document, schema):
    """Return the same, and raise a ValueError for what is missing or of a wrong kind."""
    found = _picked(document, schema)
    for field in schema.fields:
        value = found[field.name]
        if not field.fits(value):
            raise ValueError(f"{field.name} must be of kind {field.kind}, got {value!r}")
        if field.of:
            for one in value if field.many else [value]:
                _checked(one, field.of)
    return found


def _write_xml(record, schema):
    root = ElementTree.Element(schema.name.lower())
    _fill(root, record)
    return ElementTree.tostring(root, encoding="utf-8")


def _fill(element, record):
    for name, value in record.items():
        for one in value if isinstance(value, list) else [value]:
            child = ElementTree.SubElement(element, name)
            if isinstance(one, dict):
                _fill(child, one)
            else:
                child.text = str(one)


def _from_xml(element, schema):
    found = {}
    for field in schema.fields:
        if field.of:
            children = [_from_xml(child, field.of) for child in element.findall(field.name)]
            found[field.name] = children if field.many else children[0]
        else:
            text = element.findtext(field.name)
            if text is None and field.default is not NOTHING:
                found[field.name] = field.default
            else:
                found[field.name] = int(text) if field.kind in ("int", "long") else text
    return found


def _from_message(message, schema):
    found = {}
    for field in schema.fields:
        value = getattr(message, field.name)
        if field.of:
            value = [_from_message(one, field.of) for one in value] if field.many else _from_message(value, field.of)
        elif field.default is not NOTHING and not message.HasField(field.name):
            value = field.default
        elif field.symbols:
            value = field.symbols[value] if value < len(field.symbols) else value  # proto3 hands over unknown numbers
        found[field.name] = value
    return found


def _write_avro(record, schema):
    out = BytesIO()
    fastavro.schemaless_writer(out, avro_of(schema), record)
    return out.getvalue()


FORMATS = {
    form.name: form
    for form in (
        Format("JSON", _write_json, lambda data, reader, writer: _picked(json.loads(data), reader)),
        Format("JSON, checked", _write_json, lambda data, reader, writer: _checked(json.loads(data), reader)),
        Format("XML", _write_xml, lambda data, reader, writer: _from_xml(parse_xml(data), reader)),
        Format("MessagePack", lambda record, schema: msgpack.packb(record), lambda data, reader, writer: _picked(msgpack.unpackb(data), reader)),
        Format(
            "Protocol Buffers",
            lambda record, schema: message_class(schema)(**record).SerializeToString(),
            lambda data, reader, writer: _from_message(message_class(reader).FromString(data), reader),
        ),
        Format(
            "Avro", _write_avro, lambda data, reader, writer: fastavro.schemaless_reader(BytesIO(data), avro_of(writer), avro_of(reader))
        ),
        Format("Avro, blind", _write_avro, lambda data, reader, writer: fastavro.schemaless_reader(BytesIO(data), avro_of(reader), None)),
    )
}


def encoded(name, record, schema):
    """Return the bytes of a record in the format of this name. Raises ValueError for an unknown format."""
    return FORMATS[one_of("name", name, FORMATS)].encode(record, kind("schema", schema, Schema, "a Schema"))


def decoded(name, data, reader, writer):
    """Return the record that a reader finds in `data`, which somebody wrote by the schema `writer`.

    Raises whatever the format's library raises where it refuses.
    """
    return FORMATS[one_of("name", name, FORMATS)].decode(data, kind("reader", reader, Schema, "a Schema"), kind("writer", writer, Schema, "a Schema"))
