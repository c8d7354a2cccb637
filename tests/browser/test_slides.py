"""Slides as a room sees them: opened from a file, with no network at all, and turned from the keyboard."""

import nbformat
import pytest

from tests.browser.lab import ROOT
from tools import slides, slides_run
from tools.room import slide_type

pytestmark = pytest.mark.browser

EXPLORER = """from sim.explorer import explore
from sim.figures.storm import StormFigure
from sim.scenarios import metastability
explore(metastability.run, StormFigure, pause=metastability.KNOBS["pause"])"""
STILL = "from sim.figures.still import still\nstill(StormFigure, metastability.run(pause=2, lasts=20))"
LONG = 'print("\\n".join(f"  line {n} " + "wide" * 60 for n in range(60)))'
CELLS = [
    ("slide", "# 01 A topic"),
    ("slide", "## Read\nFirst [the other](02_other.ipynb), [the exercise](../exercises/01_topic.ipynb).\n\n$$\\text{rate} \\times a^n$$"),
    ("-", f"{EXPLORER}"),
    ("slide", "## Predict\nHow many?"),
    ("-", "prediction = 3"),
    ("-", 'print(f"You said {prediction}, it was 7.")'),
    ("-", STILL),
    ("subslide", "### Below"),
    ("-", LONG),
    ("skip", "print('left out')"),
    ("notes", "Ask who was **surprised**."),
    ("slide", "## Talk about it\n| " + " | ".join(["a wide cell of text"] * 14) + " |\n" + "|---" * 14 + "|\n" + "| b " * 14 + "|"),
]
SLIDES = sum(kind == "slide" for kind, _ in CELLS)
LOOK = """() => {
  const shown = Reveal.getCurrentSlide();
  const seen = [...shown.querySelectorAll(".piece, .running")].filter((one) => getComputedStyle(one).visibility === "visible");
  return seen.map((one) => one.innerText).join("\\n");
}"""
WIDE = """() => {
  const body = Reveal.getCurrentSlide().querySelector(".body");
  return [body, document.scrollingElement].map((box) => box.scrollWidth - box.clientWidth);
}"""


def write(file, cells):
    """Write a notebook of (slide type, source): Markdown if it begins like it, else code."""
    text = ("#", "Ask")
    made = [
        (nbformat.v4.new_markdown_cell if source.startswith(text) else nbformat.v4.new_code_cell)(
            source, metadata={"slideshow": {"slide_type": kind}}
        )
        for kind, source in cells
    ]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel}), file)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a notebook and, in `out`, its deck: run as it is, in a kernel of its own."""
    folder = tmp_path_factory.mktemp("slides")
    write(folder / "01_topic.ipynb", CELLS)
    assert slides.make([folder / "01_topic.ipynb"], folder / "out") == (1, [])
    return folder


@pytest.fixture(scope="module")
def opened(browser):
    """From a file to the page it is opened in, without a network, and what the page asked for or complained about."""
    contexts = []

    def open_page(file):
        context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        contexts.append(context)
        page, wrong = context.new_page(), []
        context.route(lambda url: not url.startswith(("file:", "data:", "blob:")), lambda route: route.abort())
        page.on("request", lambda asked: None if asked.url.startswith(("file:", "data:", "blob:")) else wrong.append(asked.url))
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfailed", lambda request: wrong.append(request.url))
        page.goto(file.as_uri())
        page.wait_for_function("window.Reveal?.isReady()")
        return page, wrong

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def deck(folder, opened):
    page, wrong = opened(folder / "out" / "01_topic.html")
    yield page
    assert wrong == []


def walk(page):
    """Go from the first page to the last by the space bar; yield what is seen after every press."""
    page.evaluate("Reveal.slide(0, 0)")
    while True:
        yield page.evaluate(LOOK)
        if page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next"):
            return
        page.keyboard.press("Space")


def test_a_deck_opens_from_a_file_with_as_many_slides_as_cells_begin_one_and_the_space_bar_goes_through_it(deck):
    assert deck.locator(".slides > section").count() == SLIDES
    seen = list(walk(deck))
    assert seen[0] == "01 A topic" and "Talk about it" in seen[-1]
    assert not any("left out" in text or "surprised" in text for text in seen)
    assert deck.evaluate("Reveal.getProgress()") == 1


def test_the_answer_is_seen_only_after_a_key_press(deck):
    seen = list(walk(deck))
    question = next(at for at, text in enumerate(seen) if "How many?" in text)
    assert "Write your guess down" in seen[question] and "it was" not in seen[question]
    assert seen[question + 1].splitlines() == ["Predict", "The notebook guessed 3, it was 7."]
    answer = deck.locator(".slides > section").nth(2).locator("section").nth(1)
    assert "fragment" in answer.locator("figure").get_attribute("class")


def test_pictures_formulas_and_a_still_of_the_explorer_are_seen_and_have_words(deck):
    images = deck.locator(".slides img")
    assert images.count() == 3
    for at in range(3):
        deck.evaluate("""at => {
          const {h, v} = Reveal.getIndices(document.querySelectorAll(".slides img")[at].closest("section"));
          Reveal.slide(h, v, 99);
        }""", at)  # fmt: skip
        box = images.nth(at).bounding_box()
        assert images.nth(at).evaluate("node => node.decode().then(() => node.naturalWidth)") > 0
        assert images.nth(at).get_attribute("alt") and (at == 0 or box["height"] > 300 and box["width"] > 600)
    sentence = deck.locator("figure.explorer img").get_attribute("alt")
    assert "requests a second" in sentence
    assert deck.locator("figure.explorer figcaption").inner_text() == f"{sentence} Live in JupyterLab: make lab, or make show"


def test_nothing_runs_out_of_a_page_sideways_and_what_is_long_is_scrolled_before_the_next_page(deck):
    for _ in walk(deck):
        assert deck.evaluate(WIDE) == [0, 0]
    long = deck.locator(".body[role=region]")
    assert long.count() == 1 and long.evaluate("node => node.scrollTop") > 0  # the space bar has read it to its end


def test_the_code_behind_a_page_comes_and_goes_by_a_key(deck):
    deck.evaluate("Reveal.slide(2, 1)")
    source = deck.locator("section.present section.present .source")
    assert source.get_attribute("open") is None
    deck.keyboard.press("c")
    assert source.locator("pre").is_visible() and "metastability.run" in source.locator("pre").inner_text()
    deck.keyboard.press("c")
    assert source.get_attribute("open") is None
    before = deck.evaluate("Reveal.getIndices()")
    deck.keyboard.press("PageDown")
    assert deck.evaluate("Reveal.getIndices()") != before  # the focus has come back to the slides


def test_what_has_not_changed_is_not_run_again(folder, monkeypatch):
    ran, simulation = [], folder / "simulation.py"
    simulation.write_text("before", encoding="utf-8")
    monkeypatch.setattr(slides_run, "_execute", lambda notebook, path: ran.append(path.stem))
    monkeypatch.setattr(slides, "simulation", lambda: [simulation])
    write(folder / "02_other.ipynb", [("slide", "# 02 Another")])
    both = [folder / "01_topic.ipynb", folder / "02_other.ipynb"]
    assert slides.make(both, folder / "both")[0] == 2 and sorted(ran) == ["01_topic", "02_other"]
    assert slides.make(both, folder / "both") == (0, []) and len(ran) == 2
    write(folder / "02_other.ipynb", [("slide", "# 02 Yet another")])
    assert slides.make(both, folder / "both") == (1, []) and ran[2:] == ["02_other"]
    assert slides.make(both, folder / "none", run=False) == (2, []) and len(ran) == 3
    simulation.write_text("after!", encoding="utf-8")
    slides.make(both, folder / "both")
    assert sorted(ran[3:]) == ["01_topic", "02_other"]
    index = (folder / "both" / "index.html").read_text(encoding="utf-8")
    assert "01 A topic" in index and "02 Yet another" in index
    assert '<a href="02_other.html">the other</a>' in (folder / "both" / "01_topic.html").read_text(encoding="utf-8")


def test_a_notebook_that_fails_is_named_and_the_others_are_made(folder, monkeypatch):
    def fail(notebook, path):
        if path.stem == "01_topic":
            raise slides_run.NotRun(f"{path.name}: a cell failed with AssertionError: ")

    monkeypatch.setattr(slides_run, "_execute", fail)
    write(folder / "02_other.ipynb", [("slide", "# 02 Another")])
    made, faults = slides.make([folder / "01_topic.ipynb", folder / "02_other.ipynb"], folder / "failed")
    assert made == 1 and faults == ["01_topic.ipynb: a cell failed with AssertionError: "]
    assert not (folder / "failed" / "01_topic.html").exists()


@pytest.mark.soak
def test_every_deck_opens_and_nothing_runs_out_of_a_page(tmp_path, opened):
    paths = slides.chosen(ROOT / "notebooks", [])
    assert slides.make(paths, tmp_path) == (len(paths), [])
    for path in paths:
        page, wrong = opened(tmp_path / f"{path.stem}.html")
        begun = sum(slide_type(cell) == "slide" for cell in nbformat.read(path, as_version=4).cells)
        assert page.locator(".slides > section").count() == begun, path.stem
        for text in walk(page):
            assert text and page.evaluate(WIDE) == [0, 0], (path.stem, text)
        assert wrong == [], path.stem
