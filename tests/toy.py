"""A toy scenario and a toy figure with the interfaces that an explorer needs, and faults that can be ordered."""

from functools import wraps
from random import Random
from time import perf_counter

from sim.figures.live import LiveFigure
from sim.figures.palette import BLUE, GHOST, INK
from sim.knobs import Choice, Slider, Switch

EVERY = 100  # ms between two samples


class Result:
    """A walk that is drawn towards `level`; `cost` ms of wall-clock time for every simulated second."""

    def __init__(self, params):
        self.params = params
        self.until = params["until"] * 1000
        self.now = 0.0
        self.times, self.values = [0.0], [0.0]
        self.random = Random(f"{params['seed']}/toy")

    @property
    def finished(self):
        return self.now >= self.until

    @property
    def sentence(self):
        return f"The walk of {len(self.values)} steps ends at {self.values[-1]:.2f}, on the {self.params['side']} side."

    def advance(self, by):
        self.now += by
        while self.times[-1] + EVERY <= self.now:
            self._step()
        return self

    def _step(self):
        params, time = self.params, self.times[-1] + EVERY
        if params["fault"] == "run" and time > 0.6 * self.until:
            raise ZeroDivisionError("division by zero")
        end = perf_counter() + params["cost"] * EVERY / 1e6
        sign = 1 if params["side"] == "upper" else -1
        self.times.append(time)
        self.values.append(self.values[-1] * 0.9 + 0.1 * sign * params["level"] + self.random.gauss(0, params["noise"]))
        while perf_counter() < end:
            pass

    def __eq__(self, other):
        return (self.times, self.values, self.params) == (other.times, other.values, other.params)


def start(*, level=5, noise=0.2, wait=100, side="upper", bound=True, until=20, cost=0, fault="none", seed=1):
    if bound and level > 8:
        raise ValueError(f"level must be at most 8 when bounded, got {level}")
    return Result(dict(locals()))


@wraps(start)
def run(**params):
    result = start(**params)
    return result.advance(result.until)


def turn(result, **params):
    if "until" in params:
        raise ValueError(f"until cannot be turned in a running world, got {params['until']}")
    result.params = result.params | params


run.__name__, run.start, run.turn = "run", start, turn

KNOBS = {
    "level": Slider(5, 0, 10, 1, "Level", "m"),
    "noise": Slider(0.2, 0.0, 1.0, 0.05, "Noise"),
    "wait": Slider(100, 10, 10_000, 3, "Wait", "ms", log=True, help="Does nothing"),
    "side": Choice("upper", [("Upper side", "upper"), ("Lower side", "lower")], "Side"),
    "bound": Switch(True, "Bounded"),
}

PRESETS = {"Calm": {"noise": 0.0}, "Wild": {"noise": 1.0, "level": 8}, "Senseless": {"level": 10}}


class Figure(LiveFigure):
    """The walk, the ghost's walk and the cursor."""

    size = (960, 320)

    def layout(self, figure, result):
        self.axes = figure.add_axes((0.06, 0.14, 0.92, 0.76))
        self.axes.set(title="A walk towards a level", xlabel="time (s)", ylim=(-10, 10))
        (self.ghost,) = map(self.animate, self.axes.plot([], [], color=GHOST, linewidth=3))
        (self.line,) = map(self.animate, self.axes.plot([], [], color=BLUE))
        self.cursor = self.animate(self.axes.axvline(0, color=INK, linewidth=1))
        self.label = self.animate(self.axes.text(0.99, 0.95, "", transform=self.axes.transAxes, ha="right", va="top"))

    def limits(self, result, ghost):
        return result.until

    def apply_limits(self, limits):
        self.axes.set_xlim(0, limits / 1000)

    def update(self, result, ghost, cursor):
        if result.params["fault"] == "draw":
            raise KeyError("no such curve")
        self.line.set_data([t / 1000 for t in result.times], result.values)
        self.ghost.set_visible(ghost is not None)
        if ghost is not None:
            self.ghost.set_data([t / 1000 for t in ghost.times], ghost.values)
        self.cursor.set_xdata([cursor / 1000] * 2)
        self.label.set_text(", ".join(f"{name} {value}" for name, value in result.params.items()))


class Empty(LiveFigure):
    """A picture of nothing, as large as the toy's, for comparing times. A single dot moves, so that pixels change."""

    size = Figure.size

    def layout(self, figure, result):
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set(xlim=(-10, 10), ylim=(-1, 1))
        (self.dot,) = map(self.animate, axes.plot([0], [0], "o"))

    def update(self, result, ghost, cursor):
        self.dot.set_xdata([result])


class Nothing(float):
    """The result of a run that does nothing."""

    sentence = "Nothing happened."


def nothing(*, level=5, seed=1):
    return Nothing(level)
