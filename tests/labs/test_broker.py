"""A real NATS server, for as long as it is used."""

import asyncio
import socket
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import nats
import psutil
import pytest

from sim.labs import broker
from sim.labs.broker import nats_server, server_path, settle


def place(address):
    host, _, port = address.removeprefix("nats://").partition(":")
    return host, int(port)


def assert_nobody_listens(address):
    with pytest.raises(OSError):
        socket.create_connection(place(address), timeout=1)


async def asked(address):
    async def answer(message):
        await message.respond(message.data.upper())

    service, client = [await nats.connect(address) for _ in range(2)]
    try:
        await service.subscribe("orders", cb=answer)
        await settle(service)
        return (await client.request("orders", b"lasagne", timeout=20)).data
    finally:
        await client.close()
        await service.close()


def test_two_clients_ask_and_answer_through_it():
    with nats_server() as address:
        assert place(address)[0] == "127.0.0.1"
        assert asyncio.run(asked(address)) == b"LASAGNE"
    assert_nobody_listens(address)


def test_two_servers_stand_side_by_side_and_both_go():
    with nats_server() as one, nats_server() as other:
        assert one != other
    assert_nobody_listens(one)
    assert_nobody_listens(other)


def test_it_goes_with_its_process_when_the_block_fails():
    with pytest.raises(RuntimeError, match="on purpose"), nats_server() as address:
        servers = [p for p in psutil.Process().children(recursive=True) if "nats-server" in p.name()]
        assert len(servers) == 1
        raise RuntimeError("on purpose")
    assert_nobody_listens(address)
    assert not servers[0].is_running() or servers[0].status() == psutil.STATUS_ZOMBIE


def test_after_settling_every_subscription_is_known():
    async def answer(message):
        await message.respond(b"")

    async def unknown(address):
        service, client = [await nats.connect(address) for _ in range(2)]
        missed = 0
        try:
            for number in range(60):
                await service.subscribe(f"orders.{number}", cb=answer)
                await settle(service)
                try:
                    await client.request(f"orders.{number}", b"", timeout=20)
                except nats.errors.NoRespondersError:
                    missed += 1
        finally:
            await client.close()
            await service.close()
        return missed

    with nats_server() as address:
        assert asyncio.run(unknown(address)) == 0


def test_with_jetstream_it_keeps_messages_for_those_who_come_later():
    async def kept(address):
        client = await nats.connect(address)
        try:
            stream = client.jetstream()
            await stream.add_stream(name="ORDERS", subjects=["orders"])
            await stream.publish("orders", b"lasagne")
            late = await stream.subscribe("orders")
            return (await late.next_msg(timeout=20)).data
        finally:
            await client.close()

    with nats_server(jetstream=True) as address:
        assert asyncio.run(kept(address)) == b"lasagne"


def test_without_it_nothing_is_kept():
    async def stream(address):
        client = await nats.connect(address)
        try:
            await client.jetstream().add_stream(name="ORDERS", subjects=["orders"])
        finally:
            await client.close()

    with nats_server() as address, pytest.raises(nats.js.errors.ServiceUnavailableError):
        asyncio.run(stream(address))


def test_binary_is_the_one_of_the_wheel():
    path = server_path()
    assert path.is_file() and path.stem == "nats-server"


def test_missing_binary_is_told_with_what_to_install(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(broker, "distribution", missing)
    monkeypatch.setattr(broker, "which", lambda name: None)
    monkeypatch.setattr(broker.sys, "executable", str(Path("/nowhere/python")))
    with pytest.raises(FileNotFoundError, match="nats-server must be installed"), nats_server():
        pass


def test_binary_that_is_elsewhere_can_be_named(monkeypatch, tmp_path):
    monkeypatch.setenv("BOOKCLUB_NATS_SERVER", str(tmp_path / "nats-server"))
    with pytest.raises(FileNotFoundError, match="BOOKCLUB_NATS_SERVER must name the binary of nats-server, got "):
        server_path()
    (tmp_path / "nats-server").touch()
    assert server_path() == (tmp_path / "nats-server").resolve()


def test_server_that_never_comes_up_is_a_timeout(monkeypatch):
    monkeypatch.setattr(broker, "server_path", lambda: "no-such-server")
    with pytest.raises(TimeoutError, match="nats-server must say where it listens"), nats_server():
        pass
