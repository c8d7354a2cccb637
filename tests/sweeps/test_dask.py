"""A sweep on a real Dask cluster of two worker processes: the same table, even when workers are killed."""

import logging
import os
import pickle
from contextlib import closing
from functools import partial
from time import monotonic, sleep

import psutil
import pytest
from joblib import parallel_config

from sim.sweeps import CellFailed, sweep
from sim.sweeps.grid import cells_of
from sim.sweeps.workers import outcomes
from tests.sweeps.runs import deadly, killed_often, killed_once, nap, picky, queue, slowest, walk
from tests.sweeps.test_documented import BLOCKS, ran

quietly = partial(sweep, progress=False)


@pytest.fixture(scope="module")
def cluster():
    from distributed import Client, LocalCluster

    settings = {"host": "127.0.0.1", "dashboard_address": None, "worker_dashboard_address": None, "silence_logs": logging.CRITICAL}
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **settings) as cluster, Client(cluster) as client:
        cluster.client = client
        yield cluster
        workers = [psutil.Process(pid) for pid in client.run(os.getpid).values()]
    assert psutil.wait_procs(workers, timeout=10)[1] == []


@pytest.fixture
def on_cluster(cluster):
    cluster.client.wait_for_workers(2, timeout=60)
    with parallel_config(backend="dask"):
        yield partial(sweep, progress=False)


def alike(there, here):
    return there.to_csv() == here.to_csv() and pickle.dumps(there) == pickle.dumps(here)


def test_cluster_gives_the_same_table_byte_for_byte(on_cluster):
    job = walk, {"steps": list(range(1, 50)), "start": [0, 0.5]}, 2
    queues = queue, {"load": [50, 99]}, 2, 5, None, slowest
    there = [on_cluster(*job), on_cluster(*queues)]
    with parallel_config(backend="loky", n_jobs=1):
        assert all(alike(*pair) for pair in zip(there, [quietly(*job), quietly(*queues)]))


def test_worker_killed_in_the_middle_costs_no_run_and_changes_none(on_cluster, cluster, tmp_path):
    before = set(cluster.client.run(os.getpid).values())
    job = partial(killed_once, marker=str(tmp_path / "killed")), {"steps": list(range(1, 60))}, 2
    there = on_cluster(*job)
    cluster.client.wait_for_workers(2, timeout=60)
    assert (tmp_path / "killed").exists() and set(cluster.client.run(os.getpid).values()) != before
    with parallel_config(backend="loky", n_jobs=1):
        assert alike(there, quietly(*job))


@pytest.mark.soak
def test_ten_workers_killed_in_a_row_cost_no_run_and_change_none(on_cluster, tmp_path):
    job = partial(killed_often, folder=str(tmp_path)), {"steps": list(range(1, 501))}, 2
    there = on_cluster(*job)
    assert len(list(tmp_path.iterdir())) == 10
    with parallel_config(backend="loky", n_jobs=1):
        assert alike(there, quietly(*job))


def test_run_that_kills_its_workers_fails_alone(on_cluster, cluster, monkeypatch):
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)  # so that one death is enough
    job = partial(deadly, home=os.getpid()), {"steps": list(range(1, 121))}
    there = on_cluster(*job, keep_errors=True)
    assert there[6]["error"].startswith("KilledWorker") and there[6]["end"] is None
    with parallel_config(backend="loky", n_jobs=1):
        here = quietly(*job, keep_errors=True)
    assert [row for row in there.to_csv().splitlines() if not row.startswith("7,")] == [
        row for row in here.to_csv().splitlines() if not row.startswith("7,")
    ]


def test_sweep_that_is_given_up_leaves_nothing_for_the_cluster_to_do(on_cluster, cluster):
    cells, before = cells_of({"number": list(range(200))}, 1, 1), set(cluster.scheduler.tasks)
    with closing(outcomes(nap, None, cells, None)) as done:
        next(done)
        assert len(set(cluster.scheduler.tasks) - before) > 10
    late = monotonic() + 30
    while set(cluster.scheduler.tasks) - before and monotonic() < late:
        sleep(0.05)
    assert not set(cluster.scheduler.tasks) - before


def test_example_of_the_documentation_runs(cluster):
    cluster.client.wait_for_workers(2, timeout=60)
    table = ran(BLOCKS[1], **{"tcp://SCHEDULER:8786": cluster.scheduler_address, "range(100, 301, 20)": "[100]"})["table"]
    assert [row["served"] > 0.9 for row in table] == [True, True]


def test_error_of_a_run_comes_back_from_the_cluster_by_name(on_cluster):
    with pytest.raises(CellFailed, match="steps=3, replication 0 .* failed: ValueError: steps must not be 3") as caught:
        on_cluster(picky, {"steps": [1, 2, 3, 4]})
    assert "in picky" in caught.value.__notes__[0]
    assert on_cluster(picky, {"steps": [3]}, keep_errors=True).column("error") == ["ValueError: steps must not be 3, got 3"]
