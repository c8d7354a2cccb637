"""Checks of arguments, so that a wrong one is refused where the part is built.

Every check returns the value it was given, or raises a `TypeError` (a wrong kind; bool is not a
number here) or a `ValueError` (a wrong value) that names the parameter, the value and what is allowed.
"""

import sys
from math import inf, isfinite, isnan

_MOST = int(sys.float_info.max)


def number(name, value, at_least=None, above=None, at_most=None, finite=True):
    """Return `value` if it is a real number within the bounds; `finite=False` also allows inf."""
    _kind_of_number(name, value)
    _bounds(name, value, at_least, above, at_most)
    if finite and not isfinite(value):
        raise ValueError(f"{name} must be finite, got {value!r}")
    return value


def whole(name, value, at_least=None, at_most=None, finite=True):
    """Return `value` if it is a whole number (an int) within the bounds; `finite=False` also allows inf."""
    infinite = not finite and isinstance(value, float) and value == inf
    if not infinite and (isinstance(value, bool) or not isinstance(value, int)):
        allowed = "a whole number" if finite else "a whole number or inf"
        error = ValueError if isinstance(value, float) else TypeError
        raise error(f"{name} must be {allowed}, got {value!r}")
    _bounds(name, value, at_least, None, at_most)
    return value


def share(name, value):
    """Return `value` if it is a number from 0 to 1."""
    return number(name, value, at_least=0, at_most=1)


def flag(name, value):
    """Return `value` if it is True or False."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return value


def text(name, value):
    """Return `value` if it is a string that is not empty."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, got {value!r}")
    if not value.strip():
        raise ValueError(f"{name} must not be empty, got {value!r}")
    return value


def one_of(name, value, allowed):
    """Return `value` if it is one of the strings `allowed`."""
    words = ", ".join(repr(word) for word in allowed)
    if not isinstance(value, str):
        raise TypeError(f"{name} must be one of {words}, got {value!r}")
    if value not in allowed:
        raise ValueError(f"{name} must be one of {words}, got {value!r}")
    return value


def kind(name, value, wanted, example):
    """Return `value` if it is an instance of `wanted`; `example` shows how one is written."""
    if not isinstance(value, wanted):
        raise TypeError(f"{name} must be {example}, got {value!r}")
    return value


def _kind_of_number(name, value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} must be a number, got {value!r}")
    if isinstance(value, int) and abs(value) > _MOST:
        raise ValueError(f"{name} must be a number that a float can hold, got one of {value.bit_length()} bits")
    if isnan(value):
        raise ValueError(f"{name} must be a number, got nan")


def _bounds(name, value, at_least, above, at_most):
    if at_least is not None and value < at_least:
        also = f" and at most {at_most}" if at_most is not None else ""
        raise ValueError(f"{name} must be at least {at_least}{also}, got {value!r}")
    if above is not None and value <= above:
        word = "positive" if above == 0 else f"more than {above}"
        raise ValueError(f"{name} must be {word}, got {value!r}")
    if at_most is not None and value > at_most:
        floor = at_least if at_least is not None else above
        also = f"at least {floor} and " if floor is not None else ""
        raise ValueError(f"{name} must be {also}at most {at_most}, got {value!r}")
