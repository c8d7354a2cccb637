"""The notebooks as a room sees them in Voilà: a real server on the loopback, a real page, from the keyboard."""

import os
import re
import socket
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import nbformat
import psutil
import pytest

from tests.browser.lab import ROOT
from tools.form import normalised

pytestmark = pytest.mark.browser

CELLS = [
    "# 01 A topic",
    "## Predict\nHow *many*? See [the exercise](../exercises/01_topic.ipynb) and [the other](02_other.ipynb).\n\n$$a^n$$",
    "prediction = 3  # code_that_nobody_sees",
    'print(f"You said {prediction}, it was {3 + 4}.")',
    "### And\nhow many then?",
    "prediction_then = 5",
    "print('Then it was', 4 + 5)",
    "## Explore",
    "from sim.explorer import explore\nfrom tests import toy",
    "explore(toy.run, toy.Figure, presets=toy.PRESETS, **toy.KNOBS)",
]
FAILS = ["# 02 It fails", "print('before')", "raise LookupError('nobody is to read this')", "print('after')"]
IGNORED = "Unsatisfied version", "No satisfying version"  # Voilà is built with an older JupyterLab than the widgets


def write(file, cells):
    """Write a notebook: text where a source begins with #, else code."""
    made = [(nbformat.v4.new_markdown_cell if cell.startswith("#") else nbformat.v4.new_code_cell)(cell) for cell in cells]
    nbformat.write(normalised(nbformat.v4.new_notebook(cells=made)), file)


def complains(said):
    """True of an error or a warning in the console that is this project's business."""
    return said.type in ("error", "warning") and not said.text.startswith(IGNORED)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """(process, address) of a server that shows two notebooks; after it nothing is left behind."""
    folder = tmp_path_factory.mktemp("show")
    for name in ("notebooks", "config", "runtime", "data", "ipython", "tmp"):
        (folder / name).mkdir()
    write(folder / "notebooks" / "01_topic.ipynb", CELLS)
    write(folder / "notebooks" / "02_other.ipynb", FAILS)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_DATA_DIR": str(folder / "data"), "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp"),
    }  # fmt: skip
    command = [sys.executable, "-m", "tools.show", "--no-browser", f"--port={port}", f"--notebooks={folder / 'notebooks'}"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        line = server.stdout.readline()
        assert line.startswith("The notebooks are shown at http://127.0.0.1:"), (folder / "log").read_text(encoding="utf-8")
        yield psutil.Process(server.pid), re.search(r"http\S+", line)[0]
        kernels = psutil.Process(server.pid).children(recursive=True)
    finally:
        server.terminate()
        server.stdout.close()
        try:
            assert server.wait(20) == 0
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
            raise
    assert psutil.wait_procs(kernels, 5)[1] == []
    left = [path.name for name in ("tmp", "runtime") for path in (folder / name).rglob("*") if path.is_file()]
    assert left == [] and sorted(p.name for p in (folder / "notebooks").iterdir()) == ["01_topic.ipynb", "02_other.ipynb"]


@pytest.fixture(scope="module")
def opened(browser, shown):
    """From a name to (page, wrong): the notebook, opened by its link, and what was asked of others or complained about."""
    contexts = []

    def open_page(title):
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        contexts.append(context)
        page, wrong = context.new_page(), []
        here = (shown[1], shown[1].replace("http", "ws"), "data:", "blob:")
        context.route(lambda url: not url.startswith(here), lambda route: route.abort())
        page.on("request", lambda asked: None if asked.url.startswith(here) else wrong.append(asked.url))
        page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
        page.on("console", lambda said: wrong.append(said.text) if complains(said) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(shown[1])
        page.get_by_role("link", name=title).click(no_wait_after=True)
        return page, wrong

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def topic(opened):
    """The page of the first notebook with its explorer, and what was wrong with it."""
    page, wrong = opened("01 A topic")
    page.locator(".sim-explorer img.sim-picture").wait_for(timeout=60_000)
    return page, wrong


def test_a_page_has_text_and_explorer_but_no_code_and_asks_nobody_outside(topic, shown):
    page, wrong = topic
    text = page.locator("#rendered_cells").inner_text()
    assert "01 A topic" in text and "How many?" in text and "the exercise (in JupyterLab)" in text
    assert "code_that_nobody_sees" not in page.content() and "import explore" not in page.content()
    assert page.locator(".formula img").get_attribute("alt") == "a^n"
    other = page.get_by_role("link", name="the other")
    assert other.evaluate("link => link.href").startswith(f"{shown[1]}voila/render/02_other.ipynb")
    assert page.locator("a[href*=exercises]").count() == 0
    assert wrong == []


def test_an_answer_and_the_next_question_are_seen_when_they_are_asked_for(topic):
    page, _ = topic
    steps = [page.get_by_text(text) for text in ("The notebook guessed 3, it was 7.", "how many then?", "Then it was 9")]
    buttons = page.get_by_role("button", name="show what happened")
    assert [step.is_visible() for step in steps] == [False, False, False] and buttons.count() == 1
    buttons.press("Enter")
    assert [step.is_visible() for step in steps] == [True, True, False] and buttons.count() == 1
    buttons.press("Enter")
    assert [step.is_visible() for step in steps] == [True, True, True] and buttons.count() == 0


def test_a_slider_moved_from_the_keyboard_gives_a_new_picture(topic):
    page, wrong = topic
    picture = page.locator(".sim-explorer img.sim-picture")
    before = picture.get_attribute("src")
    page.get_by_role("slider", name="Level").press("ArrowLeft")
    page.wait_for_function("old => document.querySelector('.sim-explorer img.sim-picture').src !== old", arg=before)
    assert picture.evaluate("node => node.decode().then(() => node.naturalWidth)") > 0 and wrong == []


def test_the_wheel_and_the_keys_scroll_the_page(topic):
    page, _ = topic
    box = page.locator("#rendered_cells")
    box.evaluate("node => { node.scrollTop = 0; document.activeElement.blur(); }")
    page.keyboard.press("PageDown")
    page.wait_for_function("document.getElementById('rendered_cells').scrollTop > 0")
    assert box.evaluate("node => node.scrollWidth <= node.clientWidth")


def test_a_cell_that_fails_is_told_in_words(opened):
    page, wrong = opened("02 It fails")
    page.get_by_role("alert").wait_for(timeout=60_000)
    text = page.locator("#rendered_cells").inner_text()
    assert "before" in text and "This cell did not work, so the page ends here" in text
    assert "nobody is to read this" not in page.content() and "after" not in text.split()
    assert wrong == []


def test_a_page_that_is_closed_stops_its_kernel(shown, topic):
    page = topic[0]
    name = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    (kernel,) = [child for child in shown[0].children() if name in " ".join(child.cmdline())]
    # What Voilà asks for itself before a page unloads may be lost with the tab: the beacon has to be enough.
    with page.expect_response(lambda answer: "/api/shutdown/" in answer.url):
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    kernel.wait(20)
    assert not kernel.is_running()


def test_what_is_not_there_is_said_with_a_way_back(browser, shown):
    page = browser.new_page()
    answer = page.goto(f"{shown[1]}voila/render/99_nothing.ipynb")
    assert answer.status == 404 and page.get_by_role("link", name="all topics").get_attribute("href") == "/"
    page.close()


def test_a_site_that_has_its_name_lead_to_this_machine_gets_nothing(shown):
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(shown[1], headers={"Host": "elsewhere.example"}), timeout=20)
    assert refused.value.code == 403
    refused.value.close()  # its connection is still open
