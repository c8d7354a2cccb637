"""The explorer's page: which widgets there are and where they stand. It decides nothing."""

from html import escape
from types import SimpleNamespace

import ipywidgets as widgets

from sim.arguments import one_of
from sim.explorer.front import Front

SPEEDS = (1, 2, 5, 10, 20, 50, 100)
KEEP, FORGET = "Keep this run", "Forget kept run"
PLAY, PAUSE = "Play", "Pause"
UNITS = ("seconds", "days", "weeks")  # what the time cursor may count, a thousand of a result's `until` each


def build(controls, presets, seed, size, live, unit="seconds"):
    """Return the page's widgets by name; `all` is the box that holds them.

    `controls` are Control objects, `presets` texts, `seed` an int or None, `size` the picture's in px, `unit` one of UNITS.
    """
    one_of("unit", unit, UNITS)
    page = SimpleNamespace()
    width, height = size
    page.picture = _css(widgets.Image(format="png", width=str(width), height=str(height)), "sim-picture")
    page.presets = {text: widgets.Button(description=text, layout={"width": "auto"}) for text in presets}
    page.reset = _button("Reset", "Back to the first settings", "sim-reset")
    page.keep = _button(KEEP, "Hold this run as a pale ghost behind the next ones", "sim-keep")
    page.copy = _button("Copy as code", "Copy the Python that builds this run", "sim-copy")
    page.seed = page.next_seed = None
    if seed is not None:
        page.seed = _css(
            widgets.BoundedIntText(value=seed, min=0, max=2**31 - 1, description="Seed"), "sim-seed", "sim-small"
        )
        page.seed.continuous_update = True
        page.next_seed = _button("Next seed", "Other chance events, same settings", "sim-next-seed")
    page.play = _css(widgets.ToggleButton(description=PLAY, icon="play", tooltip="Move the time cursor"), "sim-play")
    page.cursor = _css(
        widgets.FloatSlider(min=0, max=1, step=0.1, readout_format=".1f", description="Time"), "sim-cursor", f"sim-in-{unit}"
    )
    page.speed = _css(
        widgets.Dropdown(options=[(_speed(s, unit), s) for s in SPEEDS], value=5), "sim-speed", "sim-small"
    )
    page.live = None
    if live:
        page.live = _css(
            widgets.ToggleButton(description="Live", icon="circle", tooltip="Let the world run and turn knobs in it"),
            "sim-live",
        )
    page.sentence = _css(widgets.HTML(), "sim-sentence")
    page.code = _css(widgets.HTML(), "sim-code")
    page.front = _css(Front(names=_names(controls, unit)), "sim-note")
    page.all = _arrange(page, controls, width)
    return page


def show_sentence(page, text, trouble=False):
    """Put `text` under the picture; `trouble` marks it with a sign and a colour."""
    sign = '<span class="sim-sign" aria-hidden="true">⚠</span>' if trouble else ""
    value = sign + escape(text)
    if page.sentence.value != value:
        page.sentence.value = value
        (page.sentence.add_class if trouble else page.sentence.remove_class)("sim-trouble")


def show_code(page, code):
    """Show `code` and have it ready for the clipboard."""
    if page.front.code != code:
        page.front.code = code
        page.code.value = f'<pre tabindex="0" aria-label="Code of this run">{escape(code)}</pre>'


def show_kept(page, kept):
    """Offer to keep the run, or to forget the one that is `kept`."""
    page.keep.description = FORGET if kept else KEEP


def show_playing(page, playing):
    """Offer to play, or to pause what is `playing`."""
    page.play.description, page.play.icon = (PAUSE, "pause") if playing else (PLAY, "play")


def show_live(page, live):
    """Take away what makes no sense while the world is `live`: its time is now, and its curves are not finished."""
    page.play.disabled = page.cursor.disabled = page.keep.disabled = live


def show_chosen(page, texts):
    """Mark the presets among `texts` as those that the settings are equal to."""
    for text, button in page.presets.items():
        (button.add_class if text in texts else button.remove_class)("sim-chosen")


def close(page):
    """Take every widget off the page."""
    left = [page.all]
    while left:
        widget = left.pop()
        left += getattr(widget, "children", ())
        widget.close()


def _arrange(page, controls, width):
    rows = []
    run = [w for w in (page.keep, page.reset, page.seed, page.next_seed, page.copy, page.front) if w is not None]
    if page.presets:
        rows.append(_box("sim-presets sim-group sim-row", [_caption("Presets"), *page.presets.values()]))
    switches = [c.widget for c in controls if isinstance(c.widget, widgets.Checkbox)]
    others = [c.widget for c in controls if c.widget not in switches]
    rows += [
        _box(f"{css} sim-group", some)
        for css, some in (("sim-knobs", others), ("sim-switches sim-row", switches))
        if some
    ]
    time = [w for w in (page.play, page.cursor, page.speed, page.live) if w is not None]
    rows += [page.picture, _box("sim-time sim-group sim-row", time), page.sentence]
    rows += [_box("sim-run sim-group sim-row", run), page.code]
    # As wide as the picture, so that everything lines up with it: padding and frame are 34 px in front.css.
    return _css(widgets.VBox(rows, layout={"max_width": f"{width + 34}px"}), "sim-explorer")


def _names(controls, unit):
    names = {c.css: c.knob.label for c in controls}
    names |= {"sim-seed": "Seed", "sim-cursor": f"Time cursor in {unit}", "sim-speed": "Speed of play and live"}
    return names


def _speed(speed, unit):
    if unit == "seconds":
        return f"{speed}× real time"
    return f"{speed} {unit if speed > 1 else unit.removesuffix('s')}/s"


def _button(text, tooltip, css):
    return _css(widgets.Button(description=text, tooltip=tooltip, layout={"width": "auto"}), css)


def _caption(text):
    return _css(widgets.HTML(escape(text)), "sim-caption")


def _box(classes, children):
    return _css(widgets.Box(children), *classes.split())


def _css(widget, *classes):
    for name in classes:
        widget.add_class(name)
    return widget
