"""The form of notebooks in git: what normalising changes, what it keeps, and what it cannot mend."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools.form import faults, is_checked, normalised, not_stored, read, text_of
from tools.notebooks import main


def messy():
    """Return a notebook as it may come from JupyterLab: outputs, counts and metadata of all kinds."""
    printed = [new_output("stream", name="stdout", text="1\n"), new_output("stream", name="stdout", text="2\n")]
    shown = [new_output("execute_result", data={"text/plain": "3"}, execution_count=17)]
    cells = [
        new_markdown_cell("# 42 Title", id="title"),
        new_code_cell(
            "print(1)", id="plain", outputs=copy.deepcopy(printed), execution_count=15, metadata={"collapsed": True}
        ),
        new_code_cell("# NBVAL_CHECK_OUTPUT\nprint(1)\nprint(2)", id="marked", outputs=printed, execution_count=16),
        new_code_cell(
            "1 + 2", id="tagged", outputs=shown, execution_count=17, metadata={"tags": ["nbval-check-output"]}
        ),
        new_markdown_cell("### Below", id="below"),
        new_markdown_cell("prose", id="prose", metadata={"slideshow": {"slide_type": "notes"}}),
    ]
    return new_notebook(
        cells=cells,
        metadata={"kernelspec": {"name": "x", "display_name": "X"}, "language_info": {"name": "x"}, "title": "x"},
    )


def cell_of(notebook, key):
    return next(cell for cell in notebook["cells"] if cell["id"] == key)


def test_outputs_are_stripped_except_in_checked_cells_that_keep_output_and_count():
    tidy = normalised(messy())
    assert cell_of(tidy, "plain")["outputs"] == [] and cell_of(tidy, "plain")["execution_count"] is None
    assert [output["text"] for output in cell_of(tidy, "marked")["outputs"]] == ["1\n2\n"]
    assert cell_of(tidy, "tagged")["outputs"][0]["data"] == {"text/plain": "3"}


def test_counts_of_checked_cells_are_those_of_a_run_from_top_to_bottom():
    tidy = normalised(messy())
    assert cell_of(tidy, "marked")["execution_count"] == 2
    assert cell_of(tidy, "tagged")["execution_count"] == cell_of(tidy, "tagged")["outputs"][0]["execution_count"] == 3


def test_metadata_are_this_projects_and_slides_follow_the_headings_unless_set():
    tidy = normalised(messy())
    assert set(tidy["metadata"]) == {"kernelspec", "language_info"}
    assert tidy["metadata"]["kernelspec"]["name"] == "python3"
    slides = {cell["id"]: cell["metadata"]["slideshow"]["slide_type"] for cell in tidy["cells"]}
    assert slides == {
        "title": "slide",
        "plain": "-",
        "marked": "-",
        "tagged": "-",
        "below": "subslide",
        "prose": "notes",
    }
    assert cell_of(tidy, "plain")["metadata"].keys() == {"slideshow"}


def test_normalising_twice_changes_nothing_more_and_the_text_is_stable():
    tidy = normalised(messy())
    assert normalised(tidy) == tidy
    text = text_of(tidy)
    assert text == text_of(nbformat.v4.reads(text))
    assert text.endswith("}\n") and not text.endswith("\n\n")
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_normalising_leaves_its_argument_alone():
    before = messy()
    same = copy.deepcopy(before)
    normalised(before)
    assert before == same


def test_ids_stay_missing_ones_are_given_and_doubles_parted():
    notebook = messy()
    del notebook["cells"][1]["id"]
    notebook["cells"][3]["id"] = "marked"
    first, again = normalised(notebook), normalised(notebook)
    ids = [cell["id"] for cell in first["cells"]]
    assert len(set(ids)) == len(ids)
    assert [ids[0], ids[2], ids[4]] == ["title", "marked", "below"]
    assert ids == [cell["id"] for cell in again["cells"]]


def test_older_minor_version_becomes_4_5_and_is_valid(tmp_path):
    notebook = messy()
    notebook["nbformat_minor"] = 2
    for cell in notebook["cells"]:
        del cell["id"]
    (tmp_path / "old.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    tidy = normalised(read(tmp_path / "old.ipynb"))
    assert (tidy["nbformat"], tidy["nbformat_minor"]) == (4, 5)
    assert faults(tidy) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", "not json", '{"nbformat": 3, "worksheets": []}'])
def test_file_that_is_no_notebook_of_nbformat_4_is_refused(tmp_path, text):
    (tmp_path / "odd.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.ipynb"):
        read(tmp_path / "odd.ipynb")


@pytest.mark.parametrize(
    ("source", "tags", "checked"),
    [
        ("# NBVAL_CHECK_OUTPUT\nx", [], True),
        ("x\n    #NBVAL_CHECK_OUTPUT", [], True),
        ("x", ["nbval-check-output"], True),
        ("x", ["check"], False),
        ("NBVAL_CHECK_OUTPUT = 1", [], False),
        ("x  # NBVAL_CHECK_OUTPUT", [], False),  # nbval does not see it there either
    ],
)
def test_checked_cells_are_those_that_nbval_compares(source, tags, checked):
    assert is_checked(new_code_cell(source, metadata={"tags": tags})) is checked


@pytest.mark.parametrize("lost", [{"execution_count": None}, {"outputs": []}])
def test_checked_cell_without_output_or_count_is_noticed(lost):
    notebook = messy()
    cell_of(notebook, "marked").update(lost)
    assert not_stored(notebook) == ["marked"]
    assert any(
        "cell marked is marked as checked but has no output and count stored" in fault
        for fault in faults(normalised(notebook))
    )


def test_memory_address_in_a_checked_output_is_noticed():
    notebook = messy()
    cell_of(notebook, "tagged")["outputs"][0]["data"]["text/plain"] = "<object at 0x7f14e094be50>"
    assert any(
        "cell tagged is checked, but its output holds a memory address" in fault
        for fault in faults(normalised(notebook))
    )


def put(folder, notebook):
    (folder / "notebooks").mkdir(exist_ok=True)
    path = folder / "notebooks" / "42_title.ipynb"
    path.write_text(text_of(notebook), encoding="utf-8")
    return path


def test_command_runs_a_notebook_to_fill_a_checked_cell_and_says_so_otherwise(tmp_path, capsys):
    notebook = messy()
    cell_of(notebook, "marked").update(outputs=[], execution_count=None)
    path = put(tmp_path, notebook)
    before = path.read_bytes()
    assert main(["--check", "--root", str(tmp_path)]) == 1
    assert "cell marked is marked as checked but has no output" in capsys.readouterr().out
    assert path.read_bytes() == before
    assert main(["--root", str(tmp_path)]) == 0
    assert path.read_text(encoding="utf-8") == text_of(normalised(messy()))


def test_command_refreshes_stale_outputs_when_asked(tmp_path):
    notebook = messy()
    cell_of(notebook, "marked")["source"] = "# NBVAL_CHECK_OUTPUT\nprint(9)"
    path = put(tmp_path, notebook)
    assert main(["--root", str(tmp_path)]) == 0
    assert cell_of(read(path), "marked")["outputs"][0]["text"] == "1\n2\n"
    assert main(["--execute", "--root", str(tmp_path)]) == 0
    assert cell_of(read(path), "marked")["outputs"][0]["text"] == "9\n"


def test_command_tells_of_a_checked_cell_that_shows_nothing_and_of_one_that_fails(tmp_path, capsys):
    notebook = messy()
    cell_of(notebook, "marked")["source"] = "# NBVAL_CHECK_OUTPUT\nx = 1"
    cell_of(notebook, "marked")["outputs"] = []
    put(tmp_path, notebook)
    assert main(["--root", str(tmp_path)]) == 1
    assert "it checks nothing" in capsys.readouterr().out
    cell_of(notebook, "marked")["source"] = "# NBVAL_CHECK_OUTPUT\n1 / 0"
    path = put(tmp_path, notebook)
    before = path.read_bytes()
    assert main(["--root", str(tmp_path)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert path.read_bytes() == before
