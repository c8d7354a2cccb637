"""One order on its way down a chain and back, drawn from the trace: who sent what, what got lost, who gave up."""

from matplotlib.collections import LineCollection

from sim.figures.palette import BLUE, BLUISH_GREEN, INK, ORANGE, PAPER, QUIET, RULE, VERMILLION
from sim.scenarios.what_is_ipc import MOST, TABLE
from sim.trace import AGAIN, IN_FLIGHT, OUTCOMES, USERS

MESSAGES = {  # colour, dashes, marker at the end, what it is; none is told by its colour alone
    "request": (BLUE, "-", None, "request"),
    "ok": (BLUISH_GREEN, (0, (3, 1.2)), None, "good answer"),
    "error": (VERMILLION, (0, (1, 1)), None, "error"),
    "lost": (ORANGE, "-", "X", "lost"),
}
HEADS = {  # size and style of what a message ends in; "s" is written down, "S" is known already
    ">": (5, {"color": BLUE, "mec": PAPER, "mew": 0.5}),
    "<": (5, {"color": QUIET, "mec": PAPER, "mew": 0.5}),
    "X": (9, {"color": ORANGE, "mec": PAPER, "mew": 0.5}),
    "s": (7, {"color": INK, "mec": PAPER, "mew": 0.5}),
    "S": (6, {"mfc": PAPER, "mec": INK, "mew": 1.4}),
}
STOPS = 0.62  # how far a lost message gets


class OneOrder:
    """The panel of a live figure: a lifeline for the client, each service and the table, and the messages between them."""

    def __init__(self, live, axes):
        axes.set_axis_off()
        axes.set_xlim(-0.07, 1.07)
        axes.set_ylim(1.28, -0.17)
        axes.vlines([0, 1], 0.0, 1.04, colors=RULE, lw=1.2)
        for x, y, name, side in ((0.02, -0.03, "client", "right"), (0.5, -0.1, "services", "center"), (0.98, -0.03, "table", "left")):
            axes.text(x, y, name, ha=side, va="bottom", fontsize=8, color=QUIET)
        # What moves with the number of services is drawn anew each time, or a step of a slider would cost a new picture.
        self.lifelines = live.animate(axes.add_collection(LineCollection([], colors=RULE, linewidths=1.2)))
        self.names = []
        for number in range(1, MOST + 1):
            (name,) = axes.plot([], [], ls="", marker=f"${number}$", ms=6 if number < 10 else 9, color=QUIET, mew=0)
            self.names.append(live.animate(name))
        self.title = live.animate(axes.text(0, 1.03, "", transform=axes.transAxes, fontsize=10, color=INK))
        self.lines, self.heads = {}, {}
        for kind, (colour, dashes, _, _) in MESSAGES.items():
            lines = LineCollection([], colors=colour, linestyles=[dashes], linewidths=1.6)
            self.lines[kind] = live.animate(axes.add_collection(lines))
        for marker, (size, style) in HEADS.items():
            self.heads[marker] = live.animate(axes.plot([], [], ls="", marker="s" if marker == "S" else marker, ms=size, **style)[0])
        self.ends = live.animate(axes.plot([], [], ls="", marker="_", ms=11, mew=2.4, color=INK)[0])
        _legend(axes)

    def show(self, trace, order, idempotent):
        """Draw one order (None: there is none yet); to an idempotent table it is new but once."""
        messages, ends = messages_of(trace, order.row) if order else ([], [])
        steps = max([step for step, *_ in messages] + ends + [6]) + 1
        segments = {kind: [] for kind in MESSAGES}
        heads = {marker: ([], []) for marker in self.heads}
        table = sum(service != TABLE for _, service in trace.links) + 1
        places = [place / table for place in range(table + 1)]
        self.lifelines.set_segments([[(x, 0.0), (x, 1.04)] for x in places[1:-1]])
        for number, name in enumerate(self.names, start=1):
            name.set_visible(number < table)  # what is not to be seen is not even looked at
            name.set_data([places[min(number, table)]], [-0.06])
        for step, start, stop, kind in messages:
            y = (step + 0.5) / steps
            marker = "X" if kind == "lost" else ">" if stop > start else "<"
            if marker == ">" and stop == table:
                marker = "S" if idempotent and heads["s"][0] else "s"
            end = places[start] + (places[stop] - places[start]) * (STOPS if kind == "lost" else 1)
            segments[kind].append([(places[start], y), (end, y)])
            heads[marker][0].append(end)
            heads[marker][1].append(y)
        for kind, lines in self.lines.items():
            lines.set_visible(bool(segments[kind]))
            lines.set_segments(segments[kind])
        for marker, points in heads.items():
            self.heads[marker].set_visible(bool(points[0]))
            self.heads[marker].set_data(*points)
        self.ends.set_data([0] * len(ends), [(step + 0.5) / steps for step in ends])
        self.title.set_text(told(order) if order else "No order yet")


def messages_of(trace, row):
    """Return ([(step, from, to, kind)], [steps at which the client gave up]) of the order whose first try is `row`.

    Places count from 0, the client; kinds are those of `MESSAGES`.
    """
    children, tries = {}, []
    for other in range(row, len(trace)):
        if tries and IN_FLIGHT < trace.code[tries[-1]] < AGAIN and trace.started[other] > trace.ended[tries[-1]]:
            break  # the client is done with it
        parent = trace.parent[other]
        if parent in children:
            children[parent].append(other)
        elif trace.links[trace.link[other]][0] == USERS and (other == row or trace.first[other] == row):
            tries.append(other)
        else:
            continue
        children[other] = []
    messages, ends = [], []

    def follow(row, place):
        if trace.arrived[row] != trace.arrived[row]:
            messages.append((len(messages) + len(ends), place, place + 1, "lost" if trace.code[row] != IN_FLIGHT else "request"))
            return
        messages.append((len(messages) + len(ends), place, place + 1, "request"))
        for child in children[row]:
            follow(child, place + 1)
        outcome = OUTCOMES[trace.code[row] % AGAIN]
        if outcome == "timeout":
            kind = "lost" if trace.released[row] <= trace.ended[row] else None  # else nobody waits for it any more
        else:
            kind = {"ok": "ok", "fallback": "ok", "error": "error"}.get(outcome)
        if kind and trace.links[trace.link[row]][1] != TABLE:
            messages.append((len(messages) + len(ends), place + 1, place, kind))

    for row in tries:
        follow(row, 0)
        if OUTCOMES[trace.code[row] % AGAIN] == "timeout":
            ends.append(len(messages) + len(ends))
    return messages, ends


def told(order):
    """Return what became of an order, in a few words."""
    written = {0: "not written down", 1: "written down once", 2: "written down twice"}.get(order.written, f"written down {order.written} times")
    heard = "confirmed" if order.heard else "not confirmed"
    return f"The order sent at {order.started / 1_000:.1f} s: {heard}, {written}"


def chosen(story, cursor):
    """Return the first order from the cursor (ms, None: 0) on with which something went wrong, else the first one; or None."""
    later = [order for order in story.orders if order.started >= (cursor or 0)] or story.orders[-1:]
    return next((order for order in later if not order.heard or order.reached != 1), later[0] if later else None)


def _legend(axes):
    low, high = axes.get_xlim()
    for x, (colour, dashes, marker, words) in zip((0.03, 0.18, 0.37, 0.49), MESSAGES.values()):
        x = low + x * (high - low)
        axes.plot([x, x + 0.04 * (high - low)], [1.14, 1.14], color=colour, ls=dashes, lw=1.6)
        if marker:
            axes.plot([x + 0.04 * (high - low)], [1.14], marker=marker, ms=8, color=colour, mec="white", mew=0.5)
        axes.text(x + 0.055 * (high - low), 1.14, words, fontsize=7.5, color=QUIET, va="center")
    ends = {"_": (11, {"color": INK, "mew": 2.4}), **HEADS}
    for x, sign, words in ((0.05, "s", "order written down"), (0.32, "S", "known already"), (0.53, "_", "client gives up, after 1 s")):
        x = low + x * (high - low)
        size, style = ends[sign]
        axes.plot([x], [1.23], marker=sign.lower(), ms=size, ls="", **style)
        axes.text(x + 0.035 * (high - low), 1.23, words, fontsize=7.5, color=QUIET, va="center")
