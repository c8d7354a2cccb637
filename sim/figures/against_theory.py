"""The closed form as a line, the simulation as points over it, with what chance allows."""

from math import sqrt
from statistics import mean, stdev

from sim.figures.palette import BLUE, INK
from sim.figures.still import drawn

T95 = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 8: 2.36, 10: 2.26, 20: 2.09}  # Student's t by number of runs


def against_theory(x, samples, theory, xlabel, ylabel, log=False, words="Simulated points lie on the theoretical line."):
    """Return the picture of `samples` (for each x a list of replications) over `theory(x)`.

    Bars are 95 % confidence intervals of the mean (Student's t). `log` gives both axes a logarithmic scale.
    Raises ValueError unless there are as many lists as x, each of at least two runs.
    """
    if len(samples) != len(x) or any(len(runs) < 2 for runs in samples):
        raise ValueError(f"samples must be {len(x)} lists of at least 2 runs, got {[len(runs) for runs in samples]}")

    def draw(figure):
        axes = figure.add_axes((0.09, 0.15, 0.88, 0.8))
        low, high = min(x), max(x)
        steps = 200
        grid = [low * (high / low) ** (i / steps) if log else low + (high - low) * i / steps for i in range(steps + 1)]
        axes.plot(grid, [theory(value) for value in grid], color=INK, label="theory", zorder=2)
        means = [mean(runs) for runs in samples]
        bars = [confidence(runs) for runs in samples]
        axes.errorbar(x, means, bars, fmt="o", ms=6, color=BLUE, capsize=4, label="simulation, 95 % confidence", zorder=3)
        if log:
            axes.set_xscale("log")
            axes.set_yscale("log")
        axes.set_xlabel(xlabel)
        axes.set_ylabel(ylabel)
        axes.legend()

    return drawn(draw, words)


def confidence(runs):
    """Return half the width of the 95 % confidence interval of the mean of independent runs."""
    count = len(runs)
    factor = T95[max(n for n in T95 if n <= count)]
    return factor * stdev(runs) / sqrt(count)
