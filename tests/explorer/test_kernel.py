"""The explorer in a real kernel: what arrives on its wire, and notebooks run without a page."""

import time

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

SETUP = """
from sim.explorer import explore
from sim.knobs import Slider
from tests import toy
starts = []
def counting(**params):
    starts.append(params["level"])
    return toy.start(**params)
toy.run.start = counting
explorer = explore(toy.run, toy.Figure, cost=Slider({cost}, 0, 40, 1, "Cost"), **toy.KNOBS)
slider = explorer.controls["level"].widget
"""


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel(kernel_name="python3")
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def ask(client, expression):
    """Return what `expression` is in the kernel."""
    message = client.execute("", user_expressions={"it": expression}, silent=True)
    answer = client.get_shell_msg(timeout=60)
    while answer["parent_header"]["msg_id"] != message:
        answer = client.get_shell_msg(timeout=60)
    answer = answer["content"]["user_expressions"]["it"]
    assert answer["status"] == "ok", answer
    return eval(answer["data"]["text/plain"])


def execute(client, code):
    reply = client.execute_interactive(code, timeout=60, output_hook=lambda message: None)
    assert reply["content"]["status"] == "ok", reply["content"]


def move(client, comm, index):
    """Send what a page sends when a slider moves to its stop number `index`."""
    data = {"method": "update", "state": {"index": index}, "buffer_paths": []}
    client.shell_channel.send(client.session.msg("comm_msg", {"comm_id": comm, "data": data}))


@pytest.mark.parametrize("cost", [0, 10])
def test_many_messages_of_a_slider_lead_to_few_runs_and_the_newest_value(kernel, cost):
    execute(kernel, SETUP.format(cost=cost))
    comm = ask(kernel, "slider.comm.comm_id")
    for index in [1, 2, 3, 4, 6, 7] * 10 + [2]:
        move(kernel, comm, index)
    end = time.monotonic() + 30
    while ask(kernel, "explorer.result.params['level'] != 2 or explorer.busy") and time.monotonic() < end:
        time.sleep(0.05)
    assert ask(kernel, "explorer.result.params['level']") == 2
    assert ask(kernel, "len(starts)") <= 20
    assert ask(kernel, "2 in starts")


def test_a_long_run_gives_way_to_a_message_soon(kernel):
    execute(kernel, SETUP.format(cost=0))
    comm = ask(kernel, "slider.comm.comm_id")
    execute(kernel, "explorer.set(cost=40)")  # 0.8 s of work
    time.sleep(0.1)
    began = time.monotonic()
    move(kernel, comm, 3)
    while ask(kernel, "starts[-1]") != 3:
        assert time.monotonic() - began < 10
    took = time.monotonic() - began
    execute(kernel, "explorer.close()")
    print(f"a new value was heard after {took * 1000:.0f} ms of a run of 800 ms")
    assert took < 0.4


def run_cell(client, code, cell):
    """Execute `code` as JupyterLab does for the cell with the id `cell`."""
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
    message = client.session.msg("execute_request", content, metadata={"cellId": cell})
    client.shell_channel.send(message)
    reply = client.get_shell_msg(timeout=60)
    while reply["parent_header"]["msg_id"] != message["header"]["msg_id"]:
        reply = client.get_shell_msg(timeout=60)
    assert reply["content"]["status"] == "ok", reply["content"]


def test_a_cell_that_runs_again_closes_the_explorers_it_made_before(kernel):
    execute(kernel, "from sim.explorer import explore\nfrom tests import toy\nmade = []")
    twice = "for _ in range(2): made.append(explore(toy.run, toy.Figure))"
    run_cell(kernel, twice, "a")
    run_cell(kernel, twice, "b")
    run_cell(kernel, twice, "a")
    assert ask(kernel, "[explorer.screen.closed for explorer in made]") == [True, True, False, False, False, False]


def test_a_notebook_without_a_page_shows_the_explorer_and_meets_real_bugs():
    setup = nbformat.v4.new_code_cell("from sim.explorer import explore\nfrom tests import toy")
    good = nbformat.v4.new_code_cell("explore(toy.run, toy.Figure, **toy.KNOBS)")
    bad = nbformat.v4.new_code_cell("explore(toy.run, toy.Figure, fault=['draw'])")
    book = nbformat.v4.new_notebook(cells=[setup, good, bad])
    with pytest.raises(CellExecutionError, match="no such curve"):
        NotebookClient(book, timeout=60, kernel_name="python3").execute()
    assert good.outputs[0]["data"]["text/plain"] == "explore(run, Figure)"
