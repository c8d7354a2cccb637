"""What a reader may turn: descriptions of a scenario's parameters, without any widget.

An explorer makes a control of each. A knob knows its default, what it may be set to and what to call it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sim.arguments import flag, kind, number, shown, title


@dataclass(frozen=True)
class Slider:
    """A number from `low` to `high` in steps of `step`, shown with its `unit`.

    With `log=True` the steps are factors: `step` is then the number of steps per factor of ten.
    The value is an int when value, low, high and step all are (and the scale is not logarithmic).
    Raises ValueError if the bounds are the wrong way round or the value is outside them.
    """

    value: float
    low: float
    high: float
    step: float
    label: str
    unit: str = ""
    log: bool = False
    help: str = ""

    def __post_init__(self):
        title("label", self.label)
        _line("unit", self.unit)
        _line("help", self.help)
        keep = {"log": flag("log", self.log), "low": number("low", self.low, above=0 if self.log else None)}
        keep["high"] = number("high", self.high, above=keep["low"])
        keep["step"] = number("step", self.step, above=0)
        keep["value"] = self.check("value", self.value)
        for name, value in keep.items():
            object.__setattr__(self, name, value)

    @property
    def whole(self):
        """True if the values are whole numbers."""
        return not self.log and all(isinstance(x, int) for x in (self.value, self.low, self.high, self.step))

    def check(self, name, value):
        """Return `value`, or raise a ValueError or TypeError that names what is allowed."""
        return number(name, value, at_least=self.low, at_most=self.high)


@dataclass(frozen=True)
class Choice:
    """One of `options`: a sequence of values, or of (text, value) pairs."""

    value: object
    options: tuple
    label: str
    help: str = ""

    def __post_init__(self):
        title("label", self.label)
        _line("help", self.help)
        if isinstance(self.options, str) or not isinstance(self.options, Iterable):
            raise TypeError(f"options must be a list of values or of (text, value) pairs, got {shown(self.options)}")
        object.__setattr__(self, "options", tuple(self.options))
        if not self.options:
            raise ValueError("options must hold at least one value, got none")
        self.check("value", self.value)

    @property
    def pairs(self):
        """The options as a list of (text, value)."""
        return [o if isinstance(o, tuple) and len(o) == 2 else (str(o), o) for o in self.options]

    def check(self, name, value):
        """Return `value`, or raise a ValueError that names what is allowed."""
        values = [v for _, v in self.pairs]
        if value not in values:
            raise ValueError(f"{name} must be one of {values}, got {shown(value)}")
        return value


@dataclass(frozen=True)
class Switch:
    """On or off."""

    value: bool
    label: str
    help: str = ""

    def __post_init__(self):
        title("label", self.label)
        _line("help", self.help)
        object.__setattr__(self, "value", flag("value", self.value))

    def check(self, name, value):
        """Return `value`, or raise a TypeError if it is not True or False."""
        return flag(name, value)


def _line(name, value):
    """Return `value` if it is a string, which may be empty."""
    return kind(name, value, str, "a string")
