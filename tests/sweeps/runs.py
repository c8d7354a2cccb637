"""Runs to sweep over: quick, and known to other processes by the name of this module."""

import os
import signal
from math import inf, nan
from pathlib import Path
from random import Random
from time import sleep

from sim import World, exponential, percentile


def walk(*, steps, start=0, seed):
    """A random walk of so many steps: where it ends, and two figures that are no ordinary numbers."""
    random = Random(seed)
    end = start + sum(random.gauss(0, 1) for _ in range(steps))
    return {"end": end, "largest": inf if end > 0 else -inf, "none": nan}


def queue(*, load, seed):
    """A short run of a queue."""
    world = World(seed=seed)
    world.users(world.service("stock", workers=1, work=exponential(10)), rate=load)
    return world.run(500)


def slowest(trace):
    """What is measured of it."""
    return {"tries": len(trace), "p99": percentile(trace, "stock", 99)}


def picky(*, steps, seed):
    """A walk that refuses three steps."""
    if steps == 3:
        raise ValueError("steps must not be 3, got 3")
    return walk(steps=steps, seed=seed)


def killed_once(*, steps, marker, seed):
    """A walk whose process is killed at the seventh step of the grid, unless the file `marker` says that it has been."""
    if steps == 7 and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    sleep(0.005)
    return walk(steps=steps, seed=seed)


def killed_often(*, steps, folder, seed):
    """A walk whose process is killed at every fiftieth step of the grid, once each: files in `folder` say where it has been."""
    if steps % 50 == 7 and not Path(folder, str(steps)).exists():
        Path(folder, str(steps)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    sleep(0.02)
    return walk(steps=steps, seed=seed)


def deadly(*, steps, home, seed):
    """A walk that kills every process at step 7, but for that of the number `home`."""
    if steps == 7 and os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return walk(steps=steps, seed=seed)


def nap(*, number, seed):
    """A run that takes a while, and no processor."""
    sleep(0.02)
    return number


def long_sleep(*, number, folder, seed):
    """Say which process this is, and sleep for a minute."""
    Path(folder, str(os.getpid())).touch()
    sleep(60)
    return number
