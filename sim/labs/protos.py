"""Messages of Protocol Buffers from the text of a .proto, compiled here and now; and who can still read whom.

Every text gets a pool of descriptors of its own, so that two versions of a message can live side by side.
"""

import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError

from sim.arguments import text

SECONDS = 60  # the most that the compiler may take


def compile_proto(source):
    """Return the messages that `source`, the text of a .proto, declares at its top: a dict of names to classes.

    Raises ValueError with the compiler's own words if it is no .proto, or one that breaks a rule.
    """
    pool = descriptor_pool.DescriptorPool()
    for file in _described(source).file:
        pool.Add(file)
    described = pool.FindFileByName("given.proto").message_types_by_name
    return {name: message_factory.GetMessageClass(message) for name, message in described.items()}


def reserves(source, message, number):
    """Return whether `message` in the .proto `source` reserves the field number `number`, so that nobody can use it again."""
    (described,) = [one for one in _described(source).file[0].message_type if one.name == message]
    return any(area.start <= number < area.end for area in described.reserved_range)


@cache
def _described(source):
    """Return the set of descriptors that protoc makes of a .proto."""
    text("source", source)
    with TemporaryDirectory() as folder:
        (Path(folder) / "given.proto").write_text(source, encoding="utf-8")
        command = [sys.executable, "-m", "grpc_tools.protoc", "-I.", "--descriptor_set_out=out", "given.proto"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS)
        if done.returncode:
            raise ValueError(f"source must be a .proto that protoc accepts, got: {' '.join(done.stderr.split())}")
        return descriptor_pb2.FileDescriptorSet.FromString((Path(folder) / "out").read_bytes())


def filled(message):
    """Return a message of this class with a telling value in every plain field: the name as text, the largest number.

    Messages within messages and maps are left out; a repeated field gets two values.
    """
    made = message()
    for field in message.DESCRIPTOR.fields:
        value = _telling(field)
        if value is None:
            continue
        if field.is_repeated:
            getattr(made, field.name).extend([value, value])
        else:
            setattr(made, field.name, value)
    return made


def misread(writer, reader):
    """Return what goes wrong when `reader` (a message class) reads bytes of `writer`: a list of sentences, [] if nothing does.

    A field of both, by name, must come out as it was written. A field that only the reader knows must come out empty: if
    not, it has been given bytes that meant something else.
    """
    written = filled(writer)
    try:
        read = reader.FromString(written.SerializeToString())
    except DecodeError:
        return ["the bytes cannot be read at all"]
    found = []
    names = writer.DESCRIPTOR.fields_by_name
    for field in reader.DESCRIPTOR.fields:
        got = _plain(getattr(read, field.name))
        if field.name in names:
            meant = _plain(getattr(written, field.name))
            if got != meant and _telling(field) is not None:
                found.append(f"{field.name} was written as {meant!r} and read as {got!r}")
        elif got != _plain(getattr(reader(), field.name)):
            found.append(f"nobody wrote {field.name}, and it was read as {got!r}")
    return found


def _telling(field):
    """Return a value for a field that no other field has; None for messages."""
    numbers = {
        FieldDescriptor.CPPTYPE_INT32: 2**31 - 1 - field.number, FieldDescriptor.CPPTYPE_INT64: 2**63 - 1 - field.number,
        FieldDescriptor.CPPTYPE_UINT32: 2**32 - 1 - field.number, FieldDescriptor.CPPTYPE_UINT64: 2**64 - 1 - field.number,
        FieldDescriptor.CPPTYPE_DOUBLE: field.number + 0.1, FieldDescriptor.CPPTYPE_FLOAT: field.number + 0.5,
        FieldDescriptor.CPPTYPE_BOOL: True,
    }  # fmt: skip
    if field.type == FieldDescriptor.TYPE_STRING:
        return f"the {field.name}"
    if field.type == FieldDescriptor.TYPE_BYTES:
        return f"the {field.name}".encode()
    if field.type == FieldDescriptor.TYPE_ENUM:
        return max(value.number for value in field.enum_type.values)
    return numbers.get(field.cpp_type)


def _plain(value):
    return list(value) if hasattr(value, "extend") else value
