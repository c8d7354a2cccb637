"""Two graphs of channels side by side, one drawn from the document and one from what was seen, and how soon a change is noticed."""

from math import nan

import numpy as np

from sim.documents import Edge
from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, INK, PAPER, QUIET, RULE, VERMILLION
from sim.figures.quicktext import QuickText
from sim.scenarios.documenting import CHANGING
from sim.scenarios.shop_messages import CHANNELS
from sim.theory.noticing import noticed

WIRES = [  # all that the shop may do, in the order that crosses least
    ("shipping", "tracking", "mail"), ("shipping", "parcels", "mail"), ("billing", "payments", "shipping"), ("shop", "orders", "billing"),
    ("shop", "orders", "stock"), ("support", "returns", "stock"), ("stock", "stock-levels", "reports"),
]  # fmt: skip
KNOWN = [Edge(sender, "send", channel) for sender, channel, _ in WIRES] + [Edge(taker, "receive", channel) for _, channel, taker in WIRES]
LEFT, PILL, RIGHT = 24, (37, 63), 76  # where senders end, a channel is, receivers begin
GRID = np.unique(np.round(np.geomspace(1, 1_000, 60)).astype(int))
STRETCHES = (1, 2, 5, 10, 20, 50, 100, 200)


class DocumentFigure(LiveFigure):
    """The document's graph (left), the graph that was seen up to the cursor (right); below, differences and chances."""

    size = (1000, 590)

    def shape_of(self, result):
        """Other names need another picture; those of the shop are always there."""
        more = sorted((result.documented | set(result.seen)) - set(KNOWN), key=lambda edge: (edge.channel, edge.service, edge.action))
        return tuple(_places(KNOWN + more)["channels"]), tuple(edge for edge in more if edge.channel not in CHANNELS)

    def layout(self, figure, result):
        """Make both graphs, the list of differences and the chart of chances."""
        more = sorted(result.documented | set(result.seen))
        self.places = _places(KNOWN + [edge for edge in more if edge not in KNOWN])
        self.sides = [
            _Side(self, (left, 0.43, 0.48, 0.505), self.places, title, mark)
            for left, title, mark in ((0.01, "What the document says", "o"), (0.51, "What was seen", "X"))
        ]
        self.moment = self.animate(QuickText(figure, 0.685, 0.951, 9, QUIET))
        figure.text(0.02, 0.362, "Where the two part", fontsize=10, color=INK)
        self.lines = [self.animate(QuickText(figure, 0.02, 0.325 - 0.043 * row, 9, align="left")) for row in range(8)]
        self._chances(figure.add_axes((0.56, 0.085, 0.42, 0.19)))

    def _chances(self, axes):
        axes.set_title("Chance that n payments hold a changed one (%)", pad=31)
        axes.set_xscale("log")
        axes.set_xlim(1, 1_000)
        axes.set_ylim(-4, 108)
        axes.set_yticks([0, 50, 100])
        axes.set_xticks([1, 10, 100, 1_000], ["1", "10", "100", "1,000"])
        axes.tick_params(length=0, which="both")
        axes.set_xlabel("n, payments looked at", labelpad=1)
        self.kept = self.animate(axes.plot([], [], color=RULE, lw=4)[0])
        self.theory = self.animate(axes.plot([], [], color=INK)[0])
        self.points = self.animate(axes.plot([], [], "o", color=BLUE, ms=5)[0])
        self.now = self.animate(axes.plot([], [], color=BLUE, lw=1.4, ls=(0, (4, 2)))[0])
        self.first = self.animate(axes.plot([], [], "X", color=VERMILLION, ms=9, mec=PAPER)[0])
        handles = [
            axes.plot([], [], color=INK, label="theory: 1 − (1 − p)ⁿ")[0],
            axes.plot([], [], "o", color=BLUE, ms=5, label="this run: stretches of n payments")[0],
            axes.plot([], [], color=BLUE, lw=1.4, ls=(0, (4, 2)), label="looked at")[0],
            axes.plot([], [], "X", color=VERMILLION, ms=8, mec=PAPER, label="first that does not match")[0],
        ]
        axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(-0.02, 0.98), ncols=2, fontsize=8, labelspacing=0.25,
                    handlelength=1.8, borderpad=0.1)  # fmt: skip
        self.says = self.animate(QuickText(self.figure, 0.77, 0.017, 9, VERMILLION))

    def update(self, result, ghost, cursor):
        """Move everything."""
        seen = result.seen_by(cursor)
        missing, extra = result.differences(cursor)
        failed = {channel: (count, bad) for channel in result.problems for count, bad in [result.looked_at(channel, cursor)]}
        counts = {}
        for edge, count in seen.items():
            if edge.action == "send":
                counts[edge.channel] = counts.get(edge.channel, 0) + count
        wrong = {channel for channel, (_, bad) in failed.items() if bad}
        document, tap = self.sides
        document.show(result.documented, set(missing), dict.fromkeys({edge.channel for edge in result.documented}, ""), wrong)
        tap.show(set(seen), set(extra), {channel: f"{count:,}" for channel, count in counts.items()}, wrong)
        self.moment.set_text(f"{result.until / 1000 if cursor is None else min(cursor, result.until) / 1000:.1f} s listened")
        self._tell(missing, extra, failed)
        self._show_chances(result, ghost, cursor)

    def _tell(self, missing, extra, failed):
        said = [
            f"≠ {channel}: {len(bad)} of {count} looked at {'does' if len(bad) == 1 else 'do'} not match, the first is number {bad[0]}"
            for channel, (count, bad) in failed.items()
            if bad
        ]
        said += [f"✗ {edge}: seen, not documented" for edge in extra] + [f"∅ {edge}: documented, not seen so far" for edge in missing]
        good = not said
        said = said or ["✓ Both graphs are the same, and every message looked at matches."]
        if len(said) > len(self.lines):
            said = [*said[: len(self.lines) - 1], f"… and {len(said) - len(self.lines) + 1} more"]
        for line, text in zip(self.lines, said + [""] * len(self.lines)):
            line.set_text(text)
            line.colour = INK if good else VERMILLION

    def _show_chances(self, result, ghost, cursor):
        def curve(one):
            changes = one is not None and one.params["change"] != "nothing"
            return (GRID, [100 * noticed(one.params["share"], int(n)) for n in GRID]) if changes else ([], [])

        self.theory.set_data(*curve(result))
        self.kept.set_data(*curve(ghost))
        ns = [n for n in STRETCHES if n <= len(result.changed) / 2] if any(result.changed) else []
        self.points.set_data(ns, [100 * result.chance(n) for n in ns])
        count, bad = result.looked_at(CHANGING, cursor)
        self.now.set_data([max(1, count)] * 2, [-4, 108])
        self.first.set_data([bad[0]] if bad else [], [100 * noticed(result.params["share"], bad[0])] if bad else [])
        changes = result.params["change"] != "nothing"
        self.says.set_text("" if result.noticeable else "the document allows this change: no n is enough" if changes else "no payment is changed")
        self.says.colour = VERMILLION if changes else QUIET


class _Side:
    """One graph: services that send, channels, services that receive; what the other graph has not is red, dashed and marked."""

    def __init__(self, figure, box, places, title, mark):
        axes = figure.figure.add_axes(box)
        self.places = places
        axes.set_axis_off()
        axes.set_xlim(0, 100)
        axes.set_ylim(places["rows"] - 0.45, -1.05)
        axes.set_title(title, x=0.02, pad=2)
        for x, name, align in ((LEFT - 1, "send", "right"), (50, "channels", "center"), (RIGHT + 1, "receive", "left")):
            axes.text(x, -0.8, name, ha=align, va="center", fontsize=8.5, color=QUIET)
        for column, x, align in (("senders", LEFT - 1, "right"), ("receivers", RIGHT + 1, "left")):
            for name, y in places[column].items():
                frame = {"boxstyle": "round,pad=0.35", "fc": PAPER, "ec": QUIET, "lw": 0.9}
                axes.text(x, y, name, ha=align, va="center", fontsize=9, bbox=frame)

        def line(**style):
            return figure.animate(axes.plot([], [], **style)[0])

        thick = 0.6 * box[3] * figure.size[1] / (places["rows"] + 0.6) * 0.72  # points: a channel's height
        fills = {"solid_capstyle": "butt", "lw": thick}
        self.good, self.bad = line(color=INK, lw=1.3), line(color=VERMILLION, lw=2.4, ls=(0, (2.5, 1.2)))
        self.heads = line(ls="", marker=">", color=INK, ms=5)
        self.marks = line(ls="", marker=mark, mfc=VERMILLION if mark == "X" else PAPER, mec=PAPER if mark == "X" else VERMILLION, ms=9, mew=1.6)
        self.fills = line(color="#F1F3F5", **fills), line(color="#FBE3D5", **fills)
        self.frames = line(color=QUIET, lw=1.1), line(color=VERMILLION, lw=1.8)
        to_figure = axes.transData + figure.figure.transFigure.inverted()
        self.names = {
            name: figure.animate(QuickText(figure.figure, *to_figure.transform((50, y)), 8.5)) for name, y in places["channels"].items()
        }

    def show(self, edges, odd, channels, wrong):
        """Draw these connections, those in `odd` as differences; `channels`: {name: how many messages, as text}."""
        lines, heads, marks = ([], []), [], []
        for edge in edges:
            start, end = self._ends(edge)
            lines[edge in odd].append((start, end))
            if edge in odd:
                marks.append(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
            else:
                heads.append((end[0] - 0.8, end[1]))
        self.good.set_data(*_pieces(lines[False]))
        self.bad.set_data(*_pieces(lines[True]))
        for artist, points in ((self.heads, heads), (self.marks, marks)):
            artist.set_data([x for x, _ in points], [y for _, y in points])
        red = {edge.channel for edge in odd if edge.action == "send"} | wrong
        for is_red in (False, True):
            rows = [self.places["channels"][name] for name in channels if (name in red) == is_red]
            self.fills[is_red].set_data(*_pieces([((PILL[0], y), (PILL[1], y)) for y in rows]))
            self.frames[is_red].set_data(*_boxes(rows))
        for name, text in self.names.items():
            text.set_text(f"{'≠ ' if name in wrong else ''}{name} {channels[name]}".rstrip() if name in channels else "")

    def _ends(self, edge):
        y = self.places["channels"][edge.channel]
        if edge.action == "send":
            return (LEFT + 1.6, self.places["senders"][edge.service]), (PILL[0], y)
        return (PILL[1], y), (RIGHT - 1.6, self.places["receivers"][edge.service])


def _places(edges):
    """Return where everything stands: {"senders": {name: y}, "channels": …, "receivers": …, "rows": how many}."""
    channels = {}
    for edge in edges:
        channels.setdefault(edge.channel, float(len(channels)))
    found = {"channels": channels, "rows": len(channels)}
    for column, action in (("senders", "send"), ("receivers", "receive")):
        rows = {}
        for edge in edges:
            if edge.action == action and (edge in KNOWN or edge.service not in {e.service for e in KNOWN if e.action == action}):
                rows.setdefault(edge.service, set()).add(channels[edge.channel])
        middles = sorted((sum(ys) / len(ys), name) for name, ys in rows.items())
        found[column] = {name: y + at * 1e-9 for at, (y, name) in enumerate(middles)}
        last = -1.0
        for name, y in found[column].items():
            last = found[column][name] = max(y, last + 0.8)
    return found


def _boxes(rows):
    """Return the data of one line that frames a channel in each of these rows."""
    xs, ys = [], []
    for y in rows:
        xs += (PILL[0], PILL[1], PILL[1], PILL[0], PILL[0], nan)
        ys += (y - 0.3, y - 0.3, y + 0.3, y + 0.3, y - 0.3, nan)
    return xs, ys


def _pieces(lines):
    """Return the data of one line in pieces, with gaps between them."""
    xs, ys = [], []
    for (x, y), (then_x, then_y) in lines:
        xs += (x, then_x, nan)
        ys += (y, then_y, nan)
    return xs, ys
