"""The idea in two drawings: what the three numbers promise, and which client fits which instance."""

from matplotlib.patches import Rectangle

from sim.figures.drawings import _box
from sim.figures.palette import BLUE, BLUISH_GREEN, INK, PAPER, QUIET, VERMILLION
from sim.figures.semantic_versioning import FATES
from sim.figures.still import drawn, sheet
from sim.versions import FITS, fit


def three_numbers():
    """Return the drawing of MAJOR.MINOR.PATCH: who has to do something when each of them goes up."""
    words = "MAJOR: clients must change. MINOR: something was added, clients may go on. PATCH: something was mended, nobody need care."
    return drawn(_three_numbers, words, (820, 190))


def compatibility(clients, instances):
    """Return the matrix of `clients`, versions, and `instances`, lists of the versions that each serves."""
    fits = [[fit(client, served) for served in instances] for client in clients]
    counts = {name: sum(row.count(name) for row in fits) for name in FITS}
    words = f"{len(clients)} client versions against {len(instances)} kinds of instance: " + ", ".join(f"{name}: {n}" for name, n in counts.items())
    return drawn(lambda figure: _compatibility(figure, clients, instances, fits), words + ".", (820, 105 + 62 * len(clients)))


def _three_numbers(figure):
    axes = sheet(figure, 820, 190)
    parts = (
        (190, "1", "MAJOR", "something breaks", "every client must change", VERMILLION),
        (410, "4", "MINOR", "something is added", "clients go on, and may use it", BLUE),
        (630, "2", "PATCH", "something is mended", "clients need not know", BLUISH_GREEN),
    )
    for x, digit, name, change, who, colour in parts:
        _box(axes, x - 95, 14, 190, 78, edge=colour)
        axes.text(x, 140, digit, ha="center", va="center", fontsize=34, weight="bold", color=colour)
        axes.text(x, 104, name, ha="center", va="center", weight="bold", fontsize=10, color=INK)
        axes.text(x, 66, change, ha="center", va="center", fontsize=10)
        axes.text(x, 38, who, ha="center", va="center", fontsize=8.5, color=QUIET)
    for x in (300, 520):
        axes.text(x, 134, ".", ha="center", va="center", fontsize=34, weight="bold", color=INK)


def _compatibility(figure, clients, instances, fits):
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(-1.05, len(instances) + 0.05)
    axes.set_ylim(len(clients) + 0.05, -1.5)
    axes.text(len(instances) / 2, -1.28, "instances that serve", ha="center", va="center", color=QUIET)
    axes.text(-0.95, -0.3, "clients", va="center", color=QUIET)
    for x, served in enumerate(instances):
        axes.text(x + 0.5, -0.15, "\nand ".join(served), ha="center", va="bottom", weight="bold")
    for y, client in enumerate(clients):
        axes.text(-0.95, y + 0.5, client, va="center", weight="bold")
        for x, name in enumerate(fits[y]):
            style = FATES[name]
            axes.add_patch(Rectangle((x + 0.03, y + 0.06), 0.94, 0.88, fc=style.colour, ec=PAPER, alpha=0.16, lw=0))
            axes.add_patch(Rectangle((x + 0.03, y + 0.06), 0.94, 0.88, fc="none", ec=style.colour, hatch=style.hatch, alpha=0.35, lw=1))
            text = axes.text(x + 0.5, y + 0.5, f"{style.letter}  {name}", ha="center", va="center", color=INK)
            text.set_bbox({"fc": PAPER, "ec": "none", "pad": 1.5, "alpha": 0.85})
