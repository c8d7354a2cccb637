"""The text of a file, bounded, and errors that name the file and the place in it."""

from contextlib import contextmanager
from difflib import get_close_matches
from os import PathLike, fspath
from pathlib import Path

from sim.arguments import shown, text, title

MOST_BYTES = 4_000_000  # of a JSON or CSV file
MOST_YAML_BYTES = 250_000  # YAML takes some fifty times as long to read as JSON
MOST_SERVICES = 2_000
MOST_CALLS = 20_000
MOST_DEPTH = 20  # brackets within brackets
MOST_UNKNOWN = 200  # names in one mapping that mean nothing here


def is_path(value):
    """True for what names a file: a str or a Path."""
    return isinstance(value, (str, PathLike))


def checked_path(name, value):
    """Return `value` as a Path. Raises TypeError if it is no path, ValueError for an address or what no path can hold."""
    given = fspath(value) if is_path(value) else value
    if not isinstance(given, str):
        raise TypeError(f"{name} must be a path to a file, a str or a Path, got {shown(value)}")
    text(name, given)
    if "://" in given:
        raise ValueError(f"{name} must be a path to a file, got {shown(given)}, an address: fetch it first")
    if "\0" in given or not given.isprintable():
        raise ValueError(f"{name} must be a path to a file, got {shown(given)}")
    return Path(given)


@contextmanager
def within(path):
    """Let a ValueError or TypeError that comes up inside begin with the file's name."""
    try:
        yield
    except TypeError as error:
        raise TypeError(f"{path}: {error}") from error
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def read_text(path, most=MOST_BYTES):
    """Return what is in a file of UTF-8, a byte order mark left out. Raises OSError if it cannot be opened.

    Raises ValueError if it is no regular file, holds more than `most` bytes (no more are read) or is not UTF-8.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise ValueError("must be a regular file, got a device or a pipe")
    with path.open("rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise ValueError(f"must hold at most {most:,} bytes, got more")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"must be text in UTF-8, got byte {raw[error.start]:#04x} at {error.start:,}") from None


def mapping(place, value):
    """Return `value` if it is a mapping, {} for None: an empty one in YAML."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise TypeError(f"{place} must be a mapping of names to values, got {shown(value)}")
    return value


def sequence(place, value, most):
    """Return `value` if it is a list of at most `most`."""
    if not isinstance(value, list):
        raise TypeError(f"{place} must be a list, got {shown(value)}")
    if len(value) > most:
        raise ValueError(f"{place} must hold at most {most:,}, got {len(value):,}")
    return value


def required(place, value, key):
    """Return `value[key]` and its place. Raises ValueError if it is missing."""
    if key not in mapping(place, value):
        raise ValueError(f"{place} must have {key!r}, got {shown(value)}")
    return value[key], f"{place}.{key}"


def service_name(place, value):
    """Return the name of a service: one line of at most 100 characters, or a whole number, which becomes its text."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18:
        value = str(value)
    return title(place, value)


def left_out(place, keys, known):
    """Return the keys that are not `known`. Raises ValueError for one that looks like a slip of the pen."""
    others = [key for key in keys if key not in known]
    if len(others) > MOST_UNKNOWN:
        raise ValueError(f"{place} must hold at most {MOST_UNKNOWN} names that mean nothing here, got {len(others):,}")
    for key in others:
        alike = [word for word in known if isinstance(key, str) and key[:1] == word[0] and abs(len(key) - len(word)) < 3]
        if alike and (near := get_close_matches(key, alike, n=1, cutoff=0.8)):
            raise ValueError(f"{place} must not have {shown(key)}: did you mean {near[0]!r}?")
    return [shown(key) if not isinstance(key, str) else key for key in others]
