"""Drawings of ideas: one remote call with its guards, and the three states of a breaker."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from sim.figures.palette import BREAKER_STATES, INK, ORANGE, PAPER, QUIET, RULE, VERMILLION
from sim.figures.still import drawn, sheet


def remote_call():
    """Return the drawing of one call: the caller's worker waits, guards stand at the door, the callee has a queue."""
    return drawn(_remote_call, "A caller's worker waits while its call passes guards, the network, a queue and a worker.", (820, 250))


def breaker_states():
    """Return the drawing of a breaker's three states and what leads from one to the next."""
    words = "Closed goes to open after too many failures, open to half-open after a time, half-open to closed or back to open."
    return drawn(_breaker_states, words, (820, 230))


def _box(axes, x, y, width, height, face=PAPER, edge=INK):
    axes.add_patch(FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=8", fc=face, ec=edge, lw=1.4))


def _arrow(axes, start, end, colour=INK, bend=0.0):
    style = {"arrowstyle": "-|>", "mutation_scale": 14, "color": colour, "lw": 1.6, "connectionstyle": f"arc3,rad={bend}"}
    axes.add_patch(FancyArrowPatch(start, end, **style))


def _remote_call(figure):
    axes = sheet(figure, 820, 250)
    _box(axes, 20, 60, 170, 130)
    axes.text(105, 203, "shop (the caller)", ha="center", weight="bold")
    for row in range(2):
        for column in range(4):
            waits = row == 1 and column > 0
            axes.plot([50 + 37 * column], [105 + 45 * row], "s", ms=16, mfc=ORANGE if waits else RULE, mec=INK)
    axes.text(105, 72, "workers; orange ones wait", ha="center", fontsize=8.5, color=QUIET)
    guards = (
        (225, "bulkhead", "too many\nout already?"),
        (315, "breaker", "is it worth\nasking?"),
        (405, "timeout", "how long\ndo I wait?"),
    )
    for x, name, says in guards:
        _box(axes, x, 95, 76, 70, face="#F4F6F8", edge=QUIET)
        axes.text(x + 38, 145, name, ha="center", va="center", weight="bold", fontsize=9)
        axes.text(x + 38, 117, says, ha="center", va="center", fontsize=8, color=QUIET)
    _arrow(axes, (190, 140), (224, 140))
    _arrow(axes, (481, 140), (555, 140))
    axes.text(518, 150, "network", ha="center", fontsize=8.5, color=QUIET)
    _box(axes, 560, 60, 240, 130)
    axes.text(680, 203, "stock (the callee)", ha="center", weight="bold")
    for place in range(4):
        axes.plot([585 + 24 * place], [128], "o", ms=11, mfc=ORANGE, mec=INK)
    axes.text(621, 92, "queue", ha="center", fontsize=8.5, color=QUIET)
    for place in range(3):
        axes.plot([705 + 33 * place], [128], "s", ms=16, mfc=ORANGE, mec=INK)
    axes.text(738, 92, "workers", ha="center", fontsize=8.5, color=QUIET)
    _arrow(axes, (600, 56), (180, 56), QUIET, bend=-0.12)
    axes.text(395, 12, "ok  ·  error  ·  rejected (queue full)  ·  or nothing, and the caller's timeout", ha="center", fontsize=9, color=QUIET)
    axes.text(225, 180, "around them: retry, and around that: fallback", ha="left", fontsize=8.5, color=VERMILLION)


def _breaker_states(figure):
    axes = sheet(figure, 820, 230)
    places = {"closed": 110, "open": 410, "half-open": 710}
    says = {"closed": "calls go through,\nresults are watched", "open": "calls are refused\nat once", "half-open": "a few trial calls\ngo through"}
    for state, x in places.items():
        _box(axes, x - 85, 75, 170, 80, face=PAPER, edge=BREAKER_STATES[state].colour)
        axes.text(x, 136, f"{state} ({BREAKER_STATES[state].letter})", ha="center", va="center", weight="bold")
        axes.text(x, 104, says[state], ha="center", va="center", fontsize=8.5, color=QUIET)
    _arrow(axes, (197, 130), (322, 130))
    axes.text(260, 139, "too many failures", ha="center", fontsize=8.5)
    _arrow(axes, (497, 130), (622, 130))
    axes.text(560, 139, "after open_for", ha="center", fontsize=8.5)
    _arrow(axes, (622, 98), (497, 98))
    axes.text(560, 80, "a trial fails", ha="center", fontsize=8.5)
    _arrow(axes, (700, 73), (120, 73), bend=-0.16)
    axes.text(410, 12, "the trials succeed", ha="center", fontsize=8.5)
