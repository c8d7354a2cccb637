"""From cells to slides: what stands on which page, and what comes only at a key press."""

import re

import nbformat
import pytest

from tools.room import FORMULA, for_a_room
from tools.slides import chosen
from tools.slides_deck import PAGE, heading_and_question, slides_of
from tools.slides_html import formula
from tools.slides_pieces import pieces_of_text
from tools.slides_run import ROOT


def cell(source, kind="-", shown=None, printed=None, words="its words"):
    """Return a cell of code if it is said what it has shown or printed, else one of text."""
    metadata = {"slideshow": {"slide_type": kind}}
    if shown is printed is None:
        return nbformat.v4.new_markdown_cell(source, metadata=metadata)
    outputs = [nbformat.v4.new_output("stream", text=printed)] if printed else []
    outputs += [nbformat.v4.new_output("display_data", data={"text/plain": words, **shown})] if shown else []
    return nbformat.v4.new_code_cell(source, metadata=metadata, outputs=outputs)


def pages(*cells):
    """Return the pages of the slides of these cells, each a list of (kind, later)."""
    slides = slides_of(nbformat.v4.new_notebook(cells=list(cells)))
    return [[(piece.kind, piece.later) for piece in page.pieces] for slide in slides for page in slide.pages]


PNG = {"image/png": "AAAA"}


def test_the_answer_stands_on_another_page_than_the_question_and_comes_piece_by_piece():
    question = cell("## Predict\n\nHow many?", "slide"), cell("prediction = 3", printed="")
    answer = cell("run()", shown=PNG), cell("", printed="It was 7."), cell("Because.")
    assert pages(*question, *answer) == [
        [("markdown", False), ("markdown", False), ("ask", False)],
        [("picture", False), ("said", True), ("markdown", True)],
    ]


def test_a_second_question_begins_a_page_and_is_not_hidden():
    first = cell("# One?", "slide"), cell("prediction = 1", printed=""), cell("", printed="7")
    shown = pages(*first, cell("Two?"), cell("prediction_b = 1", printed=""), cell("", printed="8"))
    assert shown[2] == [("markdown", False), ("ask", False)] and shown[3] == [("said", False)]


def test_slide_types_are_kept():
    slides = slides_of(
        nbformat.v4.new_notebook(
            cells=[
                cell("# One", "slide"), cell("more"), cell("at a key press", "fragment"), cell("left out", "skip"),
                cell("say this", "notes"), cell("## Below", "subslide"), cell("# Two", "slide"),
            ]  # fmt: skip
        )
    )
    assert [(slide.title, len(slide.pages)) for slide in slides] == [("One", 2), ("Two", 1)]
    first, second = slides[0].pages
    assert [(p.content, p.later) for p in first.pieces] == [("# One", False), ("more", False), ("at a key press", True)]
    assert first.notes == ["say this"] and [p.content for p in second.pieces] == ["## Below"]


def test_text_that_is_too_long_for_a_page_goes_on_on_the_next_at_a_paragraph():
    (slide,) = slides_of(nbformat.v4.new_notebook(cells=[cell("\n\n".join(["word " * 60] * 9), "slide")]))
    assert len(slide.pages) == 3 and all(page.lines <= PAGE for page in slide.pages)


def test_a_heading_does_not_stand_alone_before_something_high():
    (slide,) = slides_of(nbformat.v4.new_notebook(cells=[cell("## Code\n\n```\n" + "line\n" * 40 + "```", "slide")]))
    assert len(slide.pages) == 1


def test_a_long_table_goes_on_with_its_head():
    pieces = pieces_of_text("| a | b |\n|---|---|\n" + "\n".join(f"| {n} | {n} |" for n in range(25)))
    assert [piece.content.splitlines()[0] for piece in pieces] == ["| a | b |"] * 3
    assert [row for piece in pieces for row in piece.content.splitlines()[2:]] == [f"| {n} | {n} |" for n in range(25)]


def test_lists_quotations_and_fences_are_not_torn_apart():
    text = "```\none\n\ntwo\n```\n\n- a\n\n- b\n\n> c\n\n> d\n\nend"
    assert [piece.content for piece in pieces_of_text(text)] == ["```\none\n\ntwo\n```", "- a\n\n- b", "> c\n\n> d", "end"]


def test_values_are_shown_for_a_room():
    (kinds,) = pages(
        cell("# One", "slide"),
        *(cell("", shown={"text/plain": words}) for words in ("'78 %'", "{'a': 1, 'b': '2 %'}", "<Trace of 7>", "<Result: 3 %>", "[1, 2]")),
    )
    assert [kind for kind, _ in kinds] == ["markdown", "said", "rows", "said", "text"]


def test_nobody_in_the_room_is_told_that_they_guessed_what_the_notebook_did():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell('print(f"You said {prediction} %.")')])
    assert for_a_room(notebook).cells[0].source == 'print(f"The notebook guessed {prediction} %.")'
    assert "You said" in notebook.cells[0].source


def test_the_index_has_the_title_and_the_question():
    notebook = nbformat.v4.new_notebook(cells=[cell("# 09 *Partial* failures"), cell("## The question\n**How\nfar?**\n\nMore.")])
    assert heading_and_question(notebook) == ("09 Partial failures", "How far?")


def test_a_notebook_is_chosen_by_its_number_and_an_unknown_one_is_refused(tmp_path):
    for name in ("01_one", "02_two"):
        (tmp_path / f"{name}.ipynb").touch()
    assert [path.stem for path in chosen(tmp_path, ["02"])] == ["02_two"] and len(chosen(tmp_path, [])) == 2
    with pytest.raises(ValueError, match=r"names must be of notebooks \(01_one, 02_two\), got '03'"):
        chosen(tmp_path, ["03"])


def test_every_formula_of_the_notebooks_stands_by_itself_and_can_be_drawn_without_a_network():
    texts = [
        one["source"]
        for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
        for one in nbformat.read(path, as_version=4).cells
        if one["cell_type"] == "markdown"
    ]
    drawn = [formula(tex) for text in texts for tex in FORMULA.findall(text)]
    assert drawn and all(image.startswith('<img class="math" alt=') for image in drawn)
    rest = [re.sub(r"(`+).*?\1", "", FORMULA.sub("", text), flags=re.DOTALL) for text in texts]
    assert not [text for text in rest if re.search(r"\$\S[^$\n]*\$|\\\(|\\\[|\\begin\{", text)]
