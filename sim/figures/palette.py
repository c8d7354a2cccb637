"""Colours that colour-blind readers can tell apart, and a second sign for everything that a colour says.

The eight colours are those of Okabe and Ito (Color Universal Design, 2008). An outcome or a state is never
shown by its colour alone: each has a marker, a hatch and a letter too.
"""

from typing import NamedTuple

BLACK = "#000000"
ORANGE = "#E69F00"
SKY_BLUE = "#56B4E9"
BLUISH_GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
REDDISH_PURPLE = "#CC79A7"

INK = "#1F2933"  # text and lines that carry meaning
QUIET = "#5F6B7A"  # axis labels and ticks: 5.4 to 1 on white
RULE = "#D5DAE0"  # grid and frames
GHOST = "#A3ACB8"  # the kept run, behind the current one
PAPER = "#FFFFFF"

CYCLE = (BLUE, ORANGE, BLUISH_GREEN, REDDISH_PURPLE, SKY_BLUE, VERMILLION, INK)


class Style(NamedTuple):
    """How one outcome or state is drawn: `marker` for points, `hatch` for areas, `letter` for text."""

    colour: str
    marker: str
    hatch: str
    letter: str


OUTCOMES = {
    "ok": Style(BLUISH_GREEN, "o", "", "✓"),
    "fallback": Style(SKY_BLUE, "s", "..", "F"),
    "error": Style(VERMILLION, "X", "xx", "E"),
    "timeout": Style(ORANGE, "v", "//", "T"),
    "rejected": Style(REDDISH_PURPLE, "D", "\\\\", "R"),
    "open": Style(BLUE, "P", "++", "O"),
    "in flight": Style(GHOST, ".", "--", "…"),
}

BREAKER_STATES = {
    "closed": Style(BLUISH_GREEN, "o", "", "C"),
    "half-open": Style(ORANGE, "d", "//", "H"),
    "open": Style(BLUE, "P", "++", "O"),
}
