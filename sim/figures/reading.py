"""Pictures of an API: what it is made of, and who reads which of its fields."""

from sim.contracts import CONSUMERS, FIELDS, unknown, unmet
from sim.figures.drawings import _arrow, _box
from sim.figures.palette import BLUE, INK, PAPER, QUIET, RULE, VERMILLION
from sim.figures.still import drawn, sheet


def an_api():
    """Return the drawing of an API: operations that consumers invoke, events that they receive, clocks of their own."""
    return drawn(_an_api, "An API is operations, which consumers invoke, and events, which they receive.", (820, 250))


def who_reads(answer=None, contracts=None):
    """Return the table of fields (across) and consumers (down): a dot where one reads, a cross where `answer` breaks it."""
    contracts = CONSUMERS if contracts is None else contracts
    fields = list(FIELDS) + ([] if answer is None else unknown(answer))
    faults = {name: {} if answer is None else _faults(answer, contract) for name, contract in contracts.items()}
    hit = [name for name, said in faults.items() if said]
    words = f"{len(contracts)} consumers and what they read of {len(fields)} fields; broken: {', '.join(hit) or 'nobody'}."
    return drawn(lambda figure: _who_reads(figure, fields, contracts, faults), words, (900, 330))


def _faults(answer, contract):
    return {path for path, wanted in contract.items() if unmet(answer, {path: wanted})}


def _an_api(figure):
    axes = sheet(figure, 820, 250)
    _box(axes, 540, 30, 260, 180)
    axes.text(670, 222, "order service", ha="center", weight="bold")
    for bottom, title, lines in (
        (125, "operations", "createOrder()   getOrder(id)\ncancelOrder(id)"),
        (42, "events", "OrderCreated   OrderCancelled"),
    ):
        _box(axes, 555, bottom, 230, 72, face="#F4F6F8", edge=QUIET)
        axes.text(670, bottom + 54, title, ha="center", va="center", weight="bold", fontsize=9)
        axes.text(670, bottom + 25, lines, ha="center", va="center", fontsize=8.5)
    for row, name in enumerate(("web shop", "billing", "kitchen")):
        y = 165 - 65 * row
        _box(axes, 20, y, 110, 45)
        axes.text(75, y + 22, name, ha="center", va="center", weight="bold")
        axes.text(75, y - 9, "releases when it likes", ha="center", va="center", fontsize=7.5, color=QUIET)
    _arrow(axes, (132, 188), (553, 168))
    _arrow(axes, (132, 122), (553, 155))
    _arrow(axes, (553, 80), (132, 58), BLUE)
    axes.text(335, 193, "request  →  ←  reply: the style decides\nwhat an operation gives back", ha="center", fontsize=8.5, color=QUIET)
    axes.text(350, 46, "publish/subscribe: an event on a channel", ha="center", fontsize=8.5, color=BLUE)
    axes.text(670, 14, "releases when it likes", ha="center", fontsize=7.5, color=QUIET)


def _who_reads(figure, fields, contracts, faults):
    axes = figure.add_axes((0.1, 0.03, 0.78, 0.62))
    names = list(contracts)
    axes.set_xlim(-0.6, len(fields) - 0.4)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(fields)), fields, rotation=28, ha="left", fontsize=8.5)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for tick, name in zip(axes.get_yticklabels(), names):
        if faults[name]:
            tick.set(color=VERMILLION, weight="bold")
    axes.plot([], [], "o", ms=10, mfc=BLUE, mec=PAPER, label="reads it")
    axes.plot([], [], "X", ms=11, mfc=VERMILLION, mec=PAPER, label="reads it, and breaks")
    for y, name in enumerate(names):
        for x, field in enumerate(fields):
            if field in contracts[name]:
                bad = field in faults[name]
                axes.plot(x, y, "X" if bad else "o", ms=11 if bad else 10, mfc=VERMILLION if bad else BLUE, mec=PAPER)
            else:
                axes.plot(x, y, ".", ms=3, color=RULE)
    figure.legend(*axes.get_legend_handles_labels(), loc="upper left", fontsize=8.5, labelcolor=INK)
