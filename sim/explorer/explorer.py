"""One explorer: what its controls do to the run, the picture and the sentence."""

import asyncio

from sim.explorer import page as pages
from sim.explorer.code import code_for
from sim.explorer.foresight import Foresight
from sim.explorer.jobs import Job
from sim.explorer.live import Live
from sim.explorer.motion import play, to_the_end
from sim.explorer.pursuit import follow, run_now
from sim.explorer.screen import Screen

SOON = 0.15  # s: the code is written when the picture has had its turn


class Explorer:
    """The page of one run: shown by Jupyter, and a plain object for code.

    `controls` maps a parameter to its control, `screen` is what is shown, `page` holds the widgets.
    The first run and its picture are made here, so a real bug raises its own exception in the cell.
    """

    def __init__(self, run, figure, controls, presets, seed, cursor, live):
        self.run, self.controls, self.presets = run, controls, presets
        self.seed = self._first_seed = seed
        self._quiet = False
        self._chase, self._motion, self._writing, self._guess = Job(), Job(), Job(), Job()
        self._foresight, self._moved = Foresight(run), None
        self.screen = Screen(figure, run(**self.params), cursor)
        self._first_cursor = self.screen.cursor
        unit = getattr(self.screen.result, "unit", "seconds")
        self.page = pages.build(list(controls.values()), presets, seed, figure.size, live, unit)
        self.screen.attach(self.page)
        self.live = Live(self) if live else None
        self._show_settings()
        self._listen()

    def __repr__(self):
        return f"explore({getattr(self.run, '__name__', 'run')}, {type(self.screen.figure).__name__})"

    def _repr_mimebundle_(self, **options):
        bundle = self.page.all._repr_mimebundle_(**options)
        return bundle | {"text/plain": repr(self)}

    @property
    def params(self):
        """The settings as the controls show them: dict of parameter to value."""
        params = {name: control.value for name, control in self.controls.items()}
        return params if self.seed is None else params | {"seed": self.seed}

    @property
    def result(self):
        """The run in the picture."""
        return self.screen.result

    @property
    def sentence(self):
        """The sentence under the picture."""
        return self.screen.text

    @property
    def code(self):
        """The Python that builds the run of these settings."""
        return code_for(self.run, self.params)

    @property
    def running(self):
        """True while a run, play or live goes on."""
        return self._chase.busy or self._motion.busy

    @property
    def busy(self):
        """True while it is running, or the code is yet to be written."""
        return self.running or self._writing.busy

    def set(self, **values):
        """Set several controls (and `seed`) at once, as if by hand; the run follows once.

        Raises ValueError or TypeError if a name is unknown or a value not allowed; then nothing is set.
        """
        check_names("explorer.set", values, self.controls, self.seed)
        was, self._quiet = self._quiet, True
        try:
            for name, value in values.items():
                if name == "seed":
                    self.page.seed.value = value
                else:
                    self.controls[name].value = value
        finally:
            self._quiet = was
        self._changed()

    def close(self):
        """Stop what goes on and take the widgets off the page."""
        self.screen.closed = True
        for job in (self._chase, self._motion, self._writing, self._guess):
            job.stop()
        pages.close(self.page)

    def _listen(self):
        page = self.page
        for control in self.controls.values():
            control.widget.observe(self._on_knob, "value")
        for text, button in page.presets.items():
            button.on_click(lambda _, text=text: self.set(**self._start() | self.presets[text]))
        page.reset.on_click(self._on_reset)
        page.keep.on_click(self._on_keep)
        page.cursor.observe(self._on_cursor, "value")
        page.play.observe(self._on_play, "value")
        if page.seed is not None:
            page.seed.observe(self._on_seed, "value")
            page.next_seed.on_click(lambda _: self.set(seed=self.seed + 1))
        if page.live is not None:
            page.live.observe(self._on_live, "value")

    def _start(self):
        return {name: control.knob.value for name, control in self.controls.items()}

    def _on_knob(self, change):
        self._moved = None
        if not self._quiet:
            self._moved = next(c for c in self.controls.values() if c.widget is change["owner"])
            self._moved.see(change["old"])
            self._changed()

    def _on_seed(self, change):
        self.seed = change["new"]
        self._changed()

    def _on_reset(self, _):
        seed = {} if self.seed is None else {"seed": self._first_seed}
        self.screen.cursor = self._first_cursor
        self.set(**self._start(), **seed)

    def _on_keep(self, _):
        screen = self.screen
        screen.kept = None if screen.kept is not None else screen.result
        pages.show_kept(self.page, screen.kept is not None)
        screen.redraw()

    def _on_cursor(self, change):
        if not self.screen.moving:
            self.screen.cursor = change["new"] * 1000
            self.screen.redraw()

    def _on_play(self, change):
        pages.show_playing(self.page, change["new"])
        if not change["new"]:
            self._motion.stop()
        elif not self._motion.start(lambda wanted: play(self.screen, wanted)):
            to_the_end(self.screen)

    def _on_live(self, change):
        self.page.play.value = False
        pages.show_live(self.page, change["new"])
        self._chase.stop()
        self._motion.stop()
        if not change["new"]:
            if not self.live.stop():
                self._changed()
        elif not self._motion.start(self.live.go_on):
            self.page.live.value = False
            self.screen.tell("Live needs a notebook: nothing here would let the world run on by itself.", trouble=True)

    def _changed(self):
        if self._quiet or self.screen.closed:
            return
        self._guess.stop()
        if not self._writing.start(self._show_settings_soon):
            self._show_settings()
        if self.live is not None and self.live.on:
            self.live.turn(self.params)
        elif not self._chase.start(self._follow):
            run_now(self.run, self.params, self.screen)

    async def _follow(self, wanted):
        await follow(self._foresight, self.params, self.screen, wanted)
        if wanted() and self._moved is not None:
            name, params = self._moved.name, self.params
            nearby = [params | {name: value} for value in self._moved.nearby()]
            self._guess.start(lambda wanted: self._foresight.prepare(nearby, wanted))

    async def _show_settings_soon(self, wanted):
        await asyncio.sleep(SOON)
        if wanted() and not self.screen.closed:
            self._show_settings()

    def _show_settings(self):
        pages.show_code(self.page, self.code)
        params, start = self.params, self._start()
        chosen = [text for text, preset in self.presets.items() if params == params | start | preset]
        pages.show_chosen(self.page, chosen)


def check_names(what, values, controls, seed):
    """Raise ValueError or TypeError if `values` (parameter to value) are not all settings of `controls` or the seed."""
    for name, value in values.items():
        if name == "seed" and seed is not None:
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"seed of {what} must be a whole number, got {value!r}")
        elif name not in controls:
            raise ValueError(f"{what} may set {', '.join(controls)}, got {name!r}")
        else:
            controls[name].check(value)
