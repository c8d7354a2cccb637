"""Processes that end with the one that started them, however that one ends.

A guard stands between the two: it starts the command, and stops it as soon as its own standard input is closed, which
the operating system does when the parent is gone. So nothing outlives a notebook's kernel, even one that was killed.
"""

import subprocess
import sys
from contextlib import contextmanager

PATIENCE = 5  # s that a process gets to end by itself


@contextmanager
def child(*command):
    """Give the running guard of `command` (a Popen whose `stdout` is the command's own); both are gone when the block ends.

    Raises OSError if the command cannot be started.
    """
    guard = subprocess.Popen(
        # -P: the guard's folder does not become a place to import from. A session of its own: an interrupt in the
        # notebook is not for the server.
        [sys.executable, "-P", __file__, *map(str, command)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield guard
    finally:
        guard.stdin.close()
        try:
            guard.wait(3 * PATIENCE)
        except subprocess.TimeoutExpired:
            guard.kill()
            guard.wait()
        guard.stdout.close()


def first_line(process, seconds=20):
    """Return the first line that the command writes. Raises OSError if it ends without one, or takes too long."""
    from threading import Timer

    late = Timer(seconds, process.kill)  # then its output ends, and the reading with it
    late.start()
    try:
        line = process.stdout.readline().strip()
    finally:
        late.cancel()
        late.join()
    if not line:
        raise OSError(f"a process must say that it is ready within {seconds} s, got nothing from {process.args[3]}")
    return line


def _guard(command):
    """Run the command until it ends or standard input is closed."""
    from threading import Thread

    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent if sys.platform == "linux" else None)

    def stop_when_alone():
        sys.stdin.read()
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()

    Thread(target=stop_when_alone, daemon=True).start()
    return process.wait()


def _die_with_parent():
    """Ask Linux to end this process when its parent has ended: for a guard that was itself killed."""
    import ctypes
    import signal

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # 1: PR_SET_PDEATHSIG


if __name__ == "__main__":
    sys.exit(_guard(sys.argv[1:]))
