"""The pages for whoever leads a session: made from the notebooks, complete, and never out of step with them."""

import re
import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.facilitator import bring_up_to_date, main, topic_at, topic_paths
from tools.facilitator_page import LENGTHS, agenda, named, page
from tools.facilitator_topic import topic
from tools.form import normalised, read, text_of
from tools.rules import LINK

PROJECT = Path(__file__).resolve().parents[2]
PAGES = PROJECT / "docs" / "facilitator"
TOPICS = {path.stem: topic_at(path) for path in topic_paths(PROJECT)}
START = "00_start_here"


def each(names=tuple(TOPICS)):
    return pytest.mark.parametrize("name", names)


def code_of(name):
    return [cell for cell in read(PROJECT / "notebooks" / f"{name}.ipynb")["cells"] if cell["cell_type"] == "code"]


def small(guide=None, experiments="**Experiment 1.** Turn it. *Why:* it turns.\n\n**Experiment 2.** Push it."):
    """Return a notebook with two predictions and two experiments, and with `guide` in its metadata if one is given."""
    cells = [
        new_markdown_cell("# 09 A title", id="title"),
        new_markdown_cell("## The question\n**Why?**\n\nAfter this you know.\n\n> ### A slide", id="question"),
        new_markdown_cell("## Predict\n**How many?** See [the next](10_next.ipynb).", id="one"),
        new_code_cell("prediction = 90  # per cent", id="one-say"),
        new_code_cell("assert served < 80\nprint(prediction)", id="one-run"),
        new_markdown_cell("Fewer than you think.", id="one-why"),
        new_markdown_cell("**And now?**", id="two"),
        new_code_cell(
            'prediction_way, prediction_speed = "up", 3  # guess\nprediction_end = "up"  # or "down"', id="two-say"
        ),
        new_code_cell("assert up", id="two-run"),
        new_markdown_cell(f"## Explore\nWith knobs.\n\n{experiments}", id="explore"),
        new_markdown_cell("It was the load.", id="explore-why"),
        new_markdown_cell("## Talk about it\n1. Whose?\n2. When?\n\n**Now you:** go.", id="talk"),
    ]
    return new_notebook(cells=cells, metadata={"facilitator": guide} if guide is not None else {})


@each()
def test_page_is_what_its_notebook_says_now(name):
    path = PAGES / f"{name}.md"
    assert path.exists() and path.read_text(encoding="utf-8") == page(TOPICS[name]), "run: make notebooks"


def test_every_page_has_its_notebook():
    assert {path.stem for path in PAGES.glob("*.md")} == set(TOPICS)


@each()
def test_agenda_fills_a_short_and_a_long_session_to_the_minute(name):
    rows = agenda(TOPICS[name])
    assert [sum(row.minutes[at] for row in rows) for at in (0, 1)] == [45, 90] == list(LENGTHS)
    assert all(row.minutes[1] > 0 for row in rows)


def test_general_agenda_of_the_start_page_fills_both_sessions_too():
    start = read(PROJECT / "notebooks" / f"{START}.ipynb")
    table = next(cell["source"] for cell in start["cells"] if cell["id"] == "facilitator-agenda")
    rows = [re.findall(r"(\d+) – (\d+)", line) for line in table.splitlines()]
    long = [spans[-1] for spans in rows if spans]
    short = [spans[0] for spans in rows if len(spans) == 2]
    for spans, length in ((short, "45"), (long, "90")):
        assert [start for start, _ in spans] == ["0", *(end for _, end in spans[:-1])] and spans[-1][1] == length


@each()
def test_agenda_on_the_page_runs_without_a_gap_from_0_to_45_and_to_90(name):
    rows = [line.split(" | ") for line in page(TOPICS[name]).splitlines() if re.match(r"\| (\d+ – |at home)", line)]
    for column, length in ((0, 45), (1, 90)):
        spans = [[int(minute) for minute in re.findall(r"\d+", row[column])] for row in rows]
        ends = [0] + [span[1] for span in spans if span]
        assert [span[0] for span in spans if span] == ends[:-1] and ends[-1] == length


@each()
def test_page_and_agenda_name_every_prediction_and_experiment(name):
    found, text = TOPICS[name], page(TOPICS[name])
    source = "\n".join(cell["source"] for cell in read(PROJECT / "notebooks" / f"{name}.ipynb")["cells"])
    assert [one.number for one in found.experiments] == [
        int(number) for number in re.findall(r"\*\*Experiment (\d+)\.\*\*", source)
    ]
    cells = [cell["source"] for cell in code_of(name)]
    assert len(found.predictions) == sum(bool(re.search(r"^prediction.*=", source, re.MULTILINE)) for source in cells)
    for kind, numbered in (("Prediction", found.predictions), ("Experiment", found.experiments)):
        assert all(text.count(f"**{kind} {one.number}.**") == 1 for one in numbered)
    planned = " ".join(row.name for row in agenda(found))
    assert all(re.search(rf"prediction {one.number}\b", planned) for one in found.predictions)
    assert len(found.predictions) >= 2


@each()
def test_page_has_no_default_of_a_prediction_and_room_for_votes(name):
    for one in TOPICS[name].predictions:
        assert one.question and one.asked and (one.held or one.answer)
        assert not any(re.search(r"\bprediction|=", asked) for asked in one.asked)
    assert page(TOPICS[name]).count(": ____ ____") == sum(len(one.asked) for one in TOPICS[name].predictions)


@each((START, *TOPICS))
def test_links_from_and_to_the_pages_lead_somewhere(name):
    if name == START:
        text = "\n".join(cell["source"] for cell in read(PROJECT / "notebooks" / f"{START}.ipynb")["cells"])
        wanted = {f"../docs/facilitator/{topic}.md" for topic in TOPICS}
        assert wanted <= {target for _, target in LINK.findall(text)}
        return
    targets = [target for _, target in LINK.findall(page(TOPICS[name])) if not re.match(r"[a-z]+:", target)]
    assert f"../../notebooks/{name}.ipynb" in targets and f"../../exercises/{name}.ipynb" in targets
    assert [target for target in targets if not (PAGES / target).exists()] == []


def test_every_topic_says_what_to_ask_what_goes_wrong_and_what_to_show_if_time_is_short():
    lacking = {
        name: missing
        for name, found in TOPICS.items()
        if (missing := {"ask", "goes_wrong", "short", "task_minutes"} - set(found.guide))
    }
    assert lacking == {}, "add it to the notebook's metadata, under facilitator"
    assert all(found.short[0] and found.short[1] for found in TOPICS.values())


@each()
def test_every_experiment_says_what_comes_out_or_why(name):
    found = TOPICS[name]
    open_ends = [one.number for one in found.experiments if not (one.why or one.after)]
    assert [number for number in open_ends if str(number) not in found.guide.get("turns", {})] == []


def test_page_fits_two_printed_sheets_when_the_answers_are_folded():
    lengths = {
        name: len(re.sub(r"<details>.*?</details>", "", page(found), flags=re.DOTALL).split())
        for name, found in TOPICS.items()
    }
    assert max(lengths.values()) < 1_100, lengths


def test_page_of_a_small_notebook_without_a_guide_has_sensible_defaults():
    text = page(topic(small(), "09_partial_failures"))
    assert "**If time is short:** predictions 1 and 2, experiment 1 (" in text
    assert "[the next](../../notebooks/10_next.ipynb)" in text
    assert "*Votes:* per cent: ____" in text and 'end (up or "down"): ____' in text
    assert "way (guess): ____" in text and "speed (guess): ____" in text and "90" not in re.sub(r"\| .*", "", text)
    assert "The cells assert: `served < 80`.\n\nFewer than you think." in text
    assert "- **Experiment 1.** Turn it. *Why:* it turns." in text
    assert "- **Experiment 2.** Push it. *Afterwards:* It was the load." in text
    assert "1. Whose?\n2. When?\n" in text and "go wrong" not in text


@pytest.mark.parametrize(
    ("guide", "said"),
    [
        ({"short": {"experiments": [3]}}, r"short names experiment 3, there are 1, 2"),
        ({"short": {"predictions": [0]}}, r"short names prediction 0, there are 1, 2"),
        ({"short": {"slides": [1]}}, r"short has 'slides', allowed are predictions and experiments"),
        ({"short": [1, 3]}, r"short has '\[1, 3\]', allowed are predictions and experiments"),
        ({"goes_wrong": ["only one"]}, r"goes_wrong has 1 texts, two or three are wanted"),
        ({"task_minutes": [5]}, r"1 task_minutes for 0 tasks"),
        ({"turns": {"3": "It turns."}}, r"turns names experiment 3, there are 1, 2"),
        ({"minutes": 5}, r"'minutes' is none of ask, goes_wrong, short, task_minutes, turns"),
    ],
)
def test_guide_that_names_what_is_not_there_is_refused(guide, said):
    with pytest.raises(ValueError, match=said):
        topic(small(guide), "09_partial_failures")


def test_guide_survives_the_form_of_notebooks_and_other_metadata_do_not():
    notebook = small({"ask": "Why?"})
    notebook["metadata"]["widgets"] = {}
    tidy = normalised(notebook)
    assert tidy["metadata"]["facilitator"] == {"ask": "Why?"} and "widgets" not in tidy["metadata"]


@pytest.fixture
def project(tmp_path):
    """Return a folder with one real topic: its notebook, its solution and its page."""
    name = "09_partial_failures"
    for folder, ending in (("notebooks", "ipynb"), ("solutions", "ipynb"), ("docs/facilitator", "md")):
        (tmp_path / folder).mkdir(parents=True)
        shutil.copy(PROJECT / folder / f"{name}.{ending}", tmp_path / folder)
    return tmp_path


def change(project, old, new):
    path = project / "notebooks" / "09_partial_failures.ipynb"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_command_says_that_a_page_is_stale_and_makes_it_fresh(project, capsys):
    assert main(["--check", "--root", str(project)]) == 0
    change(project, "How many per cent of the users, over all 30 seconds, are served?", "How many users are served?")
    assert main(["--check", "--root", str(project)]) == 1
    assert "docs/facilitator/09_partial_failures.md: is stale" in capsys.readouterr().out
    assert main(["--root", str(project)]) == 0
    assert "**How many users are served?**" in (project / "docs/facilitator/09_partial_failures.md").read_text("utf-8")
    assert bring_up_to_date(project) == []


def test_command_leaves_a_page_alone_whose_guide_is_wrong_and_names_a_page_without_a_notebook(project, capsys):
    page_path = project / "docs/facilitator/09_partial_failures.md"
    before = page_path.read_bytes()
    notebook = read(project / "notebooks" / "09_partial_failures.ipynb")
    notebook["metadata"]["facilitator"]["short"]["experiments"] = [8]
    (project / "notebooks" / "09_partial_failures.ipynb").write_text(text_of(notebook), encoding="utf-8")
    (project / "docs/facilitator/10_circuit_breaker.md").write_text("old\n", encoding="utf-8")
    assert main(["--root", str(project)]) == 1
    said = capsys.readouterr().out
    assert "09_partial_failures.ipynb: facilitator: short names experiment 8, there are 1, 2, 3, 4, 5, 6, 7" in said
    assert "10_circuit_breaker.md: there is no notebook of this name" in said
    assert page_path.read_bytes() == before


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([7], "experiment 7"),
        ([1, 3], "experiments 1 and 3"),
        ([1, 2, 3], "experiments 1 to 3"),
        ([1, 3, 4], "experiments 1, 3 and 4"),
    ],
)
def test_numbers_are_named_in_words(numbers, words):
    assert named("experiment", numbers) == words
