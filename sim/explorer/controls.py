"""A widget for each knob, with one way to read and to set it."""

import ipywidgets as widgets
from traitlets import Int

from sim.explorer.values import stops, written
from sim.knobs import Choice, Slider, Switch

LONG, LINE = 20, 27  # letters of a choice's text, and of a label and value side by side: longer ones get two columns


class QuietSlider(widgets.SelectionSlider):
    """A slider whose moves the kernel does not send back to the page: a message less between the hand and the picture."""

    index = Int(None, allow_none=True).tag(sync=True, echo_update=False)


def knob_for(name, wish, default):
    """Return the knob for a `wish`: itself, or made of a shorthand as `ipywidgets.interact` takes it.

    Shorthands: (low, high) or (low, high, step) for a slider, a bool for a switch, a list for a choice. They start
    at the run's own `default` where it fits. Raises TypeError for anything else.
    """
    if isinstance(wish, (Slider, Choice, Switch)):
        return wish
    label = name.replace("_", " ").capitalize()
    if isinstance(wish, bool):
        return Switch(default if isinstance(default, bool) else wish, label)
    if isinstance(wish, tuple) and len(wish) in (2, 3):
        low, high = wish[:2]
        step = (
            wish[2] if len(wish) == 3 else 1 if isinstance(low, int) and isinstance(high, int) else (high - low) / 100
        )
        fits = isinstance(default, (int, float)) and not isinstance(default, bool) and low <= default <= high
        return Slider(default if fits else low, low, high, step, label)
    if isinstance(wish, list) and wish:
        return Choice(default if default in wish else wish[0], wish, label)
    raise TypeError(
        f"{name} must be a Slider, Choice or Switch, (low, high), (low, high, step), a bool or a list, got {wish!r}"
    )


class Control:
    """One knob on the page: `widget` shows it, `value` is what the run gets."""

    def __init__(self, name, knob, presets=()):
        self.name, self.knob = name, knob
        self._ahead = 1  # which way it was moved last
        self.css = "sim-knob-" + name.replace("_", "-")
        for value in presets:
            knob.check(name, value)
        self.widget = self._make(presets)
        self.widget.add_class("sim-knob")
        self.widget.add_class(self.css)
        if knob.help:
            self.widget.tooltip = knob.help

    def _make(self, presets):
        knob = self.knob
        if isinstance(knob, Switch):
            return widgets.Checkbox(value=knob.value, description=knob.label, indent=False)
        if isinstance(knob, Choice):
            widget = widgets.Dropdown(options=knob.pairs, value=knob.value, description=knob.label)
            longest = max(len(text) for text, _ in knob.pairs)
        else:
            options = [(written(value, knob), value) for value in stops(knob, presets)]
            widget = QuietSlider(options=options, value=knob.value, description=knob.label)
            longest = max(len(text) for text, _ in options) + len(knob.label)
        if longest > (LONG if isinstance(knob, Choice) else LINE):
            widget.add_class("sim-wide")
        return widget

    @property
    def value(self):
        """The value the widget shows."""
        return self.widget.value

    @value.setter
    def value(self, value):
        self.widget.value = self.check(value)

    def see(self, old):
        """Take note that the value was `old` before this one."""
        if not isinstance(self.knob, Switch):
            self._ahead = 1 if self._stops.index(self.value) > self._stops.index(old) else -1

    def nearby(self):
        """Return the values that it is likely to be moved to next: on in the same way, or back."""
        if isinstance(self.knob, Switch):
            return [not self.value]
        stops = self._stops
        steps = (stops.index(self.value) + step * self._ahead for step in (1, -1))
        return [stops[at] for at in steps if 0 <= at < len(stops)]

    @property
    def _stops(self):
        return [value for _, value in self.widget.options]

    def check(self, value):
        """Return `value`, or raise a ValueError or TypeError if the knob cannot be set to it."""
        value = self.knob.check(self.name, value)
        if isinstance(self.knob, Slider) and all(value != stop for _, stop in self.widget.options):
            raise ValueError(f"{self.name} must be one of the slider's stops, got {value!r}")
        return value
