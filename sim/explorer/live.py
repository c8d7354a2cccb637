"""Live: the world runs on in step with the clock on the wall, and the knobs act on it."""

import asyncio
from time import perf_counter

from sim.explorer.motion import FRAME, REST, keep_step
from sim.explorer.pursuit import restore
from sim.explorer.screen import DRAWING
from sim.explorer.slices import Slices

WORK = 0.03  # s of a frame that the world may take; a very busy world runs slower than asked
SPOKEN = 1.0  # s between two sentences: a screen reader must be able to finish one
LASTS = 10  # times the run's own span: then a live world ends
HELD = 4.0  # s that a complaint stays before the run speaks again


class Live:
    """The running world of one explorer; `on` from its start until its span is over or it is stopped."""

    def __init__(self, explorer):
        self.explorer, self.run, self.screen = explorer, explorer.run, explorer.screen
        self.on = False
        self._result = self._told = None
        self._silent_until = 0.0

    async def go_on(self, wanted):
        """Start a world with the present settings and show it as time goes by, to the end of its run."""
        stage, spoken, self.on = "run", 0.0, True
        try:
            self._told = self.explorer.params
            with DRAWING:
                slices = Slices(self.run, self._told)
            self._result = result = slices.result
            self._silent_until, last = 0.0, perf_counter()
            end = LASTS * result.until
            while wanted() and result.now < end:
                began = perf_counter()
                gone, last = (began - last) * 1000 * self.screen.page.speed.value, began
                stage = "run"
                with DRAWING:
                    slices.live(WORK, min(gone, end - result.now))
                stage = "draw"
                self.screen.move_cursor(result.now)
                self.screen.draw(result)
                if began > max(spoken + SPOKEN, self._silent_until) and result.now < end:
                    self.screen.tell(f"Live, at {result.now / 1000:,.0f} of {end / 1000:,.0f} s: {result.sentence}")
                    spoken = began
                await asyncio.sleep(max(FRAME - (perf_counter() - began), REST))
                await keep_step(self.screen.page.front)
        except Exception as error:
            if wanted():
                self._finish()
                self.screen.put_in_words(error, stage)
                restore(self.screen)
            return
        if wanted():
            self.screen.take(result, f"Live has ended after {end / 1000:,.0f} s. {result.sentence}")
            self._finish()

    def turn(self, params):
        """Tell the running world the settings that differ from what it knows; one that it refuses is put in words."""
        changed = {name: value for name, value in params.items() if self._told.get(name) != value}
        if not self._turn(changed) and len(changed) > 1:
            for name, value in changed.items():
                self._turn({name: value})

    def _turn(self, changed):
        try:
            with DRAWING:
                self.run.turn(self._result, **changed)
        except Exception as error:
            self.screen.put_in_words(error, "turn")
            self._silent_until = perf_counter() + HELD
            return False
        self._told = self._told | changed
        return True

    def stop(self):
        """Stop the world; True if it had come to its end by itself, so that its picture is to stay."""
        ended, self.on = not self.on, False
        return ended

    def _finish(self):
        self.on = False
        self.screen.page.live.value = False
