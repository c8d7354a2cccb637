"""The explorers of every other topic, in real JupyterLab, from the keyboard."""

import pytest

from tests.browser.checks import check_controls, check_labels, check_names, check_presets
from tests.browser.conftest import ROOT, TOGETHER, TOPICS
from tests.browser.extract import code_cells, makes_explorer

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def explorers(notebooks):
    """From a topic's name to the explorers that its notebook makes."""
    made = {name: sum(map(makes_explorer, code_cells(ROOT / "notebooks" / f"{name}.ipynb"))) for name in TOPICS}
    notebook = notebooks(TOGETHER)
    assert notebook.errors == [] and len(notebook.explorers) == sum(made.values())
    left = iter(notebook.explorers)
    return {name: [next(left) for _ in range(number)] for name, number in made.items()}


@pytest.mark.parametrize("name", TOPICS)
def test_explorers_of_a_topic_work_by_keyboard_have_names_and_take_every_preset(name, explorers, notebooks):
    notebooks(TOGETHER).show_only(explorers[name])
    for explorer in explorers[name]:
        check_names(explorer)
        check_labels(explorer)
        check_controls(explorer)
        check_presets(explorer)
    assert notebooks(TOGETHER).errors == []
