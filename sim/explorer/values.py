"""The values a slider stops at, and how a value is written with its unit."""

from decimal import Decimal
from math import floor, log10

MOST = 2_001  # stops of one slider; more cannot be told apart by hand and slow the page down


def stops(slider, also=()):
    """Return the values from `low` to `high` at which `slider` stops, ascending, without rounding noise.

    The slider's own value and those in `also` (of presets) are among them, even between two steps.
    Raises ValueError if the step makes more than 2,001 stops.
    """
    values = _factors(slider) if slider.log else _sums(slider)
    inside = [v for v in values if slider.low < v < slider.high]  # rounding may lead out of the bounds
    return sorted({_plain(v, slider) for v in [slider.low, slider.high, slider.value, *also, *inside]})


def written(value, slider):
    """Return `value` in the slider's precision with its unit, such as "1,200 ms" or "0.35"."""
    if isinstance(value, int):
        number = f"{value:,}"
    elif slider.log:
        number = f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    else:
        number = f"{value:,.{_decimals(slider.step, slider.low, value)}f}"
    if not slider.unit:
        return number
    return f"{number}{'' if slider.unit in ('×', '%') else ' '}{slider.unit}".replace("%", "\N{NO-BREAK SPACE}%")


def _sums(slider):
    low, high, step = (Decimal(str(x)) for x in (slider.low, slider.high, slider.step))
    count = int((high - low) / step) + 1
    if count > MOST:
        raise ValueError(
            f"step of {slider.label!r} must leave at most {MOST:,} stops, got {slider.step} with {count:,}"
        )
    return [low + i * step for i in range(count)]


def _factors(slider):
    decades = log10(slider.high / slider.low)
    count = floor(decades * slider.step + 1e-9) + 1
    if count > MOST:
        raise ValueError(
            f"step of {slider.label!r} must leave at most {MOST:,} stops, got {slider.step} with {count:,}"
        )
    digits = 1 if slider.step <= 3 else 2 if slider.step <= 12 else 3
    return [float(f"{slider.low * 10 ** (i / slider.step):.{digits}g}") for i in range(count)]


def _plain(value, slider):
    ends = (
        (slider.value, slider.low, slider.high) if slider.log else (slider.value, slider.low, slider.high, slider.step)
    )
    whole = all(isinstance(x, int) for x in ends) and value == int(value)
    return int(value) if whole else float(value)


def _decimals(*numbers):
    return max(max(0, -Decimal(str(x)).normalize().as_tuple().exponent) for x in numbers)
