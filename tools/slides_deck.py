"""From the cells of a notebook to slides: which page shows what, and what comes at a key press.

A cell of the slide type `slide` begins a slide; its cells go on over as many pages below each other as they need.
`subslide` begins a page, `fragment` comes at a key press, `notes` are the speaker's, `skip` is left out. A prediction
ends its page: the answer is never seen with the question until someone presses a key, and comes piece by piece.
"""

import re
from dataclasses import dataclass, field

from tools.room import asks, roles, slide_type
from tools.slides_pieces import Piece, pieces_of_code, pieces_of_text

PAGE = 15.5  # lines of text that a page has room for; a little too much is made smaller on the page
HEADING = 2.5  # lines at most of a heading: nothing turns the page right below one


@dataclass
class Page:
    """One view: its pieces in order, the code behind them, and the speaker's notes."""

    pieces: list = field(default_factory=list)
    code: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    full: bool = False

    @property
    def lines(self):
        """How many lines of text are as high as what the page holds."""
        return sum(piece.lines for piece in self.pieces)


@dataclass
class Slide:
    """A stack of pages under one title."""

    title: str
    pages: list = field(default_factory=lambda: [Page()])

    def page_for(self, piece):
        """Return the last page, or a new one if `piece` does not fit there."""
        last = self.pages[-1]
        crowded = last.lines > HEADING and last.lines + piece.lines > PAGE
        if last.full or crowded:
            self.turn()
        return self.pages[-1]

    def turn(self):
        """Begin a new page, unless the last one is still empty."""
        if self.pages[-1].pieces:
            self.pages.append(Page())


def slides_of(notebook):
    """Return the slides of a notebook as it was run."""
    slides = []
    cells = [cell for cell in notebook["cells"] if slide_type(cell) != "skip"]
    for at, (cell, role) in enumerate(zip(cells, roles(cells))):
        kind = slide_type(cell)
        if kind == "notes":
            if slides:
                slides[-1].pages[-1].notes.append(cell["source"])
            continue
        if kind == "slide" or not slides:
            slides.append(Slide(title_of(cell)))
        elif kind == "subslide" or asks(cells, at):
            slides[-1].turn()
        _add(slides[-1], cell, notebook, kind == "fragment", role)
    return [slide for slide in slides if slide.pages[0].pieces]


def _add(slide, cell, notebook, fragment, role):
    """Put a cell on the pages of `slide`; an answer comes piece by piece."""
    if cell["cell_type"] == "markdown":
        pieces = pieces_of_text(cell["source"])
    else:
        pieces = [Piece("ask", "", 1.5)] if role == "ask" else pieces_of_code(cell, notebook)
    home = None
    for piece in pieces:
        page = slide.page_for(piece)
        home = home or page
        piece.later = fragment or (role == "answer" and bool(page.pieces))
        page.pieces.append(piece)
    if cell["cell_type"] == "code":
        (home or slide.pages[-1]).code.append(cell["source"])
    if role == "ask":
        slide.pages[-1].full = True


def title_of(cell):
    """Return the first heading of a cell of text, or an empty text."""
    match = re.search(r"^#{1,6} +(.+)$", cell["source"], re.MULTILINE) if cell["cell_type"] == "markdown" else None
    return re.sub(r"[*`_]", "", match[1]).strip() if match else ""


def heading_and_question(notebook):
    """Return the title of a notebook, and the question it opens with, or an empty text."""
    texts = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    title = next(filter(None, map(title_of, texts)), "")
    opening = next((cell["source"] for cell in texts if title_of(cell) == "The question"), "")
    question = re.search(r"\*\*(.+?)\*\*", opening, re.DOTALL)
    return title, " ".join(question[1].split()) if question else ""


