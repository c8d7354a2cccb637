"""Ratios measured side by side, and the table that they are printed in.

The contestants take turns and every figure is a median over rounds, so that a machine that is slow for a while is slow
for all of them. Times are of the processor, not of the wall; ratios travel from machine to machine, times do not.
"""

import os
import platform
from statistics import median
from time import process_time

ROUNDS = 9


def timed(work):
    """Return the processor's time (s) for `work()` and what it returned."""
    begin = process_time()
    result = work()
    return process_time() - begin, result


def side_by_side(contestants, rounds=ROUNDS):
    """Return by name the times (µs) of one unit of work, a list with an entry a round; each contestant returns its units."""
    times = {name: [] for name in contestants}
    for work in contestants.values():
        work()  # once unmeasured: imports, caches, first layouts
    for _ in range(rounds):
        for name, work in contestants.items():
            seconds, units = timed(work)
            times[name].append(seconds / units * 1e6)
    return times


def ratio(times, one, other):
    """Return the median over the rounds of `one`'s time to `other`'s in the same round."""
    return median(a / b for a, b in zip(times[one], times[other]))


def machine():
    """Return what the figures were measured on, in a line."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{platform.python_implementation()} {platform.python_version()}, {system}, {os.cpu_count()} processors"


def verdict(value, at_most=None, at_least=None):
    """Return what is wanted of a figure and whether it is met, in words; two empty ones if nothing is wanted."""
    if at_most is not None:
        return f"at most {at_most}", "met" if value <= at_most else "missed"
    if at_least is not None:
        return f"at least {at_least}", "met" if value >= at_least else "missed"
    return "", ""


def heading():
    """Print the first two lines of the table."""
    print("| what | measured | wanted | | µs a unit | µs of the other |")
    print("|---|---|---|---|---|---|")


def row(what, value, digits=2, unit="", other="", **wanted):
    """Print one line of the table; `wanted` is at_most or at_least."""
    print(f"| {what} | {value:.{digits}f} | {' | '.join(verdict(value, **wanted))} | {unit} | {other} |")


def compared(what, times, one, other, **wanted):
    """Print the line of two contestants: their ratio, and what a unit of each takes."""
    row(what, ratio(times, one, other), unit=f"{median(times[one]):,.1f}", other=f"{median(times[other]):,.1f}", **wanted)


def absent(what, why):
    """Print the line of something that could not be measured."""
    print(f"| {what} | not measured: {why} | | | | |")
