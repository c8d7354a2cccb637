"""Runs done before they are asked for: while the hand rests, the next steps of the control that it moved last.

A run of the same settings is the same run, so what has been computed need not be computed again either. Only runs that
can be sliced are foreseen: they are simulations, which nobody outside notices.
"""

import asyncio

from sim.explorer.screen import DRAWING
from sim.explorer.slices import Slices

MOST = 16  # runs that are remembered
REST = 0.04  # s without a new wish, until the hand is taken to rest
PIECE = 0.006  # s of computing at a time: a new wish waits no longer than this
PAUSE = 0.003  # s between two pieces
DEAR = 0.5  # s: a run that takes longer is not worth a guess


class Foresight:
    """The last runs of one explorer, done or begun, by their settings."""

    def __init__(self, run):
        self.run = run
        self._runs = {}

    def slices(self, params):
        """Return the `Slices` of these settings: remembered, perhaps done, or new. Raises what the run's start raises."""
        key = _key(params) if hasattr(self.run, "start") else None
        slices = self._runs.pop(key, None) or Slices(self.run, params)
        if key is not None:
            self._runs[key] = slices
            while len(self._runs) > MOST:
                del self._runs[next(iter(self._runs))]
        return slices

    def forget(self, params):
        """Let these settings be run anew, after they went wrong."""
        self._runs.pop(_key(params), None)

    async def prepare(self, wishes, wanted):
        """Run each of `wishes` (a list of settings) to its end, in small pieces, while this is `wanted()`."""
        await asyncio.sleep(REST)
        for params in wishes if hasattr(self.run, "start") else ():
            if not wanted():
                return
            try:
                await self._prepare(params, wanted)
            except Exception:  # the hand may never go there; if it does, the run will say so again
                self.forget(params)

    async def _prepare(self, params, wanted):
        with DRAWING:
            slices = self.slices(params)
        while not slices.finished and wanted():
            with DRAWING:
                slices.advance(PIECE)
            if slices.left() > DEAR:
                return
            await asyncio.sleep(PAUSE)


def _key(params):
    try:
        key = tuple(sorted(params.items()))
        hash(key)
    except TypeError:
        return None  # settings that cannot be compared are always run anew
    return key
