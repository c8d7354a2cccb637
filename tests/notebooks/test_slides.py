"""Every slide of the club's talk on the chapter is quoted in one of the notebooks."""

import re
from pathlib import Path

import nbformat
import pytest

HERE = Path(__file__).resolve().parent


def slides():
    """Return (heading, list of bullets) of the slides, the title left out."""
    found = []
    for slide in re.split(r"^---$", (HERE / "slides.md").read_text(encoding="utf-8"), flags=re.MULTILINE):
        heading = re.search(r"^### (.+)$", slide, re.MULTILINE)
        if heading:
            found.append((heading[1].strip(), [plain(line) for line in slide.splitlines() if line.startswith("-")]))
    return found


def plain(line):
    """Return a line without its marks of quotation, list or heading, and with single blanks."""
    return " ".join(re.sub(r"^[>\s]*(?:[-#]+\s*)?", "", line).split())


def quoted():
    """Return by notebook the lines that it quotes."""
    lines = {}
    for path in sorted((HERE.parents[1] / "notebooks").glob("*.ipynb")):
        cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
        lines[path.stem] = [plain(line) for cell in cells for line in cell.splitlines() if line.startswith(">")]
    return lines


QUOTED = quoted()


def test_the_slides_are_all_there():
    headings = [heading for heading, _ in slides()]
    assert len(headings) == 29 and headings[0] == "What is IPC?" and headings[-7:] == ["Summary"] * 7


@pytest.mark.parametrize("number", range(len(slides())))
def test_slide_is_quoted_word_for_word(number):
    heading, bullets = slides()[number]
    homes = [name for name, lines in QUOTED.items() if heading in lines and all(bullet in lines for bullet in bullets)]
    assert homes, f"no notebook quotes the slide {heading!r} with {bullets}"
