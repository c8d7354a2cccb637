"""Without a broker and with one, for real: what is delivered when somebody is killed, and that nothing is left behind."""

import asyncio
import os
import socket
import tempfile
import threading
from pathlib import Path

import psutil
import pytest

from sim.labs import brokerless, shock_absorber
from sim.labs import durable_broker as brokers
from sim.labs.brokerless import pushes
from sim.labs.durable_broker import drained, durable_broker, publish, sender
from sim.labs.shock_absorber import OUTAGES, WAYS, measure, outages, stored_counts
from sim.labs.taken import DONE, FIRST, LATER, Count, Taken, message, until
from sim.samples import stored_samples


def left_behind():
    threads = {thread for thread in threading.enumerate() if "tqdm" not in thread.name}  # its monitor stays, once for all bars
    folders = {path for kind in ("nats-*", "taken-*", "direct-*") for path in Path(tempfile.gettempdir()).glob(kind) if mine(path)}
    return threads, set(psutil.Process().children(recursive=True)), folders


def mine(path):
    return path.stat().st_uid == os.getuid() and path.parent == Path(tempfile.gettempdir())


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """All of it once, with what was there before and after: (samples, (counts, where), before, after)."""
    was, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.mktemp("own"))
    try:
        before = left_behind()
        samples, counted = measure(count=20, progress=False), outages(progress=False)
        assert counted[1] == "measured on this machine, just now"  # nothing of it is stored
        return samples, counted, before, left_behind()
    finally:
        tempfile.tempdir = was


def test_every_way_is_measured_here(tried):
    samples = tried[0]
    assert samples.source == "measured on this machine, just now" and tuple(samples.times) == tuple(WAYS)
    assert all(len(times) == 20 and min(times) > 0 for times in samples.times.values())


def test_without_a_broker_a_crash_takes_what_the_crashed_process_holds(tried):
    counts = tried[1][0]
    consumer = counts["direct, the consumer crashes"]
    assert consumer.accepted == consumer.sent == FIRST + LATER and consumer.twice == 0
    assert consumer.received == DONE + LATER and consumer.lost == FIRST - DONE
    assert counts["direct, the sender crashes"] == Count(LATER, LATER, 0, LATER, 0)


def test_a_broker_loses_nothing_with_its_consumer_and_delivers_again(tried):
    counted = tried[1][0]["broker, the consumer crashes"]
    assert counted.lost == 0 and counted.received == counted.accepted == FIRST + LATER
    assert counted.twice >= 1


def test_killed_broker_has_what_is_on_disk_and_has_lost_what_was_in_memory(tried):
    memory, disk = tried[1][0]["broker in memory, it crashes"], tried[1][0]["broker on disk, it crashes"]
    assert memory.lost == FIRST and disk.lost == 0 and disk.received == disk.accepted
    assert memory.accepted == disk.accepted == FIRST + LATER - 2  # two were sent while it was down, and not acknowledged


def test_no_thread_process_or_file_is_left_behind(tried):
    before, after = tried[2:]
    assert all(now <= then for then, now in zip(before, after))


def test_broker_comes_back_at_its_port_and_its_port_is_free_in_the_end():
    with durable_broker() as broker:
        place, first = broker.address, broker.pid
        broker.kill()
        assert broker.pid is None and not psutil.pid_exists(first)
        broker.start()
        assert broker.address == place and broker.pid not in (None, first)
        server = psutil.Process(broker.pid)
    assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", int(place.rpartition(":")[2])), timeout=1)


def test_broker_goes_when_its_block_fails():
    with pytest.raises(RuntimeError, match="on purpose"), durable_broker() as broker:
        server, folder = psutil.Process(broker.pid), broker.folder
        raise RuntimeError("on purpose")
    assert not folder.exists() and (not server.is_running() or server.status() == psutil.STATUS_ZOMBIE)


def test_message_is_not_accepted_without_a_stream_to_keep_it():
    async def refused():
        with durable_broker() as broker:
            async with sender(broker) as client:
                return await publish(client, [1], timeout=0.2)

    assert asyncio.run(refused()) == []


def test_sender_whose_broker_is_gone_is_told(monkeypatch):
    monkeypatch.setattr(brokers, "TRIES", 1)

    class Gone:
        address = "nats://127.0.0.1:1"

    async def nobody():
        async with sender(Gone):
            pass

    with pytest.raises(ConnectionError):
        asyncio.run(nobody())


def test_error_of_the_broker_is_a_trouble_of_this_machine():
    async def nothing_to_drain():
        with durable_broker() as broker:
            async with sender(broker) as client:
                await drained(client)

    with pytest.raises(ConnectionError, match="not found"):
        asyncio.run(nothing_to_drain())


def test_no_free_address_is_an_error_of_the_operating_system(monkeypatch):
    monkeypatch.setattr(brokerless, "ANYWHERE", "tcp://192.0.2.1:*")  # an address of documentation (RFC 5737), nobody's own
    with pytest.raises(OSError):
        brokerless.free_address()


def test_full_buffer_of_a_sender_is_told():
    with pushes("tcp://127.0.0.1:1", buffer=5, keeps=False) as send:
        assert [send(message(number)) for number in range(8)] == [True] * 5 + [False] * 3


@pytest.mark.parametrize("error", [FileNotFoundError("no such binary"), ConnectionRefusedError("refused"), ImportError("no zmq")])
def test_what_cannot_start_is_stored_and_says_so(monkeypatch, error):
    def fails(*_):
        raise error

    monkeypatch.setattr(shock_absorber, "WAYS", dict.fromkeys(WAYS, lambda count: [1.0] * count) | {"on disk": fails})
    monkeypatch.setattr(shock_absorber, "OUTAGES", dict.fromkeys(OUTAGES, fails))
    samples, (counts, where) = measure(count=10, progress=False), outages(progress=False)
    stored = stored_samples("shock_absorber")
    assert samples.times["on disk"] == stored.times["on disk"] and samples.times["direct"] == (1.0,) * 10
    assert f"but for on disk (on disk: {error}), which is stored: {stored.source}" in samples.source
    assert counts == stored_counts()[0] and str(error) in where and stored_counts()[1] in where


def test_error_that_is_no_trouble_of_the_machine_is_raised(monkeypatch):
    monkeypatch.setattr(shock_absorber, "OUTAGES", {"direct, the sender crashes": lambda: 1 / 0})
    with pytest.raises(ZeroDivisionError):
        outages(progress=False)


def test_missing_binary_leaves_no_folder(monkeypatch):
    def missing():
        raise FileNotFoundError("nats-server must be installed")

    monkeypatch.setattr(brokers, "server_path", missing)
    before = left_behind()[2]
    with pytest.raises(FileNotFoundError, match="nats-server must be installed"), durable_broker():
        pass
    assert left_behind()[2] <= before


def test_stored_counts_tell_the_same_story():
    counts, where = stored_counts()
    assert tuple(counts) == tuple(OUTAGES) and "virtual machine" in where
    assert counts["broker on disk, it crashes"].lost == 0 < counts["broker in memory, it crashes"].lost
    assert all(count.received + count.lost == count.accepted <= count.sent for count in counts.values())


def test_what_was_taken_is_counted(tmp_path):
    taken = Taken(tmp_path, "zmq")
    assert taken.count(3, [0, 1]) == Count(3, 2, 0, 2, 0)
    taken.path.write_text("0 0.5\n0 0.7\n2 0.1\n", encoding="utf-8")
    assert taken.count(4, [0, 1, 2]) == Count(4, 3, 2, 1, 1)


def test_waiting_has_an_end(monkeypatch):
    monkeypatch.setattr("sim.labs.taken.PATIENCE", 0.02)
    with pytest.raises(TimeoutError, match="the last message must come within 0.02 s"):
        until(lambda: False, "the last message")


@pytest.mark.parametrize(("wrong", "error"), [({"count": 9}, ValueError), ({"count": 2.5}, ValueError), ({"progress": 1}, TypeError)])
def test_wrong_arguments_are_refused_before_anything_starts(wrong, error):
    with pytest.raises(error, match=f"{next(iter(wrong))} must be"):
        measure(**wrong)
