"""Notebooks that start a real broker go on without its binary, and say so."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
NAMES = [
    "01_what_is_ipc",
    "12_messages_and_channels",
    "13_implementing_the_styles",
    "15_brokerless_and_broker_based",
    "16_transactional_messaging",
]
SAID = {"13_implementing_the_styles": "no broker on this machine: these numbers are from another"}


def shown(notebook):
    """Return everything that the cells of an executed notebook show as text."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(str(output.get("text") or output.get("data", {}).get("text/plain", "")) for output in outputs)


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_notebook_without_the_brokers_binary_runs_on_stored_numbers_and_says_so(name, monkeypatch, tmp_path):
    monkeypatch.setenv("BOOKCLUB_NATS_SERVER", str(tmp_path / "nats-server"))
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    said = SAID.get(name, "BOOKCLUB_NATS_SERVER must name the binary of nats-server")
    assert said in shown(notebook)
