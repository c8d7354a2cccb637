"""Processes that end with the one that started them."""

import subprocess
import sys
import time

import psutil
import pytest

from sim.labs.children import child, first_line

TALKER = (sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(600)")


def gone(pid, seconds=20):
    late = time.monotonic() + seconds
    while time.monotonic() < late:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def test_command_runs_in_the_block_and_is_gone_after_it():
    with child(*TALKER) as guard:
        pid = int(first_line(guard))
        assert psutil.pid_exists(pid) and guard.poll() is None
    assert gone(pid) and guard.poll() is not None


def test_command_is_gone_also_when_the_block_fails():
    with pytest.raises(RuntimeError, match="on purpose"), child(*TALKER) as guard:
        pid = int(first_line(guard))
        raise RuntimeError("on purpose")
    assert gone(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="there a process is ended in another way")
def test_command_is_gone_when_its_parent_was_killed():
    code = (
        "import sys, time\nfrom sim.labs.children import child, first_line\n"
        f"with child(*{TALKER!r}) as guard:\n    print(first_line(guard), guard.pid, flush=True)\n    time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 2 and all(psutil.pid_exists(pid) for pid in pids)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()
    assert all(gone(pid) for pid in pids)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_command_is_gone_when_its_guard_was_killed():
    with child(*TALKER) as guard:
        pid = int(first_line(guard))
        guard.kill()
        assert gone(pid)


def test_command_that_says_nothing_is_an_error_that_names_it():
    with child(sys.executable, "-c", "pass") as guard, pytest.raises(OSError, match="must say that it is ready within 20 s"):
        first_line(guard)


def test_command_that_takes_too_long_is_an_error_too():
    with child(sys.executable, "-c", "import time; time.sleep(600)") as guard, pytest.raises(OSError, match="within 0.2 s"):
        first_line(guard, seconds=0.2)


def test_command_that_does_not_exist_ends_at_once():
    with child("no-such-command-anywhere") as guard, pytest.raises(OSError, match="got nothing from no-such-command"):
        first_line(guard)
