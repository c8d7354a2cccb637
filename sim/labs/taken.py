"""What consumers in processes of their own have taken: starting them, waiting for them, and counting."""

import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, perf_counter_ns, sleep
from typing import NamedTuple

from sim.labs.children import child, first_line

PATIENCE = 20  # s that anything of this may take
BODY = b" " + b"x" * 120  # an order's size
WARM_UP = 100  # messages before those whose times count
SECONDS = 1.0  # the most that the times of one way may take
FIRST, DONE, LATER = 200, 60, 50  # messages at first, after how many a consumer crashes, sent while somebody is down
WORK = 1  # ms on each, for a consumer that is to crash with messages in its hands


class Count(NamedTuple):
    """What became of messages: `sent` by the sender, `accepted` from it, `received` (worked on) once or more often.

    `lost`: accepted and never received; `twice`: worked on again, how often in all. A message that was not accepted is
    the sender's own: it knows that it still has it.
    """

    sent: int
    accepted: int
    received: int
    lost: int
    twice: int


class Taken:
    """The book that consumers keep in a file; `start` gives one of them."""

    def __init__(self, folder, kind):
        self.path, self.kind = Path(folder, "taken"), kind
        self._file, self._seen = None, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._file is not None:
            self._file.close()

    @contextmanager
    def start(self, address, work=0, dies_after=0):
        """Give (process, what it said) of a running consumer of `takers`; it is gone when the block ends."""
        script = Path(__file__).with_name("takers.py")
        with child(sys.executable, "-P", script, self.kind, address, self.path, work, dies_after) as process:
            yield process, first_line(process)

    def lines(self):
        """Return (number, ms on the way) of all that has been worked on, in order."""
        text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        return [(int(number), float(ms)) for number, ms in (line.split() for line in text.splitlines())]

    def wait_for(self, lines):
        """Return when so many messages have been worked on. Raises TimeoutError if that takes more than 20 s."""
        until(lambda: self._read() >= lines, f"message {lines}", every=0.0001)

    def _read(self):
        if self._file is None:
            self._file = self.path.open("rb") if self.path.exists() else None
        self._seen += self._file.read().count(b"\n") if self._file else 0
        return self._seen

    def times(self, count):
        """Return the ms on the way of the last `count` messages, without those of the warm-up."""
        times = [ms for _, ms in self.lines()]
        return times[min(WARM_UP, len(times) // 2) :][-count:]

    def count(self, sent, accepted):
        """Return the `Count`; `accepted` holds the numbers of the messages that were accepted."""
        times = Counter(number for number, _ in self.lines())
        return Count(sent, len(accepted), len(times), len(set(accepted) - set(times)), sum(times.values()) - len(times))


def message(number):
    """Return a message with its number, the time now, and a body."""
    return b"%d %d" % (number, perf_counter_ns()) + BODY


def until(condition, what, every=0.005):
    """Return when the condition is true, looking `every` so many s. Raises TimeoutError, saying `what` did not come, after 20 s."""
    late = monotonic() + PATIENCE
    while not condition():
        if monotonic() > late:
            raise TimeoutError(f"{what} must come within {PATIENCE} s, got nothing")
        sleep(every)
