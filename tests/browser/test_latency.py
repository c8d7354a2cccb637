"""How long the eye waits for the hand: from a key press on a slider to new pixels, measured in the page."""

from statistics import median, quantiles

import pytest

from tests.browser.conftest import REAL

pytestmark = pytest.mark.browser
PRESSES = 40
SLIDERS = {"toy": "Noise", "long": "Cost"} | {name: None for name in REAL}


def measured(notebook, name):
    explorer = notebook.explorers[0]
    explorer.press("Reset")
    explorer.settle()
    sliders = explorer.root.locator(".sim-knobs .noUi-handle")
    slider = explorer.root.get_by_role("slider", name=name) if name else sliders.first
    times = explorer.latencies(slider, PRESSES)
    assert notebook.errors == [] and len(times) == PRESSES
    return median(times), quantiles(times, n=20)[-1]


@pytest.mark.parametrize("name", SLIDERS)
def test_new_pixels_come_soon_after_a_key_press(name, notebooks):
    empty, empty_95 = measured(notebooks("empty"), "Level")
    half, most = measured(notebooks(name), SLIDERS[name])
    print(f"\n{name}: median {half:.0f} ms, p95 {most:.0f} ms; the page with an empty picture: {empty:.0f} and {empty_95:.0f} ms")
    assert half < 6 * empty
