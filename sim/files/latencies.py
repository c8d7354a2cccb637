"""Measured times in a CSV file: how long each service worked, a sample a row."""

import csv
from io import StringIO

from sim.arguments import shown
from sim.delays import empirical
from sim.files.text import checked_path, read_text, service_name, within

HEADER = ["service", "milliseconds"]
MOST_ROWS = 100_000
LARGEST = 86_400_000  # ms: a day


def read_latencies(path):
    """Return the samples of a CSV file as `empirical` delays, a dict by service.

    The file is UTF-8 with commas; its first row is exactly `service,milliseconds`, and each other row a service's name and one
    time in ms, from 0 to a day. Empty rows are passed over. Raises OSError if it cannot be read, ValueError or TypeError
    that names file, row and column for anything else, and for more than 100,000 rows or 4 MB.
    """
    path = checked_path("path", path)
    with within(path):
        return {service: empirical(samples) for service, samples in _samples(read_text(path)).items()}


def _samples(text):
    rows = csv.reader(StringIO(text, newline=""), strict=True)
    found = {}
    try:
        for count, row in enumerate(rows):
            if count > MOST_ROWS:
                raise ValueError(f"row {count + 1}: must be at most {MOST_ROWS:,} rows, got more")
            if count == 0:
                if row != HEADER:
                    raise ValueError(f"row 1: must be the header {','.join(HEADER)}, got {shown(','.join(row))}")
            elif row:
                service, ms = _sample(count + 1, row)
                found.setdefault(service, []).append(ms)
    except csv.Error as error:
        raise ValueError(f"row {rows.line_num}: must be CSV: {error}") from None
    if not found:
        raise ValueError("must hold at least one time in ms, got none")
    return found


def _sample(row, values):
    if len(values) != 2:
        raise ValueError(f"row {row}: must have the 2 columns {', '.join(HEADER)}, got {len(values)}")
    service = service_name(f"row {row}, column service", values[0])
    try:
        ms = float(values[1])
    except ValueError:
        ms = None
    if ms is None or not 0 <= ms <= LARGEST:  # nan is in no range
        raise ValueError(f"row {row}, column milliseconds: must be a number from 0 to {LARGEST:,}, got {shown(values[1])}")
    return service, ms
