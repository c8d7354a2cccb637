"""What a message holds, said once for every format: fields with a name, a kind, a tag and perhaps a default.

From it come the .proto, the schema of Avro and the message class of Protocol Buffers, all made when they are needed.
"""

from dataclasses import dataclass
from functools import cache

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from sim.arguments import flag, kind, one_of, title, whole

NOTHING = type("Nothing", (), {"__repr__": lambda self: "NOTHING"})()  # no default: None would be one
KINDS = ("int", "long", "string", "enum", "record")
LARGEST = {"int": 2**31 - 1, "long": 2**63 - 1}
WIRE_KINDS = {"int": "int32", "long": "int64", "string": "string"}  # what Protocol Buffers call them
MOST_TAGS = 2**29 - 1


@dataclass(frozen=True)
class Field:
    """One field. `kind`: one of `KINDS`. `tag`: its number in Protocol Buffers. `default`: what a reader takes if nobody wrote it.

    `symbols`: the values of an enum. `of`: the `Schema` of a record; `many`: a list of them. `was`: names that it had
    before, which Avro's readers look for. `meaning` tells which fields of two versions are the same thing (its name).
    Raises ValueError or TypeError for what makes no field.
    """

    name: str
    kind: str
    tag: int
    default: object = NOTHING
    symbols: tuple = ()
    of: object = None
    many: bool = False
    was: tuple = ()
    meaning: str = ""

    def __post_init__(self):
        if not title("name", self.name).isidentifier():
            raise ValueError(f"name must be letters, digits and _, got {self.name!r}")
        one_of("kind", self.kind, KINDS)
        whole("tag", self.tag, at_least=1, at_most=MOST_TAGS)
        flag("many", self.many)
        if (self.kind == "enum") != bool(self.symbols):
            raise ValueError(f"symbols must be the values of an enum, and of nothing else, got {self.symbols!r} for {self.kind!r}")
        if (self.kind == "record") != isinstance(self.of, Schema):
            raise TypeError(f"of must be the Schema of a record, and of nothing else, got {self.of!r} for {self.kind!r}")
        if self.default is not NOTHING and not self.fits(self.default):
            raise ValueError(f"default must be a value that a field of kind {self.kind!r} can have, got {self.default!r}")
        object.__setattr__(self, "meaning", self.meaning or self.name)

    def fits(self, value):
        """Return whether this field may have that value."""
        if self.kind == "record":
            return isinstance(value, list if self.many else dict)
        if self.kind in LARGEST:
            return type(value) is int and -LARGEST[self.kind] - 1 <= value <= LARGEST[self.kind]
        return isinstance(value, str) and (self.kind == "string" or value in self.symbols)


@dataclass(frozen=True)
class Schema:
    """A record: a `name` and a tuple of `fields`. Raises ValueError if two fields share a name or a tag."""

    name: str
    fields: tuple

    def __post_init__(self):
        title("name", self.name)
        for field in kind("fields", self.fields, tuple, "a tuple of Field"):
            kind("fields", field, Field, "a tuple of Field")
        for what in ("name", "tag"):
            values = [getattr(field, what) for field in self.fields]
            if len(set(values)) < len(values):
                raise ValueError(f"fields must each have a {what} of their own, got {values}")


def proto_of(schema):
    """Return the text of the .proto (proto3) that declares `schema`."""
    inner = [field for field in schema.fields if field.kind in ("record", "enum")]
    lines = [f"message {schema.name} {{"]
    for field in inner:
        if field.kind == "enum":
            values = " ".join(f"{symbol} = {number};" for number, symbol in enumerate(field.symbols))
            lines.append(f"  enum {_inner_name(field)} {{ {values} }}")
    for field in schema.fields:
        word = "repeated" if field.many else "optional"
        lines.append(f"  {word} {WIRE_KINDS.get(field.kind) or _inner_name(field)} {field.name} = {field.tag};")
    texts = [proto_of(field.of) for field in inner if field.kind == "record"]
    return "\n\n".join([*(text.removeprefix(HEAD) for text in texts), "\n".join([*lines, "}"])]).join((HEAD, ""))


HEAD = 'syntax = "proto3";\n\n'


def _inner_name(field):
    return field.of.name if field.of else field.name.title().replace("_", "")


def avro_of(schema):
    """Return the Avro schema of `schema`, as plain data."""
    return {"type": "record", "name": schema.name, "fields": [_avro_field(field) for field in schema.fields]}


def _avro_field(field):
    sort = field.kind
    if field.kind == "enum":
        sort = {"type": "enum", "name": _inner_name(field), "symbols": list(field.symbols)}
    elif field.of:
        sort = {"type": "array", "items": avro_of(field.of)} if field.many else avro_of(field.of)
    more = {} if field.default is NOTHING else {"default": field.default}
    return {"name": field.name, "type": sort, **more, **({"aliases": list(field.was)} if field.was else {})}


@cache
def message_class(schema):
    """Return the class of Protocol Buffers' messages for `schema`, from a descriptor built here."""
    file = descriptor_pb2.FileDescriptorProto(name="given.proto", syntax="proto3")
    _describe(file.message_type, schema)
    pool = descriptor_pool.DescriptorPool()  # of its own, so that two versions can live side by side
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(schema.name))


def _describe(messages, schema):
    """Add the descriptor of `schema` to `messages`, and what it holds within itself."""
    message = messages.add(name=schema.name)
    kinds = descriptor_pb2.FieldDescriptorProto
    types = {"int": kinds.TYPE_INT32, "long": kinds.TYPE_INT64, "string": kinds.TYPE_STRING, "enum": kinds.TYPE_ENUM, "record": kinds.TYPE_MESSAGE}
    for field in schema.fields:
        made = message.field.add(name=field.name, number=field.tag, type=types[field.kind])
        made.label = kinds.LABEL_REPEATED if field.many else kinds.LABEL_OPTIONAL
        if field.of or field.symbols:
            made.type_name = _inner_name(field)
        if field.of:
            _describe(message.nested_type, field.of)
        if field.symbols:
            enum = message.enum_type.add(name=_inner_name(field))
            for number, symbol in enumerate(field.symbols):
                enum.value.add(name=symbol, number=number)
        if not field.many and not field.of:  # so that a reader can tell what nobody wrote
            made.proto3_optional, made.oneof_index = True, len(message.oneof_decl)
            message.oneof_decl.add(name=f"_{field.name}")


STATES = ("PENDING", "APPROVED", "REJECTED", "CANCELLED")
LINE = Schema("Line", (Field("sku", "string", 1), Field("quantity", "int", 2), Field("price", "int", 3)))
ADDRESS = Schema("Address", tuple(Field(name, "string", tag + 1) for tag, name in enumerate(("street", "city", "postcode", "country"))))
ORDER_SCHEMA = Schema(
    "Order",
    (
        Field("id", "string", 1), Field("customer", "string", 2), Field("state", "enum", 3, symbols=STATES), Field("created_at", "string", 4),
        Field("lines", "record", 5, of=LINE, many=True), Field("delivery_address", "record", 6, of=ADDRESS),
    ),
)  # fmt: skip
