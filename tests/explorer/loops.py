"""Coroutines as tests of an explorer on a running event loop."""

import asyncio
from functools import wraps
from time import perf_counter

from sim.explorer import explore
from sim.knobs import Choice, Slider
from tests import toy

SLOW = Slider(0, 0, 40, 1, "Cost", "ms/s")  # 40 makes a run of 20 s take 0.8 s
FAULT = Choice("none", ["none", "run", "draw"], "Fault")


def on_a_loop(story):
    """Make a test of the coroutine `story`, which gets a function that makes explorers and closes them at the end."""

    @wraps(story)
    def test():
        async def tell():
            made = []

            def make(**controls):
                made.append(explore(toy.run, toy.Figure, presets=toy.PRESETS, **toy.KNOBS | controls))
                return made[-1]

            await story(make)
            for explorer in made:
                explorer.close()
            for explorer in made:
                await quiet(explorer)

        asyncio.run(tell())

    del test.__wrapped__  # or pytest would take its argument for a fixture
    return test


async def until(condition, seconds=20):
    """Wait until `condition()` is true."""
    end = perf_counter() + seconds
    while not condition():
        assert perf_counter() < end, "it did not come to pass"
        await asyncio.sleep(0.005)


async def quiet(explorer):
    """Wait until nothing goes on in `explorer`."""
    await until(lambda: not explorer.busy)


def pictures_of(explorer):
    """Return a list that grows by every picture shown from now on."""
    shown = []
    explorer.page.picture.observe(lambda change: shown.append(bytes(change["new"])), "value")
    return shown
