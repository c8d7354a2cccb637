"""Messages on their way: a shop, its channels and those who read them, with every message at its place at the cursor's time."""


from sim.figures.channels_graph import ChannelsGraph
from sim.figures.live import LiveFigure
from sim.figures.message_flow import Flow
from sim.figures.palette import BLUE, BLUISH_GREEN, INK, ORANGE, RULE, VERMILLION
from sim.figures.remembered import Remembered
from sim.figures.timeplot import TimePlot, sticky
from sim.scenarios.who_got_it import missed

CURVES = {  # of the lower half: label, look
    "sent": ("orders placed", {"colour": RULE, "lw": 5}),
    "billing 1": ("billing 1", {"colour": VERMILLION}),
    "others": ("each other billing instance, on average", {"colour": ORANGE, "ls": (0, (4, 1.5))}),
    "stock": ("stock (mail the same)", {"colour": BLUE, "ls": (0, (1, 1.2)), "lw": 2.2}),
    "reports": ("reports", {"colour": BLUISH_GREEN, "ls": (0, (6, 1.5, 1, 1.5))}),
}
WAITS = {"billing": ("all billing instances", {"colour": INK}), **{name: CURVES[name] for name in ("stock", "reports")}}


class ChannelsFigure(LiveFigure):
    """Who gets which message: the way of each (above, at the cursor's time), and counts over time (below).

    Its result is one of `sim.scenarios.messages_and_channels`.
    """

    size = (1000, 690)

    def __init__(self, scale=1):
        super().__init__(scale)
        self._flow = Remembered(Flow)

    def shape_of(self, result):
        """Other channels and other consumers need another picture."""
        return result.params["wiring"], result.params["billing"], result.now > result.until

    def layout(self, figure, result):
        """Make the graph with its bars, and the panels."""
        self.rolling, self.span = result.now > result.until, result.until
        self.graph = ChannelsGraph(self, figure, result)
        self.panels = []
        when = f"in the last {result.until / 1_000:g} s" if self.rolling else "so far"
        titles = {f"Messages done {when}": CURVES, "Messages still to do, from the channel on (shaded: before reports joins)": WAITS}
        for row, (title, curves) in enumerate(titles.items()):
            plot = TimePlot(self, figure.add_axes((0.045, 0.252 - 0.186 * row, 0.94, 0.128)), title, self.span, self.rolling, last=row == 1)
            for name, (label, look) in curves.items():
                plot.curve(name, label, **look)
            self.panels.append(plot.ready())

    def limits(self, result, ghost):
        """How many messages the bars have room for, and the upper ends of the panels."""
        shown = [self._flow(one) for one in (result, ghost) if one is not None]
        most = max(flow.most_sent for flow in shown)
        waits = max(flow.most_waits for flow in shown)
        tops = [plot.axes.get_ylim()[1] for plot in self.panels]
        self.room = _room(tops[0], max(most, 10))
        return self.room, sticky(tops[1], 1.08 * max(waits, 5))

    def apply_limits(self, limits):
        """Set them."""
        for plot, limit in zip(self.panels, limits):
            plot.axes.set_ylim(0, limit)

    def update(self, result, ghost, cursor):
        """Put every message at its place, and move the rest."""
        flow = self._flow(result)
        time = result.now if cursor is None else cursor
        late, joined = result.details["late"], result.params["joins"] * 1_000
        gone = max(0, missed(result, time)) if late is not None and not self.rolling else 0
        state = "" if time >= joined else "down" if late is None else "not subscribed"
        self.graph.show(flow, time, gone, self.room, state, result.params["retention"])
        kept = self._flow(ghost) if ghost else None
        window = (0, joined) if joined and not self.rolling else None
        for plot, name in zip(self.panels, ("curves", "waits")):
            plot.show(result.watch, getattr(flow, name), kept and (ghost.watch, getattr(kept, name)), window, cursor)


def _room(room, most):
    """Return for how many messages there is to be room: `room` as it is while it fits, else a round number."""
    if most <= room <= 2.5 * most:
        return room
    scale = 10 ** (len(str(most)) - 1)
    return next(step * scale for step in (1, 1.5, 2, 3, 4, 6, 8, 10) if step * scale >= most)
