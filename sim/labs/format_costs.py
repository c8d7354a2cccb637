"""What one order costs in each format, measured here: bytes, and the time that writing and reading it take, with and without gzip.

Writing begins with plain Python data, reading ends when the price of the whole order is added up from what was read, so
that every format does the same work.
"""

import gzip
import json
from io import BytesIO
from itertools import islice
from statistics import median
from time import perf_counter

import fastavro
import msgpack

from sim.arguments import flag, number, whole
from sim.costs import Costs
from sim.labs.formats import encoded, parse_xml
from sim.labs.orders import ORDER, an_order, total
from sim.labs.schemas import ORDER_SCHEMA, avro_of, message_class

LINES = (1, 5, 20, 50, 100)  # of the orders that are measured
NAMES = ("JSON", "XML", "MessagePack", "Protocol Buffers", "Avro")
LEAST, MOST = 9, 400  # times that one thing is timed: fewer, and one hiccup of the machine would be the median
LEVEL = 6  # of gzip: what the command and most servers use


def long_order(lines):
    """Return the order with so many lines: its five dishes over and over, each time with a size, number and price of their own."""
    whole("lines", lines, at_least=1)
    return an_order(lines=list(islice(_lines(), lines)))


def _lines():
    dishes, size = ORDER["lines"], 0
    while True:
        for place, line in enumerate(dishes):
            number = 5 * size + place
            other = {
                "sku": f"{line['sku']}-{31 * number % 97}", "quantity": line["quantity"] + number % 4, "price": line["price"] + 37 * number % 910,
            }  # fmt: skip
            yield other if size else line
        size += 1


def pair(name):
    """Return (write, read) of a format: an order to bytes, and bytes to what the order costs in cents."""
    if name == "JSON":
        return lambda order: json.dumps(order, separators=(",", ":")).encode(), lambda data: total(json.loads(data))
    if name == "MessagePack":
        return msgpack.packb, lambda data: total(msgpack.unpackb(data))
    if name == "XML":
        return lambda order: encoded("XML", order, ORDER_SCHEMA), _total_of_xml
    if name == "Protocol Buffers":
        message = message_class(ORDER_SCHEMA)
        return lambda order: message(**order).SerializeToString(), lambda data: _total_of_message(message.FromString(data))
    if name == "Avro":
        schema = fastavro.parse_schema(avro_of(ORDER_SCHEMA))
        return lambda order: _avro_bytes(schema, order), lambda data: total(fastavro.schemaless_reader(BytesIO(data), schema, None))
    raise ValueError(f"name must be one of {', '.join(NAMES)}, got {name!r}")


def _total_of_xml(data):
    return sum(int(line.findtext("quantity")) * int(line.findtext("price")) for line in parse_xml(data).iterfind("lines"))


def _total_of_message(order):
    return sum(line.quantity * line.price for line in order.lines)


def _avro_bytes(schema, order):
    out = BytesIO()
    fastavro.schemaless_writer(out, schema, order)
    return out.getvalue()


def measure(lines=LINES, seconds=0.015, progress=True):
    """Return the `Costs` of orders with these numbers of lines; takes about six times `seconds` for each of them and format.

    Times are medians of 9 to 400 runs, within about `seconds` (s) each. `progress` shows a bar.
    Raises ValueError if seconds is not positive, or there are fewer than two numbers of lines.
    """
    number("seconds", seconds, above=0)
    from tqdm import tqdm  # here, so that the module is light to import

    table = {name: {} for name in NAMES}
    with tqdm(total=len(NAMES) * len(lines), desc="measuring", unit="message", disable=not flag("progress", progress), leave=False) as bar:
        for count in lines:
            for name in NAMES:
                table[name][count] = _six(name, long_order(count), seconds)
                bar.update()
    return Costs(table, "measured on this machine, just now")


def _six(name, order, seconds):
    write, read = pair(name)
    data = write(order)
    small = gzip.compress(data, LEVEL)
    if read(gzip.decompress(small)) != total(order):
        raise AssertionError(f"{name} must give back the order that was written, got another")
    encode, decode = _ms(lambda: write(order), seconds), _ms(lambda: read(data), seconds)
    squeeze, swell = _ms(lambda: gzip.compress(data, LEVEL), seconds), _ms(lambda: gzip.decompress(small), seconds)
    return len(data), encode, decode, len(small), encode + squeeze, decode + swell


def _ms(job, seconds):
    """Return the median time in ms that `job()` takes."""
    for _ in range(3):
        job()
    taken, late = [], perf_counter() + seconds
    while len(taken) < MOST and ((begun := perf_counter()) < late or len(taken) < LEAST):
        job()
        taken.append((perf_counter() - begun) * 1_000)
    return median(taken)
