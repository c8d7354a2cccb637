"""Every control of every explorer, in real JupyterLab, from the keyboard."""

from ast import literal_eval

import pytest

from tests.browser.checks import check_controls, check_labels, check_names, check_presets
from tests.browser.conftest import WHOLE

pytestmark = pytest.mark.browser


@pytest.fixture(params=["toy", *WHOLE])
def notebook(request, notebooks):
    """A notebook at rest, its explorers at their first settings; afterwards nobody has complained."""
    opened = notebooks(request.param)
    for explorer in opened.explorers:
        explorer.press("Reset")
        explorer.settle()
    yield opened
    assert opened.errors == []


@pytest.fixture
def explorer(notebooks):
    """The toy explorer at its first settings."""
    opened = notebooks("toy")
    explorer = opened.explorers[0]
    explorer.press("Reset")
    explorer.settle()
    yield explorer
    assert opened.errors == []


def test_every_control_moved_by_keyboard_changes_the_picture_and_no_height(notebook):
    for explorer in notebook.explorers:
        check_controls(explorer)


def test_everything_that_can_be_worked_has_a_name(notebook):
    for explorer in notebook.explorers:
        check_names(explorer)


def test_sliders_say_their_value_with_its_unit(explorer):
    slider = explorer.root.get_by_role("slider", name="Wait")
    slider.press("ArrowRight")
    assert explorer.becomes("code", lambda text: "wait=200" in text)
    assert slider.get_attribute("aria-valuetext") == "200 ms"


def test_no_label_runs_into_its_value(notebook):
    for explorer in notebook.explorers:
        check_labels(explorer)


def test_tab_goes_through_all_controls_once_in_reading_order(explorer):
    explorer.root.locator("button").first.focus()
    place = (
        "() => { const b = document.activeElement.getBoundingClientRect(); return [Math.round(b.top / 40), b.left] }"
    )
    seen, page = [], explorer.page
    while page.evaluate("document.activeElement.closest('.sim-explorer') !== null"):
        name = page.evaluate(
            "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"
        )
        seen.append((name, page.evaluate(place)))
        assert len(seen) < 60, seen
        page.keyboard.press("Tab")
    names = [name for name, _ in seen]
    assert len(set(names)) == len(names) == len(explorer.names())  # without the picture, with the code to scroll
    assert names[:5] == ["Calm", "Wild", "Senseless", "Level", "Noise"] and names[-1] == "Code of this run"


def test_presets_and_reset_set_the_controls(notebook):
    for explorer in notebook.explorers:
        check_presets(explorer)


def test_keep_this_run_draws_a_ghost_until_it_is_forgotten(notebook):
    for explorer in notebook.explorers:
        plain = explorer.picture
        explorer.press("Keep this run")
        explorer.button("Forget kept run").wait_for()
        assert explorer.changes("picture", plain)
        explorer.settle()
        with_ghost = explorer.picture
        explorer.press("Forget kept run")
        explorer.button("Keep this run").wait_for()
        assert explorer.changes("picture", with_ghost)


def test_play_moves_the_time_cursor_and_can_be_paused(notebook):
    for explorer in notebook.explorers:
        cursor, height = explorer.root.get_by_role("slider", name="Time cursor"), explorer.height
        before = float(cursor.get_attribute("aria-valuenow"))
        explorer.press("Play")
        explorer.button("Pause").wait_for()
        explorer.page.wait_for_timeout(600)
        explorer.press("Pause")
        explorer.settle()
        assert float(cursor.get_attribute("aria-valuenow")) > before and explorer.height == height
    answered = literal_eval(notebook.page.evaluate("window.ofEach", "page.front.pong"))
    assert len(answered) == len(notebook.explorers) and min(answered) > 0  # a page says which frames it has painted


def test_live_runs_on_and_knobs_act_on_it(notebook):
    for explorer in notebook.explorers:
        if not explorer.button("Live").count():
            continue
        height = explorer.height
        explorer.root.locator(".sim-speed select").select_option("1× real time")  # or it may end before all is tried
        explorer.press("Live")
        assert explorer.becomes("sentence", lambda text: text.startswith("Live, at "))
        before = explorer.picture
        for control in explorer.controls()[:6]:
            explorer.move(control)
            explorer.page.wait_for_timeout(100)
        assert explorer.picture != before and explorer.height == height and "has a fault" not in explorer.sentence
        explorer.press("Live")
        explorer.settle()
        assert not explorer.sentence.startswith("Live")
        assert explorer.button("Live").get_attribute("aria-pressed") == "false"


def test_a_senseless_combination_is_answered_in_words_and_the_picture_stays(explorer):
    before, height = explorer.picture, explorer.height
    explorer.press("Senseless")
    assert explorer.becomes("sentence", lambda text: "level must be at most 8 when bounded, got 10" in text)
    explorer.settle()
    assert explorer.picture == before and explorer.height == height


def test_copy_as_code_puts_the_code_on_the_clipboard(explorer):
    explorer.root.get_by_role("slider", name="Level").press("ArrowLeft")
    assert explorer.becomes("code", lambda text: "level=4" in text)
    explorer.press("Copy as code")
    explorer.root.get_by_text("Copied.").wait_for()
    assert (
        explorer.page.evaluate("navigator.clipboard.readText()")
        == explorer.code
        == "from tests import toy\nresult = toy.run(level=4)"
    )


def test_a_cell_that_runs_again_leaves_one_explorer(notebooks):
    notebook = notebooks("empty")
    for _ in range(2):
        notebook.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    notebook.page.wait_for_function("document.querySelectorAll('.sim-explorer').length === 1")
    notebook.page.locator(".sim-explorer img.sim-picture").wait_for()
    notebook.explorers = [type(notebook.explorers[0])(notebook.page, notebook.page.locator(".sim-explorer"))]
    (explorer,) = notebook.explorers
    before = explorer.picture
    explorer.move(explorer.controls()[0])
    assert explorer.changes("picture", before) and notebook.errors == []
