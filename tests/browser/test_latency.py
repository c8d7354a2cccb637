"""How long the eye waits for the hand: from a key press on a slider to new pixels, measured in the page."""

from statistics import median, quantiles

import pytest

from tests.browser.conftest import WHOLE

pytestmark = pytest.mark.browser
SLIDERS = {"long": ("Cost", 8)} | dict.fromkeys(WHOLE, (None, 30))


def measured(notebook, name, presses):
    explorer = notebook.explorers[0]
    explorer.press("Reset")
    explorer.settle()
    sliders = explorer.root.locator(".sim-knobs .noUi-handle")
    slider = explorer.root.get_by_role("slider", name=name) if name else sliders.first
    times = explorer.latencies(slider, presses)
    assert notebook.errors == [] and len(times) == presses
    return median(times), quantiles(times, n=20)[-1]


@pytest.fixture(scope="module")
def empty(notebooks):
    """Median and 95th percentile of a page whose picture and run are empty."""
    return measured(notebooks("empty"), "Level", 12)


@pytest.mark.parametrize("name", SLIDERS)
def test_new_pixels_come_soon_after_a_key_press(name, notebooks, empty):
    half, most = measured(notebooks(name), *SLIDERS[name])
    print(f"\n{name}: median {half:.0f} ms, p95 {most:.0f} ms; an empty picture: {empty[0]:.0f} and {empty[1]:.0f} ms")
    assert half < 6 * empty[0]
