"""The dashboard of a game day: what users got, what waits, and of every part of the shop what its team would see."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from sim.figures.game_day_board import KINDS, board_of
from sim.figures.game_day_strips import STATES, Bars, Shades, key, spans_of
from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, BLUISH_GREEN, INK, ORANGE, OUTCOMES, QUIET, REDDISH_PURPLE, SKY_BLUE, VERMILLION
from sim.figures.placing import short
from sim.figures.quicktext import QuickText
from sim.figures.remembered import Remembered
from sim.figures.timeplot import TimePlot, sticky

GROUPS = (  # the looks of those who read the channel, in their order
    {"colour": BLUE, "lw": 2.6, "alpha": 0.8},
    {"colour": ORANGE, "ls": (0, (4, 1.5))},
)
BLOCKS = {  # of the services: title, and what of a value makes it dark (0 to 1)
    "errors": ("Errors, to callers (%)", lambda values: (values / 100) ** 0.5),
    "sent": ("… of calls sent (%)", lambda values: (values / 100) ** 0.5),
    "tries": ("Tries per call", lambda values: (values - 1) / 2),
    "p99": ("Time for a job (ms)", lambda values: 0.15 + np.log10(values / _usual(values))),
    "busy": ("Workers busy (%)", lambda values: values / 100),
}
ANSWERS = {"answers": (0.6, INK)}
KEY = {"closed": STATES["closed"], "half-open: trying": STATES["half-open"], "open: refuses": STATES["open"]}
FIRST_MINUTE = 13  # samples
TOP = 0.285  # of the two panels at the bottom, a share of the figure


class GameDayFigure(LiveFigure):
    """A team's dashboard over the minutes of a drill; a remedy is marked where it was applied, the fault nowhere.

    Its result needs `readings` and `params`, as `sim.scenarios.summary.run` gives them. The numbers beside the rows are
    those at the cursor.
    """

    size = (1000, 780)

    def __init__(self, scale=1):
        super().__init__(scale)
        self._board = Remembered(board_of)

    def shape_of(self, result):
        """Other services, breakers, groups or instances need other rows."""
        board = self._board(result)
        return result.until, board.services, tuple(board.breakers), board.groups, tuple(board.instances)

    def layout(self, figure, result):
        """Make the plots, the rows of services, and those of breakers and instances."""
        board, self.span = self._board(result), result.until
        self.plots = {}
        self._users(figure, board)
        self._messages(figure, board)
        self._services(figure, board)
        self._breakers(figure, board)
        self._registry(figure, board)
        self.boxes = [plot.axes.get_position().bounds for plot in self.plots.values()]
        self.boxes += [block.box for block in self.blocks.values()]
        self.boxes += [bars.axes.get_position().bounds for bars in (self.breakers, self.instances)]
        self.remedy = self.animate(LineCollection([], colors=REDDISH_PURPLE, lw=1.8, ls=[(0, (5, 1, 1, 1))]))
        self.cursor = self.animate(LineCollection([], colors=INK, lw=1.0, ls=[(0, (2, 2))]))
        for lines in (self.remedy, self.cursor):
            lines.set_transform(figure.transFigure)
            lines.set_figure(figure)
        self.applied = self.animate(QuickText(figure, 0, 0.988, 8.5, REDDISH_PURPLE))

    def _users(self, figure, board):
        users = self._plot(figure, "users", (0.05, 0.85, 0.43, 0.1), "Users per second")
        users.curve("asked", "asked", QUIET, lw=1.2)
        users.curve("served", "served", BLUISH_GREEN, lw=2.2)
        users.curve("slow", "of these late", ORANGE, ls=(0, (4, 1.5)))
        users.curve("failed", "failed", VERMILLION, ls=(0, (1, 1.2)))
        waits = self._plot(figure, "p99", (0.55, 0.85, 0.435, 0.1), "Users wait: 99 % no longer than (s)")
        waits.curve("p99", "p99", INK)
        _promise(waits, board.promise)
        self._finish("users", "p99")

    def _messages(self, figure, board):
        boxes = [(left, 0.67, 0.262, 0.1) for left in (0.05, 0.387, 0.723)]
        waiting = self._plot(figure, "waiting", boxes[0], "Waiting")
        oldest = self._plot(figure, "oldest", boxes[1], "Oldest (s)")
        waiting.curve("outbox", "outbox", INK, lw=1.3)
        for name, look in zip(board.groups, GROUPS):
            waiting.curve(f"{name} waiting", short(name), **look)
            oldest.curve(f"{name} oldest", short(name), **look)
        _promise(oldest, board.late)
        space = self._plot(figure, "space", boxes[2], "Broker")
        space.curve("used", "space used (%)", SKY_BLUE, lw=2.6)
        space.curve("refused", "refused per s", VERMILLION, ls=(0, (1, 1.2)))
        self._finish("waiting", "oldest", "space")

    def _plot(self, figure, name, box, title):
        plot = self.plots[name] = TimePlot(self, figure.add_axes(box), title, self.span, last=True)
        plot.axes.set_xlabel("")
        plot.axes.tick_params(labelsize=8)
        plot.axes.yaxis.set_major_locator(MaxNLocator(3))
        return plot

    def _finish(self, *names):
        for plot in (self.plots[name] for name in names):
            plot.ready(None)
            curves = list(plot.curves.values())
            plot.axes.legend(
                handles=curves, loc="lower right", bbox_to_anchor=(1.01, 0.98), fontsize=7.5, handlelength=1.6, borderpad=0.1,
                ncols=len(curves), columnspacing=0.9, handletextpad=0.4,
            )  # fmt: skip

    def _services(self, figure, board):
        rows, self.blocks, self.numbers = len(board.services), {}, {}
        bottom, height = TOP + 0.06, 0.245
        centres = [bottom + height * (1 - (row + 0.5) / rows) for row in range(rows)]
        for name, centre in zip(board.services, centres):
            figure.text(0.143, centre, name, fontsize=8, ha="right", va="center", color=INK)
        for column, (name, (title, _)) in enumerate(BLOCKS.items()):
            left = 0.15 + 0.171 * column
            figure.text(left, bottom + height + 0.008, title, fontsize=9.5, color=INK)
            self.blocks[name] = self.animate(Shades(figure, (left, bottom, 0.117, height), rows))
            self.numbers[name] = [self.animate(QuickText(figure, left + 0.121, centre, 8, INK, "left")) for centre in centres]
        letters = ", ".join(f"{OUTCOMES[kind].letter} {words}" for kind, words in KINDS.items())
        told = (
            "Darker is more; times for a job (p99): more than in the first minute. Beside a row: its number at the cursor. Time: seconds.",
            f"The letter is the commonest kind of error: {letters}. Calls sent: those that no breaker refused.",
        )
        for line, words in enumerate(told):
            figure.text(0.15, bottom - 0.02 - 0.018 * line, words, fontsize=7.5, color=QUIET)

    def _breakers(self, figure, board):
        height = min(TOP - 0.075, 0.05 * len(board.breakers))
        axes = figure.add_axes((0.26, TOP - 0.04 - height, 0.225, height))
        self._seconds(axes, "Breakers")
        names = [" → ".join(short(part) for part in name.split(" -> ")) for name in board.breakers]
        self.breakers = Bars(self, axes, names, STATES)
        key(axes, 0.33, 1.04, KEY, {"closed": 0.23, "half-open: trying": 0.46, "open: refuses": 0})

    def _registry(self, figure, board):
        plot = self._plot(figure, "registry", (0.69, 0.155, 0.295, TOP - 0.195), "Instances")
        plot.curve("listed", "listed in the registry", SKY_BLUE, lw=3.0, drawstyle="steps-mid")
        plot.curve("answering", "answering", INK, ls=(0, (3, 1.2)), drawstyle="steps-mid")
        self._finish("registry")
        axes = figure.add_axes((0.69, 0.035, 0.295, 0.075))
        self._seconds(axes, "")
        self.instances = Bars(self, axes, list(board.instances), ANSWERS)

    def _seconds(self, axes, title):
        axes.set_title(title, pad=4)
        axes.set_xlim(0, self.span / 1_000)
        axes.tick_params(length=0, labelsize=8)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))

    def limits(self, result, ghost):
        """The upper limits of the plots."""
        boards = [self._board(one) for one in (result, ghost) if one is not None]
        least = {
            "users": 2, "p99": 1.3 * boards[0].promise / 1_000, "waiting": 10, "oldest": 1.3 * boards[0].late / 1_000,
            "space": 105, "registry": 3,
        }  # fmt: skip
        found = []
        for name, plot in self.plots.items():
            most = np.nanmax([least[name], *(value for board in boards for curve in plot.curves for value in board.curves[curve])])
            found.append(sticky(plot.axes.get_ylim()[1], 1.08 * most))
        return tuple(found)

    def apply_limits(self, limits):
        """Set them; a line at nought stands clear of the axis."""
        for plot, limit in zip(self.plots.values(), limits):
            plot.axes.set_ylim(-0.05 * limit, limit)

    def update(self, result, ghost, cursor):
        """Move everything."""
        board = self._board(result)
        kept = (self._board(ghost), self._board(ghost).curves) if ghost else None
        for plot in self.plots.values():
            plot.show(board, board.curves, kept)
        at = board.at(cursor)
        for name, block in self.blocks.items():
            block.show(np.nan_to_num(BLOCKS[name][1](board.of_services[name])), min(1, board.times[-1] / self.span))
            for row, number in enumerate(self.numbers[name]):
                number.set_text(board.number(name, row, at))
        self._show_states(board)
        self._mark(self.cursor, cursor)
        self._mark(self.remedy, board.acted)
        self.applied.set_text("" if board.acted is None else f"remedy · {board.remedy}")
        left, _, width, _ = self.boxes[0]
        self.applied.x = left + width * (board.acted or 0) / self.span

    def _show_states(self, board):
        seconds = [time / 1_000 for time in board.times]
        spans = {}
        for row, states in enumerate(board.breakers.values()):
            for state, found in spans_of(seconds, states).items():
                spans.setdefault(state, []).extend((row, *one) for one in found)
        self.breakers.show(spans)
        answers = (spans_of(seconds, answers).get(True, ()) for answers in board.instances.values())
        self.instances.show({"answers": [(row, *one) for row, found in enumerate(answers) for one in found]})

    def _mark(self, lines, time):
        boxes = () if time is None else self.boxes
        at = [(left + width * min(time, self.span) / self.span, bottom, height) for left, bottom, width, height in boxes]
        lines.set_segments([[(x, bottom), (x, bottom + height)] for x, bottom, height in at])


def _usual(values):
    """Return what is usual in each row: its mean over the first minute."""
    first = np.nan_to_num(values[:, :FIRST_MINUTE])
    return np.maximum(first.sum(axis=1) / np.maximum((first > 0).sum(axis=1), 1), 1)[:, None]


def _promise(plot, at):
    """Draw what was promised, `at` ms, as a line with its name."""
    plot.axes.axhline(at / 1_000, color=VERMILLION, lw=1.0, ls=(0, (6, 2)))
    name = {"fontsize": 7.5, "color": VERMILLION, "va": "bottom", "transform": plot.axes.get_yaxis_transform()}
    plot.axes.text(0.005, at / 1_000, "promised", **name)
