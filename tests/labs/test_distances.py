"""The five distances, measured for real."""

import threading
from contextlib import nullcontext

import psutil
import pytest

from sim.labs import distances
from sim.labs.distances import DISTANCES, measure
from sim.samples import stored_samples
from sim.scenarios import what_is_ipc


def own_threads():
    return {thread for thread in threading.enumerate() if "tqdm" not in thread.name}  # its monitor stays, once for all bars


@pytest.fixture(scope="module")
def measured():
    """One measurement, with the threads, processes and connections that were there before and after it."""
    before = own_threads(), set(psutil.Process().children(recursive=True))
    samples = measure(count=20, progress=False)
    after = own_threads(), set(psutil.Process().children(recursive=True))
    return samples, before, after


def test_every_distance_is_measured_here(measured):
    samples, _, _ = measured
    assert tuple(samples.times) == DISTANCES == tuple(what_is_ipc.DISTANCES)
    assert samples.source == "measured on this machine, just now" and repr(samples) == "measure()"
    assert all(1 <= len(times) <= 20 and min(times) > 0 for times in samples.times.values())


def test_function_call_is_nearest_by_orders_of_magnitude(measured):
    samples, _, _ = measured
    assert all(samples.percentile(name, 50) > 20 * samples.percentile("function", 50) for name in ("socket", "http", "broker"))


def test_no_thread_and_no_process_is_left_behind(measured):
    _, (threads, processes), (threads_after, processes_after) = measured
    assert threads_after <= threads and processes_after <= processes


def test_model_draws_from_what_was_measured(measured):
    samples, _, _ = measured
    result = what_is_ipc.run.start(distance="broker", services=1, available=1.0, samples=samples).advance(1_000)
    known = samples.times["broker"]
    assert all(any(abs(ms - one) < 1e-6 for one in known) for ms in what_is_ipc.story_of(result).times)


TROUBLES = [FileNotFoundError("no such binary"), ConnectionRefusedError("refused"), ImportError("no nats"), TimeoutError("late")]


@pytest.mark.parametrize("error", TROUBLES)
def test_what_cannot_start_has_stored_samples_and_says_so(monkeypatch, error):
    def fails(stack):
        raise error

    for name in DISTANCES[1:-1]:
        monkeypatch.setattr(distances, f"_{name}", lambda stack: (lambda: None, 1))
    monkeypatch.setattr(distances, "_broker", fails)
    samples = measure(count=10, progress=False)
    stored = stored_samples("distances")
    assert samples.times["broker"] == stored.times["broker"] and samples.times["http"] != stored.times["http"]
    assert f"but for broker (broker: {error}), which is stored: {stored.source}" in samples.source


def test_broker_that_nobody_reaches_is_such_a_trouble(monkeypatch):
    monkeypatch.setattr(distances, "DISTANCES", ("broker",))
    monkeypatch.setattr(distances, "nats_server", lambda: nullcontext("nats://127.0.0.1:1"))
    monkeypatch.setattr(distances, "_other_end", lambda *what: "ready")
    samples = measure(count=10, progress=False)
    assert samples.times["broker"] == stored_samples("distances").times["broker"] and "nats: " in samples.source


def test_error_that_is_no_trouble_of_the_machine_is_raised(monkeypatch):
    monkeypatch.setattr(distances, "_function", lambda stack: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        measure(count=10, progress=False)


def test_other_end_that_goes_away_is_noticed():
    with pytest.raises(ConnectionError, match="the other end must stay"):
        distances._gone()


@pytest.mark.parametrize(("wrong", "error"), [({"count": 9}, ValueError), ({"count": 2.5}, ValueError), ({"progress": 1}, TypeError)])
def test_wrong_arguments_are_refused_before_anything_starts(wrong, error):
    with pytest.raises(error, match=f"{next(iter(wrong))} must be"):
        measure(**wrong)
