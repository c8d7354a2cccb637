"""The rules for notebooks: a good sample breaks none, and each way of breaking one is noticed."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.form import normalised
from tools.rules import PARTS, SLIDES, broken_rules

QUOTE = "> ### Handling Partial Failures Using a Circuit Breaker Pattern"


def good():
    """Return a topic's notebook that breaks no rule."""
    cells = [new_markdown_cell(f"# 10 Circuit breaker\n\n{QUOTE}", id="title")]
    for at, part in enumerate(PARTS):
        cells.append(new_markdown_cell(f"## {part}", id=f"heading-{at}"))
        cells.append(new_code_cell(f"prediction_{at} = ..." if part == "Predict" else "x = 1", id=f"code-{at}"))
    cells.insert(8, new_code_cell("prediction = ...", id="second"))
    return normalised(new_notebook(cells=cells))


def broken(notebook, folder=Path("notebooks"), name="10_circuit_breaker.ipynb"):
    return broken_rules(notebook, folder / name)


def with_code(source, tags=()):
    notebook = good()
    notebook["cells"].append(new_code_cell(source, id="mine", metadata={"tags": list(tags)}))
    return notebook


def with_prose(text):
    notebook = good()
    notebook["cells"].append(new_markdown_cell(text, id="mine"))
    return notebook


def test_good_notebook_breaks_no_rule():
    assert broken(good()) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("\n".join(["x = 1"] * 16), "cell mine has 16 lines of code"),
        ("from sim import *", "cell mine imports *"),
        ("import sys\nsys.path.insert(0, '..')", "cell mine plays with sys.path"),
        ("from sys import path", "cell mine plays with sys.path"),
        ("%load_ext autoreload", "cell mine loads an extension"),
        ("%matplotlib inline\nfrom sim import *", "cell mine imports *"),
        ("# NBVAL_SKIP\nx = 1", "cell mine is passed over by nbval"),
    ],
)
def test_code_that_breaks_a_rule_is_noticed(source, said):
    assert any(said in sentence for sentence in broken(with_code(source)))


def test_cell_that_nbval_passes_over_by_its_tag_is_noticed():
    assert "cell mine is passed over by nbval" in broken(with_code("1 / 0", ["raises-exception"]))


def test_long_cell_that_is_the_lesson_is_allowed():
    assert broken(with_code("\n".join(["x = 1"] * 16), ["lesson"])) == []


def test_cells_that_are_long_as_a_rule_are_noticed():
    notebook = good()
    for cell in notebook["cells"]:
        cell["source"] = "\n".join(["x = 1"] * 5) if cell["id"].startswith("code") else cell["source"]
        cell["source"] += "\n\n" + "word " * 70 if cell["id"].startswith("heading") else ""
    said = broken(notebook)
    assert "the median code cell has 5 lines, more than 4" in said
    assert "the median prose cell has 70 words, more than 60" in said


def test_long_prose_is_noticed_but_quotations_tables_and_code_do_not_count():
    assert "cell mine has 151 words of prose, more than 150" in broken(with_prose("word " * 151))
    assert (
        broken(with_prose("> " + "word " * 200 + "\n| " + "word " * 200 + "|\n```\n" + "word " * 200 + "\n```\n")) == []
    )


def test_missing_extra_double_and_misplaced_parts_are_noticed():
    notebook = good()
    for cell in notebook["cells"]:
        if cell["source"] == "## The idea":
            cell["source"] = "## An idea"
    assert broken(notebook) == ["part 'The idea' is missing", "'## An idea' is none of the nine parts"]
    assert any("twice or out of order" in said for said in broken(with_prose("## Explore: again")))
    notebook = good()
    notebook["cells"].append(notebook["cells"].pop(1))
    assert any("twice or out of order" in said for said in broken(notebook))


def test_part_may_go_on_after_a_colon_and_code_is_no_heading():
    notebook = with_prose("```\n## not a heading\n```")
    next(cell for cell in notebook["cells"] if cell["source"] == "## Predict")["source"] = (
        "## Predict: which setting saves it?"
    )
    assert broken(notebook) == []


def test_single_prediction_and_one_without_a_run_after_it_are_noticed():
    notebook = good()
    second = next(cell for cell in notebook["cells"] if cell["id"] == "second")
    notebook["cells"].remove(second)
    assert broken(notebook) == ["1 cells with 'prediction = …' before a run, two are needed"]
    notebook["cells"].append(second)
    assert broken(notebook) == ["1 cells with 'prediction = …' before a run, two are needed"]


@pytest.mark.parametrize("text", ["", QUOTE.removeprefix("> "), "> ### Service Discovery"])
def test_slide_that_is_not_quoted_is_noticed(text):
    notebook = good()
    notebook["cells"][0]["source"] = f"# 10 Circuit breaker\n\n{text}"
    assert broken(notebook) == ["the slide 'Handling Partial Failures Using a Circuit Breaker Pattern' is not quoted"]


def test_every_topic_but_the_start_has_its_slides():
    assert sorted(SLIDES) == [f"{number:02}" for number in range(1, 19)]


def test_start_page_needs_no_parts_and_no_predictions():
    notebook = normalised(new_notebook(cells=[new_markdown_cell("# Start here", id="a")]))
    assert broken(notebook, name="00_start_here.ipynb") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("see [this](09_nothing.ipynb)", "cell mine: the link to '09_nothing.ipynb' leads nowhere"),
        ("see [this](../solutions/09.ipynb#Part)", "cell mine: the link to '../solutions/09.ipynb' leads nowhere"),
        ("see [below](#Nothing-here)", "cell mine: no heading answers to the link '#Nothing-here'"),
        ("| [08](08_there.ipynb) | to come |", "cell mine: '08_there.ipynb' is said to be to come, but is there"),
    ],
)
def test_link_that_leads_nowhere_is_noticed(tmp_path, text, said):
    (tmp_path / "08_there.ipynb").touch()
    assert broken(with_prose(text), tmp_path, "notes.ipynb") == [said]


@pytest.mark.parametrize(
    "text",
    [
        "see [this](08_there.ipynb) and [that](08_there.ipynb#Part)",
        "| [11 Service discovery](11_service_discovery.ipynb) | to come |",
        "see [below](#The-idea) and [a page](https://example.org/x)",
        "`[a](b)` in code:\n```\n[a](b)\n```\n",
    ],
)
def test_link_that_leads_somewhere_or_is_to_come_is_allowed(tmp_path, text):
    (tmp_path / "08_there.ipynb").touch()
    assert broken(with_prose(text), tmp_path, "notes.ipynb") == []
