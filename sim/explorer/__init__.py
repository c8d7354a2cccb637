"""The explorer: sliders beside a picture that follows the hand.

    explore(partial_failures.run, CascadeFigure, presets=partial_failures.PRESETS, **partial_failures.KNOBS)

This package alone imports ipywidgets.
"""

from sim.explorer.code import parameters_of
from sim.explorer.controls import Control, knob_for
from sim.explorer.explorer import Explorer, check_names
from sim.explorer.tidy import take_place

__all__ = ["Explorer", "explore"]


def explore(run, figure, *, presets=None, live=None, seed=None, cursor=None, **controls):
    """Return an explorer of `run`: a control for each of its parameters in `controls`, and `figure` as the picture.

    `run(**params)` returns a result; with `run.start` long runs are shown as they come, with `run.turn` too the world
    can be explored live. `figure` is a LiveFigure or its class. A control is a Slider, Choice or Switch, or a shorthand:
    (low, high), (low, high, step), a bool or a list. `presets` maps a button's text to a dict of settings; what one
    leaves out is at its default. `seed` is the first seed (the run's own default without one); `cursor` is where
    the time cursor stands at first, in ms (the middle). `live=False` leaves out the live mode.

    Raises TypeError or ValueError if a control, a preset or the seed does not fit the run. What the first run raises
    is raised here too; after that everything is said in the sentence under the picture.
    """
    if not callable(run):
        raise TypeError(f"run must be a function, got {run!r}")
    defaults, takes_any = parameters_of(run)
    for name in controls:
        if name not in defaults and not takes_any:
            raise ValueError(
                f"{name} must be a parameter of the run ({', '.join(defaults)}), got a control for {name!r}"
            )
    knobs = {name: knob_for(name, wish, defaults.get(name)) for name, wish in controls.items()}
    presets = dict(presets or {})
    seed = _seed(seed, defaults, takes_any)
    shown = {n: Control(n, knob, [p[n] for p in presets.values() if n in p]) for n, knob in knobs.items()}
    for text, preset in presets.items():
        check_names(f"preset {text!r}", preset, shown, seed)
    can_live = hasattr(run, "start") and hasattr(run, "turn")
    if live and not can_live:
        raise ValueError("live=True needs a run with start and turn")
    figure = figure() if isinstance(figure, type) else figure
    return take_place(Explorer(run, figure, shown, presets, seed, cursor, can_live if live is None else live))


def _seed(seed, defaults, takes_any):
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int)):
        raise TypeError(f"seed must be a whole number, got {seed!r}")
    if "seed" not in defaults:
        if seed is not None and not takes_any:
            raise ValueError(f"seed must be a parameter of the run for a seed to be set, got {seed!r}")
        return seed
    default = defaults["seed"]
    return seed if seed is not None else default if isinstance(default, int) else 1
