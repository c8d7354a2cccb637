"""The graph of a shop, its channels and those who read them, with every message at its place, and bars of what came to whom."""

from math import isnan

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import FancyBboxPatch, Rectangle

from sim.figures.palette import BLUE, BLUISH_GREEN, GHOST, INK, ORANGE, PAPER, QUIET, RULE, VERMILLION
from sim.figures.quicktext import QuickText

WIDTH, HEIGHT, TOP = 1000, 400, 392  # px of this part of the picture
SHOP, PIPE, BOX, BARS = (20, 100), (205, 420), (555, 665), (695, 915)  # px from left to right
SLOTS, GAP = 17, 10.5  # messages shown waiting in a lane, px between them
IN_BOX = 6  # messages shown at hand
COMMAND, EVENT = (VERMILLION, "s", 6.5), (BLUE, "o", 7)
PARTS = {  # of a bar: face, edge, hatch
    "done": (BLUISH_GREEN, "none", ""),
    "not done yet": ("#FBE3B3", ORANGE, "////"),
    "missed": (PAPER, VERMILLION, "xxxx"),
}


class ChannelsGraph:
    """Draws on the upper `HEIGHT` px of a live figure of `WIDTH` px. A message's channel, group and consumer say where it is."""

    def __init__(self, live, figure, result):
        self.live = live
        axes = figure.add_axes((0, 1 - HEIGHT / live.size[1], 1, HEIGHT / live.size[1]))
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(0, HEIGHT)
        self._place(result)
        self._still_parts(axes, f"Messages that came, last {result.until / 1_000:g} s" if live.rolling else "Messages that came to each consumer")
        self._moving_parts(figure, axes)

    def _place(self, result):
        """Find where everything stands: `rows` of consumers, `lanes` of groups, `pipes` of channels; all in px."""
        reads, wiring = result.details["reads"], result.params["wiring"]
        names, own = list(reads), wiring == "commands"
        pitch = min(46, (TOP - 90 - 46 * own) / len(names))
        self.rows, self.lanes, self.pipes, y = {}, {}, {}, TOP - 62
        for name in names:
            if own and name == "stock":
                y -= 46
            self.rows[name] = y
            group = "billing" if name.startswith("billing") and wiring != "each" else name
            self.lanes.setdefault((reads[name], group), []).append(y)
            y -= pitch
        self.lanes = {key: sum(ys) / len(ys) for key, ys in self.lanes.items()}
        for (channel, _), lane in self.lanes.items():
            low, high = self.pipes.get(channel, (lane, lane))
            self.pipes[channel] = min(low, lane), max(high, lane)
        self.half = min(15, 0.42 * pitch)
        self.group_of = {name: next(g for _, g in self.lanes if g == name or g == "billing" and name.startswith(g)) for name in names}
        self.middle = {channel: sum(ends) / 2 for channel, ends in self.pipes.items()}
        self.shop = sum(self.middle.values()) / len(self.middle)

    def _still_parts(self, axes, title):
        axes.text(SHOP[0], TOP, "Where every message is", fontsize=10, va="top")
        axes.text(BARS[0], TOP, title, fontsize=10, va="top")
        _box(axes, SHOP[0], self.shop - 24, SHOP[1] - SHOP[0], 48)
        axes.text(sum(SHOP) / 2, self.shop, "shop", ha="center", va="center", weight="bold")
        lines = [[(SHOP[1], self.shop), (PIPE[0], y)] for y in self.middle.values()]
        for channel, (low, high) in self.pipes.items():
            kind = "point-to-point: one consumer gets it" if channel == "charge card" else "publish-subscribe: each group gets it"
            _box(axes, PIPE[0], low - self.half, PIPE[1] - PIPE[0], high - low + 2 * self.half, face="#F4F6F8", edge=QUIET)
            axes.text(PIPE[0] + 2, high + self.half + 15, f"“{channel}”", fontsize=9, weight="bold", va="bottom")
            axes.text(PIPE[0] + 2, high + self.half + 3, kind, fontsize=7.8, color=QUIET, va="bottom")
        for name, y in self.rows.items():
            group = self.group_of[name]
            lane = next(lane for (_, of), lane in self.lanes.items() if of == group)
            if name != "reports":
                lines.append([(PIPE[1], lane), (BOX[0], y)])
            else:
                self.to_reports = [[(PIPE[1], lane), (BOX[0], y)]]
        shelves = [[(PIPE[0] + 6, y), (PIPE[1] - 4, y)] for y in self.lanes.values()]
        axes.add_collection(LineCollection(shelves, colors=RULE, linewidths=1))
        axes.add_collection(LineCollection(lines, colors=GHOST, linewidths=1))
        for name, y in self.rows.items():
            if name != "reports":
                _box(axes, BOX[0], y - self.half, BOX[1] - BOX[0], 2 * self.half)
            axes.text(BOX[1] - 5, y, name, fontsize=8.5, ha="right", va="center")
        self._legend(axes)

    def _legend(self, axes):
        y = 12
        x = SHOP[0]
        for (colour, marker, size), text, face in ((COMMAND, "command", None), (EVENT, "event", None), (EVENT, "event that was kept", PAPER)):
            axes.plot([x + 5], [y], ls="", marker=marker, ms=size, mfc=face or colour, mec=colour)
            axes.text(x + 14, y, text, fontsize=8, color=QUIET, va="center")
            x += 140 if face else 78 if text == "command" else 58
        axes.plot([x + 5], [y], ls="", marker="*", ms=11, mfc=ORANGE, mec=INK, mew=0.6)
        axes.text(x + 14, y, "in work", fontsize=8, color=QUIET, va="center")
        x = BARS[0]
        for (text, (face, edge, hatch)), step in zip(PARTS.items(), (54, 98, 68)):
            axes.add_patch(Rectangle((x, y - 5), 14, 10, fc=face, ec=edge, hatch=hatch, lw=0.8))
            axes.text(x + 18, y, text, fontsize=8, color=QUIET, va="center")
            x += step
        axes.plot([x, x], [y - 6, y + 6], color=INK, lw=1.6)
        axes.text(x + 5, y, "sent", fontsize=8, color=QUIET, va="center")

    def _moving_parts(self, figure, axes):
        y = self.rows["reports"]
        self.reports = self.live.animate(axes.add_patch(_box(None, BOX[0], y - self.half, BOX[1] - BOX[0], 2 * self.half, face="none")))
        self.reports_line = self.live.animate(axes.add_collection(LineCollection(self.to_reports, colors=GHOST, linewidths=1)))
        self.bars = {}
        for name, (face, edge, hatch) in PARTS.items():
            bar = PolyCollection([], fc=face, ec=edge, hatch=hatch, lw=0.8)
            self.bars[name] = self.live.animate(axes.add_collection(bar))
        self.marks = self.live.animate(axes.add_collection(LineCollection([], colors=INK, linewidths=1.6)))
        self.dots = {}
        for name, (colour, marker, size), face, edge in (
            ("command", COMMAND, None, PAPER), ("event", EVENT, None, PAPER), ("kept", EVENT, PAPER, BLUE), ("work", (ORANGE, "*", 11), None, INK),
        ):  # fmt: skip
            look = {"ls": "", "marker": marker, "ms": size, "mfc": face or colour, "mec": edge, "mew": 1 if name != "work" else 0.6}
            self.dots[name] = self.live.animate(axes.plot([], [], **look)[0])

        def word(x, y, size=8, colour=INK):
            return self.live.animate(QuickText(figure, x / WIDTH, 1 - (HEIGHT - y) / self.live.size[1], size, colour))

        self.counts = {name: word((BARS[1] + WIDTH) / 2 - 2, y, 8.5) for name, y in self.rows.items()}
        self.more = {key: word(PIPE[0] + 17, y, 7.5) for key, y in self.lanes.items()}
        self.more_at_hand = {name: word(BOX[0] + 30, y, 7.5) for name, y in self.rows.items()}
        self.state = word((PIPE[1] + BOX[0]) / 2, y + 6, 8, VERMILLION)
        self.keeps = word((PIPE[0] + PIPE[1]) / 2, min(low for low, _ in self.pipes.values()) - self.half - 10, 8, QUIET)
        self.moment = word(250, TOP - 6, 9)

    def show(self, flow, time, gone, room, state, retention):
        """Show a `Flow` at a time (ms): `gone` events that reports has missed, bars with `room` for so many messages.

        `state` is what is the matter with reports, "" for nothing; the channel of events keeps them for `retention` s.
        """
        self._show_messages(flow, time)
        self._show_counts(flow, time, gone, room)
        self.moment.set_text(f"at {time / 1_000:.2f} s")
        self.state.set_text("subscribed, down" if state == "down" else state)
        self.reports.set(linestyle=(0, (2, 2)) if state else "-", edgecolor=VERMILLION if state else INK)
        self.reports_line.set_visible(state != "not subscribed")
        self.keeps.set_text(f"keeps events for {retention:g} s" if retention else "keeps nothing for those who come later")

    def _show_messages(self, flow, time):
        spots = {name: ([], []) for name in self.dots}
        lanes, hands = {}, {}

        def put(kind, x, y):
            spots[kind][0].append(x)
            spots[kind][1].append(y)

        for one in flow.under_way(time):
            kind = "kept" if one.kept else "command" if one.channel == "charge card" else "event"
            enters = one.sent if one.kept else one.sent + flow.hop
            leaves = one.arrived - flow.hop
            y = self.middle[one.channel]
            if time < enters:
                part = (time - one.sent) / flow.hop
                put(kind, SHOP[1] + part * (PIPE[0] - SHOP[1]), self.shop + part * (y - self.shop))
                continue
            group = one.group
            if group is None:
                continue
            lane = one.channel, group
            if isnan(leaves) or time < leaves:
                lanes.setdefault(lane, []).append((enters, kind))
            elif time < one.arrived:
                part, row = (time - leaves) / flow.hop, self.rows[one.consumer]
                put(kind, PIPE[1] + part * (BOX[0] - PIPE[1]), self.lanes[lane] + part * (row - self.lanes[lane]))
            elif one.served <= time:
                put("work", BOX[0] + 9, self.rows[one.consumer])
            else:
                hands.setdefault(one.consumer, []).append((one.arrived, kind))
        for lane, waiting in lanes.items():
            for place, (_, kind) in enumerate(sorted(waiting)[:SLOTS]):
                put(kind, PIPE[1] - 9 - GAP * place, self.lanes[lane])
        for name, waiting in hands.items():
            for place, (_, kind) in enumerate(sorted(waiting)[:IN_BOX]):
                put(kind, BOX[0] - 8 - 7 * place, self.rows[name])
        for name, (xs, ys) in spots.items():
            self.dots[name].set_data(xs, ys)
        for lane, text in self.more.items():
            beyond = len(lanes.get(lane, ())) - SLOTS
            text.set_text(f"+{beyond}" if beyond > 0 else "")
        for name, text in self.more_at_hand.items():
            beyond = len(hands.get(name, ())) - IN_BOX
            text.set_text(f"+{beyond}" if beyond > 0 else "")

    def _show_counts(self, flow, time, gone, room):
        verts = {name: [] for name in self.bars}
        marks = []
        scale = (BARS[1] - BARS[0]) / room
        for name, y in self.rows.items():
            done, came, sent, undone = flow.counts(name, time)
            at = BARS[0]
            for part, count in (("done", done), ("not done yet", undone), ("missed", gone if name == "reports" else 0)):
                end = at + scale * count
                if count:
                    verts[part].append([(at, y - 7), (end, y - 7), (end, y + 7), (at, y + 7)])
                at = end
            marks.append([(BARS[0] + scale * sent, y - 10), (BARS[0] + scale * sent, y + 10)])
            self.counts[name].set_text(f"{came:,} of {sent:,}")
        for name, bar in self.bars.items():
            bar.set_verts(verts[name])
        self.marks.set_segments(marks)


def _box(axes, x, y, width, height, face=PAPER, edge=INK):
    patch = FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=7", fc=face, ec=edge, lw=1.2)
    return patch if axes is None else axes.add_patch(patch)
