"""Following the hand: a run for the newest settings, in slices if it is long, given up when newer ones come."""

import asyncio
from time import perf_counter

from sim.explorer.screen import DRAWING

FIRST = 0.008  # s: after this it is known whether the run is short or long
WHOLE = 0.025  # s: a run with less than this to go is not drawn before it is done
SLICE = 0.022  # s: how long a longer run goes on before it looks for newer settings
PATIENCE = 0.4  # s: after this the sentence says how far the run is
BREATH = 0.002  # s: a pause in which the kernel hands over the messages that have come


def run_now(run, params, screen):
    """Run to the end and show it: for code without an event loop."""
    try:
        result = run(**params)
    except Exception as error:
        screen.put_in_words(error, "run")
    else:
        screen.take(result)


async def follow(foresight, params, screen, wanted):
    """Run in slices and show the curves as they come; stop without a word when no longer `wanted()`."""
    drawn, stage = False, "run"
    try:
        await asyncio.sleep(0)  # several changes that came together are one
        if not wanted():
            return
        with DRAWING:
            slices = foresight.slices(params)
            slices.advance(FIRST)
            if slices.left() < WHOLE:
                slices.advance(2 * WHOLE)  # twice: what is left is a guess
        began = perf_counter()
        while not slices.finished:
            if slices.left() > WHOLE:
                stage = "draw"
                screen.draw(slices.result)
                drawn, stage = True, "run"
            if perf_counter() - began > PATIENCE:
                screen.tell(_progress(slices.result))
            for _ in range(3):  # drawing costs as much as a slice, so it comes every third time
                if not slices.finished:
                    await asyncio.sleep(BREATH)
                    if not wanted():
                        return
                    with DRAWING:
                        slices.advance(SLICE)
        screen.take(slices.result)
    except Exception as error:
        foresight.forget(params)
        if wanted():
            screen.put_in_words(error, stage)
            if drawn:
                restore(screen)


def restore(screen):
    """Put the last good picture back without changing the sentence."""
    try:
        screen.draw(screen.result)
    except Exception as error:  # the sentence already tells of the first one
        screen.error = error


def _progress(result):
    return f"Running: {result.now / 1000:,.0f} of {result.until / 1000:,.0f} s are done."
