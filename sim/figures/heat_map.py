"""A grid of figures as colours: what a sweep over two parameters found, with a border drawn over it."""

from math import inf, isfinite

from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patheffects import withStroke

from sim.figures.palette import INK, PAPER, QUIET, VERMILLION
from sim.figures.still import drawn
from sim.sweeps import Table

COLOURS = "cividis"  # made for readers who cannot tell some colours apart: its lightness alone tells the order
LEGIBLE = 200  # cells; with more of them there is no room for their numbers
STEPS = 400  # of a border, from one side to the other


def heat_map(table, x, y, value, xlabel, ylabel, label, border=None, border_label="theory", limits=None, words=None):
    """Return the picture of the means of the column `value` of a sweep's table over its columns `x` and `y`.

    `xlabel`, `ylabel` and `label` (of the colours) name the quantities with their units. `border(x)` gives the y of a line
    to be drawn over it, inf where there is none; both columns must then be numbers. `limits` are the values of the darkest
    and the lightest colour; otherwise the least and the greatest mean. A cell without a finite mean is hatched. Raises
    KeyError if there is no column of that name; ValueError if no mean is finite, or for a border over words.
    """
    means = {(row[x], row[y]): row[value] for row in Table(table).mean(value, x, y)}
    across, along = _places([cell[0] for cell in means]), _places([cell[1] for cell in means])
    finite = [mean for mean in means.values() if mean is not None and isfinite(mean)]
    if not finite:
        raise ValueError(f"{value} must have at least one finite mean, got {list(means.values())[:5]}")
    if border is not None and not (_numbers(across) and _numbers(along)):
        raise ValueError("border must be None where a column holds words, got a function")
    low, high = limits if limits is not None else (min(finite), max(finite))

    def draw(figure):
        axes = figure.add_axes((0.09, 0.14, 0.75, 0.77))
        colours = ScalarMappable(Normalize(low, high if high > low else low + 1), COLOURS)
        for (left, up), mean in means.items():
            _cell(axes, across[left], along[up], mean, colours, len(means) <= LEGIBLE)
        for axis, places, name in ((axes.xaxis, across, xlabel), (axes.yaxis, along, ylabel)):
            axis.set_ticks([middle for _, middle, _ in places.values()], [_told(key) for key in places])
            axis.set_label_text(name)
        axes.set_xlim(*_ends(across))
        axes.set_ylim(*_ends(along))
        axes.grid(False)
        if border is not None:
            _line(axes, border, border_label)
        bar = figure.colorbar(colours, cax=figure.add_axes((0.87, 0.14, 0.025, 0.77)))
        bar.set_label(label)

    return drawn(draw, words or f"{label}: from {min(finite):.3g} to {max(finite):.3g} over {len(across)} × {len(along)} cells.")


def _cell(axes, across, along, mean, colours, legible):
    (left, x, right), (down, y, up) = across, along
    known = mean is not None and isfinite(mean)
    colour = colours.to_rgba(mean) if known else PAPER
    axes.fill((left, right, right, left), (down, down, up, up), facecolor=colour, edgecolor=PAPER if known else QUIET,
              lw=0.5, hatch=None if known else "//")  # fmt: skip
    if legible:
        dark = known and 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2] < 0.5
        axes.text(x, y, f"{mean:.2g}" if known else "–", ha="center", va="center", fontsize=8, color=PAPER if dark else INK, zorder=4)


def _line(axes, border, label):
    (left, right), (down, up) = axes.get_xlim(), axes.get_ylim()
    xs = [left + (right - left) * step / STEPS for step in range(STEPS + 1)]
    ys = [min(max(border(x), down - (up - down)), up + (up - down)) for x in xs]  # far outside instead of inf
    halo = [withStroke(linewidth=5, foreground=PAPER)]  # so that it is seen on every colour
    axes.plot(xs, ys, color=VERMILLION, lw=2.6, ls=(0, (5, 1.5)), label=label, path_effects=halo, scalex=False, scaley=False)
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2, handlelength=4)


def _places(keys):
    """Return, for each key once, where its cell begins, has its middle, and ends."""
    keys = list(dict.fromkeys(keys))
    if all(isinstance(key, (int, float)) and not isinstance(key, bool) and -inf < key < inf for key in keys):
        keys.sort()
        middles = keys
    else:
        middles = range(len(keys))
    if len(keys) == 1:
        return {keys[0]: (middles[0] - 0.5, middles[0], middles[0] + 0.5)}
    between = [(one + other) / 2 for one, other in zip(middles, middles[1:])]
    edges = [2 * middles[0] - between[0], *between, 2 * middles[-1] - between[-1]]
    return {key: (edges[at], middles[at], edges[at + 1]) for at, key in enumerate(keys)}


def _numbers(places):
    return all(key == middle and not isinstance(key, (bool, str)) for key, (_, middle, _) in places.items())


def _ends(places):
    return min(left for left, _, _ in places.values()), max(right for _, _, right in places.values())


def _told(key):
    return f"{key:g}" if isinstance(key, float) else str(key)
