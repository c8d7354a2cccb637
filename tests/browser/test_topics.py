"""The explorers of every other topic, in real JupyterLab, from the keyboard."""

import pytest

from tests.browser.checks import check_controls, check_labels, check_names, check_presets
from tests.browser.conftest import TOPICS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", TOPICS)
def test_explorers_of_a_topic_work_by_keyboard_have_names_and_take_every_preset(name, notebooks):
    notebook = notebooks(name)
    assert notebook.explorers
    for explorer in notebook.explorers:
        check_names(explorer)
        check_labels(explorer)
        check_controls(explorer)
        check_presets(explorer)
    assert notebook.errors == []
