"""A sweep in this process and in two others: the same table, or an error that names the run."""

import pickle
import signal
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from math import isnan
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest
from joblib import parallel_config
from joblib.externals.loky import get_reusable_executor

from sim.sweeps import CellFailed, cell_seed, sweep
from tests.sweeps.runs import killed_once, picky, queue, slowest, walk

GRID = {"steps": list(range(1, 24)), "start": [0, 0.5]}
quietly = partial(sweep, progress=False)


@pytest.fixture(scope="module", autouse=True)
def _no_processes_stay():
    yield
    get_reusable_executor().shutdown(wait=True, kill_workers=True)


def test_row_has_parameters_replication_seed_and_figures():
    table = quietly(walk, GRID, replications=2)
    assert table.columns == ["steps", "start", "replication", "seed", "end", "largest", "none"]
    assert len(table) == 92
    row = table[7]
    assert (row["steps"], row["start"], row["replication"]) == (2, 0.5, 1)
    assert row["seed"] == cell_seed({"steps": 2, "start": 0.5}, replication=1)
    assert row["end"] == walk(steps=2, start=0.5, seed=row["seed"])["end"] and isnan(row["none"])


def test_two_processes_give_the_same_table_byte_for_byte():
    for arguments in ((walk, GRID, 2), (partial(queue), {"load": [50, 99]}, 2, 5, None, slowest)):
        here = quietly(*arguments)
        with parallel_config(n_jobs=2):
            there = quietly(*arguments)
        assert there.to_csv() == here.to_csv()
        assert pickle.dumps(there) == pickle.dumps(here)


def test_function_of_the_notebook_itself_can_be_swept_in_other_processes():
    shift = 3
    table = quietly(lambda steps, seed: steps + shift, {"steps": [1, 2]}, n_jobs=2)
    assert table.column("value") == [4, 5]


def test_run_that_fails_is_named_with_its_parameters():
    for n_jobs in (1, 2):
        with pytest.raises(CellFailed, match="steps=3, replication 0 .seed=.* failed: ValueError: steps must not be 3") as caught:
            quietly(picky, {"steps": [1, 2, 3]}, n_jobs=n_jobs)
        assert "in picky" in caught.value.__notes__[0]


def test_run_that_fails_can_be_kept_as_a_row():
    tables = [quietly(picky, {"steps": [3, 4]}, n_jobs=n_jobs, keep_errors=True) for n_jobs in (1, 2)]
    assert tables[0].column("error") == ["ValueError: steps must not be 3, got 3", ""]
    assert tables[0][0]["end"] is None and tables[0][1]["end"] is not None
    assert tables[1].to_csv() == tables[0].to_csv()


@pytest.mark.parametrize("wrong, said", [
    (lambda steps, seed: "much", "run must return a number or a dict of numbers"),
    (lambda steps, seed: {"end": True}, "the figure 'end' must be a number, got True"),
    (lambda steps, seed: {5: 1}, "a figure's name must be a string, got 5"),
    (lambda steps, seed: {"steps": 1}, "must not be called like another column"),
    (lambda steps, seed: {f"end{steps}": 1}, "must give the same figures"),
])  # fmt: skip
def test_run_that_gives_no_plain_figures_is_told_so(wrong, said):
    with pytest.raises(CellFailed, match=said):
        quietly(wrong, {"steps": [1, 2]})


@pytest.mark.parametrize("wrong, said", [
    ({"run": 5}, "^run must be a function, got 5"),
    ({"measure": 5}, "^measure must be a function, got 5"),
    ({"grid": {"stpes": [1]}}, "^run must take the names in grid and a seed, got stpes"),
    ({"run": lambda steps: 1}, "^run must take"),
    ({"n_jobs": 0}, "^n_jobs must be"), ({"n_jobs": 1.5}, "^n_jobs must be"), ({"n_jobs": True}, "^n_jobs must be"),
    ({"keep_errors": 1}, "^keep_errors must be"), ({"progress": "no"}, "^progress must be"),
    ({"seed": "x"}, "^seed must be"), ({"seed": None}, "^seed must be"), ({"replications": 0}, "^replications must be"),
])  # fmt: skip
def test_wrong_argument_is_refused_before_anything_is_run(wrong, said):
    ran = []
    good = {"run": lambda steps, seed: ran.append(seed), "grid": {"steps": [1]}, "progress": False}
    with pytest.raises((TypeError, ValueError), match=said):
        sweep(**good | wrong)
    assert ran == []


def test_progress_is_shown_unless_it_is_switched_off(capsys):
    sweep(walk, {"steps": [1, 2, 3]})
    assert "3/3" in capsys.readouterr().err
    quietly(walk, {"steps": [1]})
    assert capsys.readouterr().err == ""


def test_process_that_is_killed_ends_the_sweep_instead_of_losing_a_run(tmp_path):
    with pytest.raises(BrokenProcessPool, match="SIGKILL"):
        quietly(partial(killed_once, marker=str(tmp_path / "killed")), {"steps": list(range(1, 20))}, n_jobs=2)
    assert quietly(walk, {"steps": [1, 2]}, n_jobs=2).column("steps") == [1, 2]  # and the next one has new processes


def test_interrupted_sweep_leaves_no_process_behind(tmp_path):
    code = (
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job ignores it
        "from functools import partial\nfrom sim.sweeps import sweep\nfrom tests.sweeps.runs import long_sleep\n"
        f"sweep(partial(long_sleep, folder={str(tmp_path)!r}), {{'number': [1, 2, 3]}}, n_jobs=2, progress=False)"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    try:
        waited = monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2 and monotonic() < waited:
            sleep(0.05)
        workers = [psutil.Process(int(path.name)) for path in tmp_path.iterdir()]
        assert len(workers) == 2 and child.pid not in [worker.pid for worker in workers]
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    finally:
        child.kill()
        child.wait()
    assert "KeyboardInterrupt" in said and child.returncode != 0
    assert psutil.wait_procs(workers, timeout=10)[1] == []
