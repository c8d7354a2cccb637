"""A schema changes: who can still read whom? Every answer is had by writing and reading, none is written down."""

from typing import NamedTuple

from sim.arguments import kind, one_of
from sim.labs.formats import FORMATS, decoded, encoded
from sim.labs.schemas import NOTHING, Field, Schema

READS, DEFAULT, REFUSES, WRONG = "reads", "reads with a default", "refuses", "wrong, silently"
OLD_READER, NEW_READER = "old reader, new writer", "new reader, old writer"
STATES = ("PENDING", "APPROVED", "REJECTED")
SKU, QUANTITY, PRICE = Field("sku", "string", 1), Field("quantity", "int", 2), Field("price", "int", 3)
STATE = Field("state", "enum", 4, symbols=STATES)
LINE_V1 = Schema("Line", (SKU, QUANTITY, PRICE, STATE))
SAMPLE_V1 = {"sku": "lasagne", "quantity": 2, "price": 1390, "state": "APPROVED"}


class Change(NamedTuple):
    """What a change makes of `LINE_V1`: the new schema, and a record of a new writer."""

    schema: Schema
    sample: dict


class Outcome(NamedTuple):
    """How a reader fared: `word` is one of the four, `record` what it read (None if it refused), `why` says more."""

    word: str
    record: dict | None
    why: str

    def __repr__(self):
        return f"{self.word}{': ' if self.why else ''}{self.why}"


def _changed(*fields, without=(), **values):
    return Change(Schema("Line", fields), {name: value for name, value in (SAMPLE_V1 | values).items() if name not in without})


CHANGES = {
    "add with default": _changed(SKU, QUANTITY, PRICE, STATE, Field("currency", "string", 5, default="CHF"), currency="EUR"),
    "add without default": _changed(SKU, QUANTITY, PRICE, STATE, Field("currency", "string", 5), currency="EUR"),
    "drop": _changed(SKU, PRICE, STATE, without=["quantity"]),
    "rename": _changed(SKU, QUANTITY, Field("unit_price", "int", 3, meaning="price"), STATE, without=["price"], unit_price=1390),
    "int to string": _changed(SKU, QUANTITY, Field("price", "string", 3), STATE, price="1390"),
    "int to long": _changed(SKU, QUANTITY, Field("price", "long", 3), STATE, price=5_000_000_000),
    "one more enum value": _changed(SKU, QUANTITY, PRICE, Field("state", "enum", 4, symbols=(*STATES, "ON_HOLD")), state="ON_HOLD"),
    "reuse a tag": _changed(SKU, Field("discount", "int", 2, default=0), PRICE, STATE, without=["quantity"], discount=15),
    "reorder fields": _changed(SKU, PRICE, QUANTITY, STATE),
}


def outcome(name, writer, record, reader):
    """Return the `Outcome` when a `reader`'s schema meets the bytes of `record`, written by the schema `writer` in a format.

    A field of both, by its meaning, must come out as it was written and be of the reader's kind. One that nobody wrote must
    come out as the reader's default; where there is none, any value is wrong. What the reader does not know is no matter.
    Raises ValueError for an unknown format, TypeError or ValueError if the writer cannot write the record.
    """
    data = encoded(name, record, writer)
    try:
        read = decoded(name, data, reader, writer)
    except Exception as error:  # each library has its own, and blind readers meet them all
        return Outcome(REFUSES, None, f"{type(error).__name__}: {error}".split("\n")[0])
    written = {field.meaning: record[field.name] for field in writer.fields}
    faults, used_default = [], False
    for field in reader.fields:
        got = read[field.name]
        if field.meaning in written:
            if not _same(written[field.meaning], got, field):
                faults.append(f"{field.name} was written as {written[field.meaning]!r} and read as {got!r}{_no_such(field, got)}")
        elif field.default is NOTHING or got != field.default:
            faults.append(f"nobody wrote {field.name}, and it was read as {got!r}")
        else:
            used_default = True
    return Outcome(WRONG if faults else DEFAULT if used_default else READS, read, "; ".join(faults))


def _same(meant, got, field):
    """Return whether a field of the reader has what was meant; a number may have become text that says the same."""
    if field.kind in ("int", "long") and type(got) is int:
        return str(got) == str(meant)  # Python's int has no bounds, so a large one that arrived is no harm here
    return field.fits(got) and str(got) == str(meant)


def _no_such(field, got):
    return "" if field.fits(got) else f", which is no {field.kind} of the reader's"


def both_ways(name, change):
    """Return the outcomes of a change (one of `CHANGES` or a `Change`) in a format: {OLD_READER: …, NEW_READER: …}."""
    if isinstance(change, str):
        change = CHANGES[one_of("change", change, CHANGES)]
    kind("change", change, Change, f"a Change or one of {', '.join(CHANGES)}")
    return {
        OLD_READER: outcome(name, change.schema, change.sample, LINE_V1),
        NEW_READER: outcome(name, LINE_V1, SAMPLE_V1, change.schema),
    }


def run_all():
    """Return every outcome: a dict of (change, format, direction) to an `Outcome`."""
    return {(change, name, way): out for change in CHANGES for name in FORMATS for way, out in both_ways(name, change).items()}
