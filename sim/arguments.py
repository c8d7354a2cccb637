"""Checks of arguments, so that a wrong one is refused where the part is built.

Every check returns the value, or raises a `TypeError` (a wrong kind; bool is not a number here) or a
`ValueError` (a wrong value) that names the parameter, the value and what is allowed.

Numbers are all that Python counts as real: int, float, Fraction, and NumPy's scalars, since people compute parameters
with NumPy. They come back as a plain int or float, so use what is returned. A Decimal, which does not mix with floats,
an array and a string are refused. Text and flags of NumPy come back plain too.
"""

import sys
from math import inf, isfinite, isnan
from numbers import Integral, Real

_MOST = int(sys.float_info.max)
_SHOWN = 200  # characters of a value in a message
_LONGEST = 100  # characters of a name
_FLAGS = (("numpy", "bool"), ("numpy", "bool_"))  # known by name, since this floor does without NumPy


def number(name, value, at_least=None, above=None, at_most=None, finite=True):
    """Return `value` as an int or float if it is a real number within the bounds; `finite=False` also allows inf."""
    value = _plain(name, value)
    _bounds(name, value, at_least, above, at_most)
    if finite and not isfinite(value):
        raise ValueError(f"{name} must be finite, got {value!r}")
    return value


def whole(name, value, at_least=None, at_most=None, finite=True):
    """Return `value` as an int if it is a whole number within the bounds; `finite=False` also allows inf, a float."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        if not finite and isinstance(value, float) and value == inf:
            return inf
        allowed = "a whole number" if finite else "a whole number or inf"
        error = ValueError if isinstance(value, Real) and not isinstance(value, bool) else TypeError
        raise error(f"{name} must be {allowed}, got {shown(value)}")
    value = _plain(name, value)
    _bounds(name, value, at_least, None, at_most)
    return value


def share(name, value):
    """Return `value` if it is a number from 0 to 1."""
    return number(name, value, at_least=0, at_most=1)


def flag(name, value):
    """Return `value` if it is True or False."""
    if not isinstance(value, bool) and (type(value).__module__, type(value).__name__) not in _FLAGS:
        raise TypeError(f"{name} must be True or False, got {shown(value)}")
    return bool(value)


def text(name, value):
    """Return `value` if it is a string that is not empty."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, got {shown(value)}")
    if not value.strip():
        raise ValueError(f"{name} must not be empty, got {shown(value)}")
    return str(value)


def title(name, value):
    """Return `value` if it is one line of at most 100 characters that can be shown: the name of a service, a label."""
    value = text(name, value)
    if len(value) > _LONGEST or not value.isprintable():
        raise ValueError(f"{name} must be one line of at most {_LONGEST} characters, got {shown(value)}")
    return value


def one_of(name, value, allowed):
    """Return `value` if it is one of the strings `allowed`."""
    words = ", ".join(repr(word) for word in allowed)
    if not isinstance(value, str):
        raise TypeError(f"{name} must be one of {words}, got {shown(value)}")
    if value not in allowed:
        raise ValueError(f"{name} must be one of {words}, got {shown(value)}")
    return str(value)


def kind(name, value, wanted, example):
    """Return `value` if it is an instance of `wanted`; `example` shows how one is written."""
    if not isinstance(value, wanted):
        raise TypeError(f"{name} must be {example}, got {shown(value)}")
    return value


def shown(value):
    """Return the `repr` of a value for a message, cut short if it is long."""
    told = repr(value)
    return told if len(told) <= _SHOWN else f"{told[:_SHOWN]}… ({len(told):,} characters)"


def _plain(name, value):
    if type(value) is not float:
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError(f"{name} must be a number, got {shown(value)}")
        if isinstance(value, Integral):
            value = int(value)
            if abs(value) > _MOST:
                raise ValueError(f"{name} must be a number that a float can hold, got one of {value.bit_length()} bits")
            return value
        try:
            value = float(value)
        except OverflowError:
            raise ValueError(f"{name} must be a number that a float can hold, got a fraction that is too large") from None
    if isnan(value):
        raise ValueError(f"{name} must be a number, got nan")
    return value if value else 0.0  # not -0.0


def _bounds(name, value, at_least, above, at_most):
    if at_least is not None and value < at_least:
        also = f" and at most {at_most}" if at_most is not None else ""
        raise ValueError(f"{name} must be at least {at_least}{also}, got {value!r}")
    if above is not None and value <= above:
        word = "positive" if above == 0 and at_most is None else f"more than {above}"
        also = f" and at most {at_most}" if at_most is not None else ""
        raise ValueError(f"{name} must be {word}{also}, got {value!r}")
    if at_most is not None and value > at_most:
        also = f"at least {at_least} and " if at_least is not None else f"more than {above} and " if above is not None else ""
        raise ValueError(f"{name} must be {also}at most {at_most}, got {value!r}")
