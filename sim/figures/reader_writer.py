"""Who can still read whom: a table of what came out when it was run, and the drawing of how readers find the fields."""

from matplotlib.patches import FancyBboxPatch, Rectangle

from sim.figures.palette import BLUISH_GREEN, INK, ORANGE, PAPER, QUIET, RULE, SKY_BLUE
from sim.figures.still import drawn

SIGNS = {  # of the four words of sim.labs.evolution: face, sign, the sign's colour
    "reads": ("#DDF1EA", "✓", BLUISH_GREEN),
    "reads with a default": ("#DCEEFA", "D", "#0072B2"),
    "refuses": ("#F1F3F5", "✗", QUIET),
    "wrong, silently": ("#F7C9B0", "!!", "#8A2F00"),
}
FINDS = (
    ("JSON", '{"sku":"lasagne","price":1390}', "by name: every message says\nagain what its fields are called", SKY_BLUE),
    ("Protocol Buffers", "0A 07 lasagne 18 EE 0A", "by tag: 0A is “field 1, text”,\n18 is “field 3, number”", BLUISH_GREEN),
    ("Avro", "0E lasagne DC 15", "not at all: in the order of the\nwriter's schema, which the reader needs", ORANGE),
)


def evolution_table(outcomes, words="Each reader meets the bytes of each writer: what it made of them."):
    """Return the table of `outcomes`: a dict of (change, format, direction) to something with a `word`, one of `SIGNS`."""
    changes, formats, ways = (list(dict.fromkeys(key[place] for key in outcomes)) for place in range(3))

    def draw(figure):
        axes = figure.add_axes((0, 0, 1, 1))
        left, top, wide, high = 168, 66, 57, 31
        axes.set_xlim(0, 1000)
        axes.set_ylim(top + high * len(changes) + 34, 0)
        axes.set_axis_off()
        for half, way in enumerate(ways):
            x0 = left + half * (wide * len(formats) + 14)
            axes.text(x0 + wide * len(formats) / 2, 14, way, ha="center", va="center", weight="bold")
            for column, name in enumerate(formats):
                axes.text(x0 + wide * (column + 0.5), 45, name.replace(" ", "\n"), ha="center", va="center", fontsize=7.5, linespacing=0.95)
                for row, change in enumerate(changes):
                    _cell(axes, x0 + wide * column, top + high * row, wide, high, outcomes[change, name, way].word)
        for row, change in enumerate(changes):
            axes.text(left - 8, top + high * (row + 0.5), change, ha="right", va="center", fontsize=9)
        x, y = left, top + high * len(changes) + 8
        for word in SIGNS:
            _cell(axes, x, y, 34, 20, word)
            axes.text(x + 42, y + 10, word, va="center", fontsize=9)
            x += 190

    return drawn(draw, words, (1000, 100 + 31 * len(changes)))


def _cell(axes, x, y, wide, high, word):
    face, sign, colour = SIGNS[word]
    axes.add_patch(Rectangle((x + 1, y + 1), wide - 2, high - 2, fc=face, ec=RULE, lw=0.6))
    axes.text(x + wide / 2, y + high / 2, sign, ha="center", va="center", fontsize=11, weight="bold", color=colour)


def how_readers_find_fields():
    """Return the drawing of one line of an order in three formats: how a reader knows what is what."""
    return drawn(_finds, "JSON's readers find a field by its name, those of Protocol Buffers by its tag, Avro's by the writer's schema.", (860, 190))


def _finds(figure):
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, 860)
    axes.set_ylim(190, 0)
    axes.set_axis_off()
    for row, (name, text, how, colour) in enumerate(FINDS):
        y = 12 + 60 * row
        axes.text(140, y + 22, name, ha="right", va="center", weight="bold")
        axes.add_patch(FancyBboxPatch((156, y), 330, 44, boxstyle="round,pad=0,rounding_size=6", fc=PAPER, ec=colour, lw=2))
        axes.text(321, y + 22, text, ha="center", va="center", family="DejaVu Sans Mono", fontsize=10, color=INK)
        axes.text(506, y + 22, how, va="center", fontsize=9.5, color=QUIET)
