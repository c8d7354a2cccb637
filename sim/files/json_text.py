"""JSON, strictly: no key twice, no NaN, no deep nesting; errors say line and column."""

import json
import re
from math import isfinite

from sim.arguments import shown
from sim.files.text import MOST_DEPTH

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)  # a string without end goes to the end: or each quote is tried


def parse_json(text):
    """Return what a JSON text says. Raises ValueError with line and column if it is none, or for what is refused."""
    _check_depth(text)
    try:
        return json.loads(text, object_pairs_hook=_once_each, parse_constant=_refused, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {error.lineno}, column {error.colno}: must be JSON: {error.msg}") from None


def _check_depth(text):
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > MOST_DEPTH:
            line = text.count("\n", 0, token.start()) + 1
            raise ValueError(f"line {line}: must be nested at most {MOST_DEPTH} deep, got more")


def _once_each(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))
        raise ValueError(f"must have each key once in an object, got {shown(twice)} twice")
    return found


def _refused(name):
    raise ValueError(f"must hold JSON's own numbers only, got {name}")


def _finite(text):
    value = float(text)
    if not isfinite(value):
        raise ValueError(f"must hold numbers that a float can hold, got {text[:50]}")
    return value
