import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.extract import cells_of_explorers, with_explorers
from tests.browser.lab import ARGUMENTS, ROOT, Notebook, chromium, jupyterlab, write_notebook

SETUP = "from sim.explorer import explore\nfrom sim.knobs import Slider\nfrom tests import toy"
TOYS = {
    "toy": "explore(toy.run, toy.Figure, presets=toy.PRESETS, **toy.KNOBS)",
    "empty": "explore(toy.nothing, toy.Empty, level=Slider(0, -9, 9, 1, 'Level'))",
    "long": "explore(toy.run, toy.Figure, cost=Slider(20, 10, 30, 1, 'Cost', 'ms/s'))",
}
WHOLE = ["09_partial_failures"]  # opened and run as a member does, from top to bottom
TOPICS = [name for name in with_explorers(ROOT / "notebooks") if name not in WHOLE]
TOGETHER = "topics"  # of these only the explorers, all on one page with one kernel: opening a page takes seconds
# No run is foreseen there: most of what a kernel computes would be for nothing. Other pages' are.
UNFORESEEN = "from sim.explorer import foresight\nforesight.DEAR = 0"


@pytest.fixture(scope="package")
def browser():
    """A headless Chromium; without one the tests skip, or fail if BOOKCLUB_REQUIRE_BROWSER=1."""
    path = chromium()
    if path is None:
        reason = "no Chromium on this machine (BOOKCLUB_CHROMIUM may name one)"
        if os.environ.get("BOOKCLUB_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)  # with an empty profile of its own
        yield running
        running.close()


@pytest.fixture(scope="package")
def lab(browser, tmp_path_factory):
    """A JupyterLab with copies of the notebooks; from a notebook's name to its address."""
    folder = tmp_path_factory.mktemp("lab")
    (folder / "work").mkdir()
    for name, code in TOYS.items():
        write_notebook(folder / "work" / f"{name}.ipynb", SETUP, code)
    for name in WHOLE:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder / "work")
    cells = [cell for name in TOPICS for cell in cells_of_explorers(ROOT / "notebooks" / f"{name}.ipynb")]
    write_notebook(folder / "work" / f"{TOGETHER}.ipynb", UNFORESEEN, *cells)
    with jupyterlab(folder) as address:
        yield address


@pytest.fixture(scope="package")
def notebooks(browser, lab):
    """From a name to the notebook, opened and run the first time it is asked for."""
    opened = {}

    def open_once(name):
        if name not in opened:
            context = browser.new_context(
                viewport={"width": 1280, "height": 1000}, permissions=["clipboard-read", "clipboard-write"]
            )
            opened[name] = Notebook(context.new_page(), lab(f"{name}.ipynb"))
        notebook = opened[name]
        notebook.page.bring_to_front()
        return notebook

    yield open_once
    for notebook in opened.values():
        notebook.close()
